package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.route.Network;
import dev.berth.optimizer.route.RouteMeans;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.RouteView;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.simulate.serve.Carrier;
import dev.berth.optimizer.simulate.serve.Request;
import dev.berth.record.Reading;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Requests on their way between servers in one run: asks the router, carries requests there and tells it what became of
 * them when their users learn of it. What comes at the same time comes in the order in which it was sent.
 */
final class Routing implements RouteView, ServerReplay.Ends {
    private static final double SECOND = 1e9;

    private final Routes routes;
    private final List<EdgeServer> edges;
    private final Router.Run run;
    private final PriorityQueue<Message> messages =
            new PriorityQueue<>(Comparator.comparingLong(Message::atNanos).thenComparingLong(Message::number));
    private final int[][][] models;
    private final long[] comingNanos;
    private final Tally[] users;
    private final Prices prices;
    private final Optional<RouteMeans> means;
    private final Consumer<Request> seen;
    private List<ServerReplay> servers = List.of();
    private Request asked = new Request(0, 0, 0, 1, 0, 0);
    private long nowNanos;
    private long number;

    /** A request on its way, or word of what became of it. */
    private record Message(
            long atNanos, long number, Request request, int server, long workNanos, Optional<Router.Ended> ended) {}

    /**
     * Nothing is on its way.
     *
     * @param edges in their order on the link
     * @param seed of the router's choices
     * @param seen told of each request as its user sends it
     */
    Routing(Routes routes, Router router, List<EdgeServer> edges, long seed, Consumer<Request> seen) {
        this.routes = routes;
        this.seen = seen;
        this.edges = edges;
        int services =
                edges.stream().mapToInt(edge -> edge.terms().models()).max().orElseThrow();
        run = router.start(new RouteTerms(edges.size(), services, routes.learning()), seed);
        models = models(edges);
        comingNanos = new long[edges.size()];
        users = new Tally[edges.size()];
        Arrays.setAll(users, server -> Tally.ofModel());
        prices = edges.get(0).terms().prices();
        double seconds =
                edges.stream().mapToLong(EdgeServer::horizonNanos).max().orElseThrow() / SECOND;
        means = run.responds() ? RouteMeans.of(edges.size(), services, seconds) : Optional.empty();
    }

    /**
     * Index of each server's services among those of another; -1 where that has none of the name.
     *
     * @return by home, server, and service of the home; servers that offer the same share a row
     */
    static int[][][] models(List<EdgeServer> edges) {
        Map<List<String>, Map<List<String>, int[]>> known = new HashMap<>();
        List<List<String>> names =
                edges.stream().map(edge -> names(edge.terms())).toList();
        int[][][] models = new int[edges.size()][edges.size()][];
        for (int home = 0; home < models.length; home++) {
            for (int server = 0; server < models.length; server++) {
                List<String> own = names.get(home);
                models[home][server] = known.computeIfAbsent(own, key -> new HashMap<>())
                        .computeIfAbsent(
                                names.get(server),
                                other -> own.stream().mapToInt(other::indexOf).toArray());
            }
        }
        return models;
    }

    private static List<String> names(ServerTerms terms) {
        return IntStream.range(0, terms.models())
                .mapToObj(model -> terms.service(model).name())
                .toList();
    }

    /** Carries between these from now on. */
    void connect(List<ServerReplay> replays) {
        servers = replays;
        replays.forEach(server -> server.tell(this));
    }

    /** When the next request or word arrives; {@link Carrier#IDLE} where none is on its way. */
    long nextNanos() {
        return messages.isEmpty() ? Carrier.IDLE : messages.peek().atNanos();
    }

    /** A user's request has come to its home, where it stays or leaves for another server. */
    void arrive(int home) {
        asked = servers.get(home).take();
        nowNanos = asked.arrivalNanos();
        seen.accept(asked);
        int server = run.route(this);
        means.ifPresent(kept -> kept.add(this, each -> networkNanos(each) + idleNanos(each), this::deviceNanos));
        if (server == home) {
            servers.get(home).arrive(asked, asked.model(), nowNanos, 0);
            return;
        }
        if (!canServe(server)) {
            throw new IllegalStateException("routed to a server without the service: " + server);
        }
        long work = deviceNanos(server);
        comingNanos[server] += work;
        long at = Math.addExact(nowNanos, network().requestNanos(home, server));
        messages.add(new Message(at, number++, asked, server, work, Optional.empty()));
    }

    /**
     * What comes at {@link #nextNanos} has come.
     *
     * @return the server that it is at
     */
    int deliver() {
        Message message = messages.remove();
        nowNanos = message.atNanos();
        if (message.ended().isPresent()) {
            run.ended(message.ended().get());
            return message.server();
        }
        Request request = message.request();
        int server = message.server();
        comingNanos[server] -= message.workNanos();
        servers.get(server)
                .arrive(
                        request,
                        models[request.home()][server][request.model()],
                        nowNanos,
                        network().answerNanos(request.home(), server));
        return server;
    }

    private Network network() {
        return routes.network();
    }

    @Override
    public void ended(Request request, int server, long delayNanos, boolean isLost, double loss) {
        Tally user = users[request.home()];
        user.requests[Residency.ABSENT.index()]++;
        user.served(delayNanos);
        double reward = -prices.delayPerSecond() * (double) delayNanos / SECOND - prices.qualityPerRequest() * loss;
        // Where neither waiting nor quality has a price, a second of waiting is the unit.
        boolean isFree = prices.delayPerSecond() == 0 && prices.qualityPerRequest() == 0;
        Router.Ended ended = new Router.Ended(
                request.home(),
                request.model(),
                server,
                request.work(),
                isFree ? -(double) delayNanos / SECOND : reward);
        // A penalty is no time: the user of a lost request learns of it at once.
        long at = isLost ? nowNanos : Math.addExact(request.arrivalNanos(), delayNanos);
        messages.add(new Message(Math.max(nowNanos, at), number++, request, server, 0, Optional.of(ended)));
    }

    /** Told before what happens at that time may tell {@link #ended}. */
    void now(long atNanos) {
        nowNanos = atNanos;
    }

    /** Delays of a server's own users, wherever they were served; of nothing else. */
    Tally users(int server) {
        return users[server];
    }

    /** Where devices that respond to each other stand; empty for other routers. */
    Optional<Router.Standing> standing() {
        return run.standing();
    }

    /** How much longer requests wait there than in a central optimum; see {@link RouteMeans#overOptimum}. */
    Reading<Double> overOptimum() {
        return run.standing()
                .flatMap(standing -> means.map(kept -> kept.overOptimum(standing)))
                .orElseGet(() -> Reading.notSupported("too many servers and services"));
    }

    @Override
    public int servers() {
        return edges.size();
    }

    @Override
    public int home() {
        return asked.home();
    }

    @Override
    public int service() {
        return asked.model();
    }

    @Override
    public double work() {
        return asked.work();
    }

    private int model(int server) {
        return models[asked.home()][server][asked.model()];
    }

    @Override
    public boolean canServe(int server) {
        return model(server) >= 0;
    }

    @Override
    public long networkNanos(int server) {
        return network().requestNanos(home(), server) + network().answerNanos(home(), server);
    }

    @Override
    public long waitNanos(int server) {
        long wait = servers.get(server).waitNanos(model(server), asked, nowNanos);
        return deviceNanos(server) > 0 ? wait + comingNanos[server] : wait;
    }

    @Override
    public long backlogNanos(int server) {
        return servers.get(server).backlogNanos(nowNanos) + comingNanos[server];
    }

    @Override
    public double room(int server) {
        long room = servers.get(server).roomNanos(model(server), asked.work(), nowNanos);
        return room == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) (room - comingNanos[server]);
    }

    /** What the request would take of a server's device; 0 where the cloud would serve it. */
    private long deviceNanos(int server) {
        return servers.get(server).deviceNanos(model(server), asked, nowNanos);
    }

    /** What it would wait there if nothing queued. */
    private long idleNanos(int server) {
        return servers.get(server).idleNanos(model(server), asked, nowNanos);
    }
}
