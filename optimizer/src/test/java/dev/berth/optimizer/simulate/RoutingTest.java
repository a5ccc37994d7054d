package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.RandomServers;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.route.CrashRule;
import dev.berth.optimizer.route.Network;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.RouteView;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that go from one server to another. */
class RoutingTest {
    private static final long SECOND = 1_000_000_000;
    private static final int SLOT_SECONDS = 1000;
    private static final Routes FREE = routes(Network.of(0), Optional.empty());

    private static Routes routes(Network network, Optional<CrashRule> crash) {
        return new Routes(network, crash, RouteTerms.Learning.USUAL);
    }

    private static List<Router> routers() {
        return Routers.all().stream().filter(router -> !Routers.isBound(router)).toList();
    }

    private static EdgeServer loaded(int slots, Delays inference) {
        return ReplayTest.server(Charging.BOTH, 1, slots, 10_000, Residency.LOADED, inference);
    }

    private static Plan keeps(int slots) {
        int[] loaded = new int[slots];
        Arrays.fill(loaded, 2);
        return ReplayTest.plan(1, loaded);
    }

    private static Site at(double... arrivalSeconds) {
        long[] arrivals = Arrays.stream(arrivalSeconds)
                .mapToLong(seconds -> Math.round(seconds * SECOND))
                .toArray();
        return new Site(
                loaded(1, Delays.constant(SECOND)), seed -> new FixedRequests(arrivals, new int[arrivals.length]));
    }

    /** Requests a second in the mean, of a model that serves one a second. */
    private static Site poisson(int slots, double perSecond, Delays inference) {
        double[][] expected = new double[slots][];
        Arrays.fill(expected, new double[] {perSecond * SLOT_SECONDS});
        return new Site(
                loaded(slots, inference), seed -> new RenewalRequests(expected, SLOT_SECONDS, Gaps.POISSON, seed));
    }

    private static FleetResult run(List<Site> sites, Routes routes, String router, int seeds) {
        int slots = sites.get(0).server().slots();
        Policy follows = Policies.following("plan", keeps(slots));
        return new Simulation(sites, Optional.empty(), Optional.empty(), Optional.of(routes), seeds, 1, 2)
                .of("plan", Collections.nCopies(sites.size(), follows), Routers.named(router));
    }

    /** One that users come to by a way of their own, with a request in every so many seconds; nothing queues. */
    private static Site by(Service.Way way, Residency initial, double everySeconds) {
        long[] arrivals = IntStream.range(0, 10)
                .mapToLong(request -> Math.round((1 + request * everySeconds) * SECOND))
                .toArray();
        EdgeServer server = ReplayTest.server(way, Charging.PER_SWITCH, 1, 1, 90, initial, Delays.constant(SECOND));
        return new Site(server, seed -> new FixedRequests(arrivals, new int[arrivals.length]));
    }

    /** What a user waits for the way to the home counts wherever the request is served, and that of no other server. */
    @Test
    void usersComeByTheWayOfTheirHome() {
        Site slow = by(new Service.Way(60 * SECOND, false), Residency.LOADED, 50);
        Site quick = by(Service.Way.NONE, Residency.LOADED, 40);
        for (Router router : routers()) {
            FleetResult result = run(List.of(slow, quick), FREE, router.name(), 1);
            List<Double> users = result.servers().stream()
                    .map(server ->
                            server.routing().users().meanNanos().optional().orElseThrow() / SECOND)
                    .toList();
            assertTrue(users.get(0) >= 61 && users.get(0) < 62, router + " " + users);
            assertTrue(users.get(1) >= 1 && users.get(1) < 2, router + " " + users);
        }
        FleetResult bound = run(List.of(slow, quick), FREE, Routers.CLAIRVOYANT, 1);
        assertEquals(31.0, meanSeconds(bound.all()), 1e-12);
    }

    /**
     * Nothing is kept, and all requests are sent to the second server: the cloud is as far as the way of their home.
     */
    @Test
    void theCloudIsAsFarAsTheWayOfTheHome() {
        // The cloud is 90 s away from users, of which their way to the first server is 60 s.
        Site slow = by(new Service.Way(60 * SECOND, true), Residency.ABSENT, 50);
        Site quick = by(Service.Way.NONE, Residency.ABSENT, 40);
        Policy absent = Policies.following("plan", ReplayTest.plan(1, 0));
        for (boolean isSlowFirst : new boolean[] {true, false}) {
            List<Site> sites = isSlowFirst ? List.of(slow, quick) : List.of(quick, slow);
            FleetResult result = new Simulation(sites, Optional.empty(), Optional.empty(), Optional.of(FREE), 1, 1, 1)
                    .of("plan", List.of(absent, absent), new Noting());
            List<Double> users = result.servers().stream()
                    .map(server ->
                            server.routing().users().meanNanos().optional().orElseThrow() / SECOND)
                    .toList();
            assertEquals(isSlowFirst ? List.of(150.0, 90.0) : List.of(30.0, 90.0), users);
        }
    }

    private static double meanSeconds(SimulationResult result) {
        return result.meanDelayNanos().mean() / SECOND;
    }

    @Test
    void theNetworkIsWaitedForBothWays() {
        // 2 s from one to the other, 0.25 s for the request's bytes, 0.5 s for the answer's, serving 1 s.
        Network network = new Network(2 * SECOND, Map.of(), SECOND / 4, SECOND / 2);
        FleetResult result = run(List.of(at(0, 10, 20, 30), at()), routes(network, Optional.empty()), "round-robin", 1);

        assertEquals(
                List.of(1.0, 5.75),
                result.servers().stream().map(RoutingTest::meanSeconds).toList());
        assertEquals(3.375, meanSeconds(result.all()), 1e-12);
        assertEquals(0.5, result.all().routing().awayShare().mean());
        assertEquals(1.0, result.servers().get(1).routing().awayShare().mean());
        assertEquals(4.75e9, result.servers().get(1).routing().networkNanos().mean());
        // By home they are all the first server's.
        assertEquals(4, result.servers().get(0).routing().users().n());
        assertEquals(0, result.servers().get(1).routing().users().n());
        assertNull(result.all().routing().lostShare());
    }

    @Test
    void aPairMayHaveADelayOfItsOwnAndShortestDelayMindsIt() {
        Network network = new Network(SECOND, Map.of(Network.Pair.of(2, 0), 10 * SECOND), 0, 0);
        // Three at once: the second goes to server 1 (3 s there, 2 s here with the queue: stays), the third too.
        FleetResult result =
                run(List.of(at(0, 0, 0, 0, 0), at(), at()), routes(network, Optional.empty()), "shortest-delay", 1);

        // Home 1, 2, 3 s (of equals the home), then away 3 s, and home 4 s against 4 s away.
        assertEquals(4, result.servers().get(0).delay().n());
        assertEquals(1, result.servers().get(1).delay().n());
        assertEquals(0, result.servers().get(2).delay().n());
        assertEquals((1 + 2 + 3 + 3 + 4) / 5.0, meanSeconds(result.all()), 1e-12);
    }

    /** Everything to server 1; notes how many answers were known as each request came, and their rewards. */
    private static final class Noting implements Router {
        final List<Integer> known = new ArrayList<>();
        final List<Double> rewards = new ArrayList<>();

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public String description() {
            return "for this test";
        }

        @Override
        public Router.Run start(RouteTerms terms, long seed) {
            return new Router.Run() {
                @Override
                public int route(RouteView view) {
                    known.add(rewards.size());
                    return 1;
                }

                @Override
                public void ended(Router.Ended ended) {
                    rewards.add(ended.reward());
                }
            };
        }
    }

    /** There 2 s, served 1 s, back 2 s: known after 5 s and not before; a second of waiting costs 1. */
    @Test
    void aRouterLearnsOfAnAnswerWhenItsUserDoes() {
        Noting noting = new Noting();
        Policy follows = Policies.following("plan", keeps(1));
        new Simulation(
                        List.of(at(0, 4.9, 5.1, 30), at()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(routes(Network.of(2 * SECOND), Optional.empty())),
                        1,
                        1,
                        1)
                .of("plan", List.of(follows, follows), noting);
        assertEquals(List.of(0, 0, 1, 3), noting.known);
        // The third comes there 0.2 s after the second, which takes 1 s: it is served after 1.8 s.
        assertEquals(List.of(-5.0, -5.0, -5.8, -5.0), noting.rewards);
    }

    /** Three seconds of work may be there; the request that makes it more brings the server down. */
    @Test
    void whatRunsWhereAServerIsOverloadedIsLost() {
        CrashRule rule = new CrashRule(OptionalLong.empty(), OptionalLong.of(3 * SECOND), 2 * SECOND, 4 * SECOND);
        // At 0: three seconds of work. At 0.5 a fourth: 2.5 s left and one more are 3.5 s. At 5: served again.
        FleetResult result = run(List.of(at(0, 0, 0, 0.5, 5)), routes(Network.of(0), Optional.of(rule)), "home", 1);

        // Lost after 0.5 s: one half served, two not begun, and the new one, which waited 0 s.
        double lost = (0.5 + 2 + 4 * 0.5) + 2 * (0.5 + 2 + 4) + (0 + 2 + 4);
        assertEquals((lost + 1) / 5, meanSeconds(result.all()), 1e-12);
        assertEquals(4.0 / 5, result.all().routing().lostShare().mean(), 1e-12);
        assertEquals(5, result.all().delay().n());
        assertEquals(1 - 4.0 / 5, result.all().meanQuality().mean(), 1e-12);
    }

    @Test
    void aLimitOfWaitingIsOfTheQueueBeforeTheRequest() {
        CrashRule rule = new CrashRule(OptionalLong.of(2 * SECOND), OptionalLong.empty(), SECOND, 0);
        FleetResult kept = run(List.of(at(0, 0, 0)), routes(Network.of(0), Optional.of(rule)), "home", 1);
        assertEquals(0.0, kept.all().routing().lostShare().mean());
        FleetResult lost = run(List.of(at(0, 0, 0, 0)), routes(Network.of(0), Optional.of(rule)), "home", 1);
        assertEquals(1.0, lost.all().routing().lostShare().mean());
        assertEquals(1.0, meanSeconds(lost.all()));
    }

    @Test
    void crashAvoidingGoesWhereThereIsRoom() {
        CrashRule rule = new CrashRule(OptionalLong.empty(), OptionalLong.of(2 * SECOND), SECOND, 0);
        List<Site> sites = List.of(at(0, 0, 0, 0), at());
        assertEquals(
                1.0,
                run(sites.subList(0, 1), routes(Network.of(0), Optional.of(rule)), "home", 1)
                                .all()
                                .routing()
                                .lostShare()
                                .mean()
                        * 4
                        / 3);
        FleetResult avoiding = run(sites, routes(Network.of(0), Optional.of(rule)), "crash-avoiding", 1);
        assertEquals(0.0, avoiding.all().routing().lostShare().mean());
        assertEquals(1.5, meanSeconds(avoiding.all()));
    }

    /** As if there were no routes, bit by bit. */
    @Test
    void homeChangesNothing() {
        for (int seed = 1; seed <= 6; seed++) {
            List<Site> sites = List.of(tight(seed), tight(seed + 100), tight(seed + 200));
            for (String policy : List.of("lru", "gdsf", "retrospective", "fetch-per-request", "all-cloud")) {
                List<Policy> policies = Collections.nCopies(3, Policies.named(policy));
                FleetResult without = new Simulation(sites, Optional.empty(), 2, seed, 1).of(policy, policies);
                FleetResult with = new Simulation(
                                sites, Optional.empty(), Optional.empty(), Optional.of(FREE), 2, seed, 1)
                        .of(policy, policies, Routers.named("home"));
                assertEquals(without.all(), with.all().routed(null));
                for (int server = 0; server < 3; server++) {
                    assertEquals(
                            without.servers().get(server),
                            with.servers().get(server).routed(null));
                    assertEquals(
                            without.servers().get(server).delay().meanNanos(),
                            with.servers().get(server).routing().users().meanNanos());
                }
            }
        }
    }

    /** A server with room for some of its models, delays that differ, requests at random. */
    private static Site tight(int seed) {
        int slots = 3;
        RandomServers.Built built = RandomServers.next(seed, slots, 4, Charging.BOTH, false);
        EdgeServer server = EdgeServer.of(
                built.terms(),
                slots,
                built.services().stream()
                        .map(service -> spread(service.preloadNanos()))
                        .toList(),
                built.services().stream()
                        .map(service -> spread(service.inferenceNanos()))
                        .toList());
        double[][] expected = new double[slots][];
        Arrays.fill(expected, new double[] {10, 60, 30, 7});
        return new Site(
                server, draw -> new RenewalRequests(expected, RandomServers.SLOT_NANOS / 1e9, Gaps.POISSON, draw));
    }

    private static Delays spread(long nanos) {
        return Delays.ofRuns(List.of(nanos / 2, nanos, 2 * nanos));
    }

    private static Routes drawn(SplittableRandom random) {
        Network network = new Network(
                random.nextLong(RandomServers.SLOT_NANOS / 50),
                Map.of(Network.Pair.of(0, 1), random.nextLong(RandomServers.SLOT_NANOS / 20)),
                random.nextLong(1000),
                random.nextLong(100_000));
        Optional<CrashRule> crash = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new CrashRule(
                        OptionalLong.of(random.nextLong(RandomServers.SLOT_NANOS / 4)),
                        OptionalLong.empty(),
                        random.nextLong(RandomServers.SLOT_NANOS / 100),
                        random.nextLong(RandomServers.SLOT_NANOS / 100)));
        return routes(network, crash);
    }

    static List<Integer> seeds() {
        return IntStream.rangeClosed(1, 12).boxed().toList();
    }

    /**
     * On random servers, with and without a crash rule, policies in turn: nothing gets lost on the way, and nothing
     * beats the bound.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyRequestEndsOnceAndNoneIsSoonerThanTheBound(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Site> sites = List.of(tight(seed), tight(seed + 50), tight(seed + 90));
        Routes routes = drawn(random);
        Simulation simulation =
                new Simulation(sites, Optional.empty(), Optional.empty(), Optional.of(routes), 2, seed, 1);
        String name = List.of("lru", "fetch-per-request", "static-top-k").get(seed % 3);
        List<Policy> policies = Collections.nCopies(3, Policies.named(name));
        FleetResult home = simulation.of(name, policies);
        FleetResult bound = simulation.of(name, policies, Routers.named(Routers.CLAIRVOYANT));
        for (Router router : routers()) {
            FleetResult result = simulation.of(name, policies, router);
            assertEquals(home.all().delay().n(), result.all().delay().n(), router.name());
            long users = 0;
            for (int server = 0; server < 3; server++) {
                SimulationResult own = result.servers().get(server);
                // As many of each server's users as without a router, wherever they were served.
                assertEquals(
                        home.servers().get(server).routing().users().n(),
                        own.routing().users().n());
                users += own.routing().users().n();
                assertTrue(
                        bound.servers().get(server).routing() != null
                                && bound.servers()
                                                .get(server)
                                                .delay()
                                                .meanNanos()
                                                .optional()
                                                .orElse(0.0)
                                        <= own.routing()
                                                .users()
                                                .meanNanos()
                                                .optional()
                                                .orElse(0.0),
                        router.name());
            }
            assertEquals(users, result.all().delay().n());
            assertTrue(
                    bound.all().meanDelayNanos().mean()
                            <= result.all().meanDelayNanos().mean(),
                    router.name());
            assertTrue(
                    bound.all().totalNanoCost().mean()
                            <= result.all().totalNanoCost().mean(),
                    router.name());
            assertTrue(
                    bound.all().delay().p50Nanos().optional().orElseThrow()
                            <= result.all().delay().p50Nanos().optional().orElseThrow(),
                    router.name());
            if (seed == 1) {
                assertEquals(result.all(), simulation.of(name, policies, router).all());
            }
        }
    }

    /** Split by chance a Poisson process stays one: two queues of load 0.6 with constant service, 1 + 0.6/(2·0.4) s. */
    @Test
    void chanceMakesTwoQueuesAsTheFormulaSays() {
        Delays second = Delays.constant(SECOND);
        List<Site> sites = List.of(poisson(60, 0.9, second), poisson(60, 0.3, second));
        Interval mean = run(sites, FREE, "random", 8).all().meanDelayNanos();
        assertTrue(
                mean.low().optional().orElseThrow() - 0.01e9 <= 1.75e9
                        && 1.75e9 <= mean.high().optional().orElseThrow() + 0.01e9,
                mean::toString);
    }

    /** Exponential service, both queues of load 0.6: 1/(1 - 0.6) s. */
    @Test
    void chanceMakesTwoQueuesWithExponentialServiceAsTheFormulaSays() {
        int runs = 2000;
        Delays exponential = Delays.ofRuns(IntStream.range(0, runs)
                .mapToObj(run -> Math.round(-Math.log1p(-(run + 0.5) / runs) * SECOND))
                .toList());
        List<Site> sites = List.of(poisson(60, 0.6, exponential), poisson(60, 0.6, exponential));
        Interval mean = run(sites, FREE, "random", 8).all().meanDelayNanos();
        assertTrue(
                mean.low().optional().orElseThrow() - 0.02e9 <= 2.5e9
                        && 2.5e9 <= mean.high().optional().orElseThrow() + 0.02e9,
                mean::toString);
    }

    /** Mitzenmacher's order; and a lone queue of load 0.8, 1 + 0.8/(2·0.2) = 3 s, is worse than all of them. */
    @Test
    void twoChoicesAreBetterThanOneAndAllAreBetterThanTwo() {
        Delays second = Delays.constant(SECOND);
        List<Site> sites = new ArrayList<>(Collections.nCopies(8, poisson(6, 0.8, second)));
        double random = meanSeconds(run(sites, FREE, "random", 4).all());
        double two = meanSeconds(run(sites, FREE, "power-of-two", 4).all());
        double least = meanSeconds(run(sites, FREE, "least-loaded", 4).all());
        double home = meanSeconds(run(sites, FREE, "home", 4).all());
        assertEquals(3, home, 0.25);
        assertEquals(3, random, 0.25);
        assertTrue(two < 0.65 * random, two + " " + random);
        assertTrue(least < 0.9 * two, least + " " + two);
        // The least work anywhere is also the soonest answer where nothing lies between servers and all is loaded.
        assertEquals(least, meanSeconds(run(sites, FREE, "shortest-delay", 4).all()), 0.02);
    }

    /** Where one server gets all requests and the others none, devices find the others. */
    @Test
    void bestResponseTakesLoadFromAHotServerAndComesNearTheCentralOptimum() {
        Delays second = Delays.constant(SECOND);
        List<Site> sites = List.of(poisson(40, 1.5, second), poisson(40, 0.1, second), poisson(40, 0.1, second));
        SimulationResult result = run(sites, routes(Network.of(SECOND / 10), Optional.empty()), "best-response", 2)
                .all();
        RoutingResult.Response response = result.routing().response();

        assertEquals(2, response.runs());
        assertTrue(meanSeconds(result) < 3, meanSeconds(result) + "");
        assertTrue(response.regret().mean() < 0.2, response::toString);
        double over = response.overOptimum().optional().orElseThrow().mean();
        assertTrue(over >= 0 && over < 0.1, over + "");
    }

    @Test
    void withoutRoutesThereIsNoRouter() {
        Simulation simulation = new Simulation(List.of(at(0), at(0)), Optional.empty(), 1, 1, 1);
        List<Policy> policies = Collections.nCopies(2, Policies.named("lru"));
        assertThrows(IllegalArgumentException.class, () -> simulation.of("lru", policies, Routers.named("random")));
        assertNull(simulation.of("lru", policies).all().routing());
    }
}
