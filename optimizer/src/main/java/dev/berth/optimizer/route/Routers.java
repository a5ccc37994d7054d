package dev.berth.optimizer.route;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.record.BadInputException;
import java.util.List;
import java.util.SplittableRandom;

/** All routers, what they are held against first; what lists them reads it here. */
public final class Routers {
    /** Every request stays with the server of its user: as if nothing were routed. */
    public static final String HOME = "home";

    /** No router at all but what none can beat; see {@code simulate.Clairvoyant}. */
    public static final String CLAIRVOYANT = "clairvoyant";

    private static final List<Router> ALL = List.of(
            router(HOME, "every request stays with the server of its user", (terms, seed) -> RouteView::home),
            router("random", "any server, by chance", (terms, seed) -> chance(new SplittableRandom(seed))),
            router("round-robin", "one server after the other, whoever asks", (terms, seed) -> new RoundRobin()),
            router(
                    "least-loaded",
                    "the server with the least work still to do, wherever it is and whatever it keeps",
                    (terms, seed) -> view -> best(view, server -> -(double) view.backlogNanos(server))),
            router(
                    "shortest-delay",
                    "the server where the answer is expected first: network, download and load where the model is not there,"
                            + " queue, serving",
                    (terms, seed) -> view -> best(view, server -> -delayNanos(view, server))),
            router(
                    "power-of-two",
                    "of two servers drawn by chance the one with less work still to do",
                    (terms, seed) -> new PowerOfTwo(new SplittableRandom(seed))),
            router(
                    "crash-avoiding",
                    "the server with the most room before it is overloaded; where none ever is, the least loaded",
                    (terms, seed) -> Routers::roomiest),
            router(
                    "ucb1",
                    "a bandit for each service of each server's users: mean reward so far plus the width of its confidence",
                    (terms, seed) -> new Bandit(terms, new Arm.Confidence(terms.learning()))),
            router(
                    "thompson",
                    "the same bandit, drawing from what it believes of each server's mean reward",
                    (terms, seed) -> new Bandit(terms, new Arm.Belief(terms.learning(), new SplittableRandom(seed)))),
            router(
                    "lin-ucb",
                    "the same bandit with each server's reward as a line in the size of the request",
                    (terms, seed) -> new LinearBandit(terms)),
            router(
                    "best-response",
                    "each service of each server's users shifts its share towards the server where it has waited least itself,"
                            + " until none gains by moving",
                    (terms, seed) -> new BestResponse(terms)),
            router(
                    CLAIRVOYANT,
                    "no router: what no router can beat, each request alone on the server that suits it best",
                    (terms, seed) -> {
                        throw new IllegalArgumentException(CLAIRVOYANT + " is a bound and routes nothing");
                    }));

    private Routers() {}

    /** Every router, the bound last. */
    public static List<Router> all() {
        return ALL;
    }

    /** Names of all routers, and of the bound. */
    public static List<String> names() {
        return ALL.stream().map(Router::name).toList();
    }

    /**
     * The router of a name.
     *
     * @throws BadInputException where there is none
     */
    public static Router named(String name) {
        return ALL.stream()
                .filter(router -> router.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Baseline.unknown("route", name, names()));
    }

    /** Whether it is the bound that no router beats. */
    public static boolean isBound(Router router) {
        return router.name().equals(CLAIRVOYANT);
    }

    /** How much a server is worth for a request. */
    @FunctionalInterface
    interface Worth {
        double of(int server);
    }

    /** The server that is worth most; of equals the home, then the first. */
    static int best(RouteView view, Worth worth) {
        int best = view.home();
        double most = worth.of(best);
        for (int server = 0; server < view.servers(); server++) {
            if (server != view.home() && view.canServe(server)) {
                double own = worth.of(server);
                if (own > most) {
                    most = own;
                    best = server;
                }
            }
        }
        return best;
    }

    static double delayNanos(RouteView view, int server) {
        return (double) view.networkNanos(server) + (double) view.waitNanos(server);
    }

    private static int roomiest(RouteView view) {
        return Double.isInfinite(view.room(view.home()))
                ? best(view, server -> -(double) view.backlogNanos(server))
                : best(view, view::room);
    }

    private static Router.Run chance(SplittableRandom random) {
        return view -> any(view, random);
    }

    /** Any server that can serve, each as likely. */
    static int any(RouteView view, SplittableRandom random) {
        int server = random.nextInt(view.servers());
        while (!view.canServe(server)) {
            server = random.nextInt(view.servers());
        }
        return server;
    }

    private static final class RoundRobin implements Router.Run {
        private int next;

        @Override
        public int route(RouteView view) {
            while (!view.canServe(next)) {
                next = (next + 1) % view.servers();
            }
            int server = next;
            next = (next + 1) % view.servers();
            return server;
        }
    }

    /** Mitzenmacher, The Power of Two Choices in Randomized Load Balancing (2001); two different servers. */
    private record PowerOfTwo(SplittableRandom random) implements Router.Run {
        /** Where few can serve, a second one is not looked for any longer. */
        private static final int TRIES = 8;

        @Override
        public int route(RouteView view) {
            int one = any(view, random);
            int other = any(view, random);
            for (int tries = 0; other == one && tries < TRIES; tries++) {
                other = any(view, random);
            }
            return view.backlogNanos(other) < view.backlogNanos(one) ? other : one;
        }
    }

    private static Router router(String name, String description, Start start) {
        return new Router() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public Run start(RouteTerms terms, long seed) {
                return start.start(terms, seed);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @FunctionalInterface
    private interface Start {
        Router.Run start(RouteTerms terms, long seed);
    }
}
