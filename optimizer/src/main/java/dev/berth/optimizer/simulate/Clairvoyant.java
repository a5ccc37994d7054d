package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.route.CrashRule;
import dev.berth.optimizer.route.Network;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.simulate.serve.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What no router can come below: each request alone on the server that suits it best, everything that it needs loaded
 * there and nothing before it.
 *
 * <p>Why it is a bound. Whatever a router does, a request is served by some server and waits for its user's way to the
 * home and for the network from there and back. There it is served by the cloud, whose delay is fixed; or by the
 * device, where it waits for loads and others, which is no less than nothing, and then for its own serving in one of
 * the settings of one of the variants, whose delays are read from their distributions at the request's own share, the
 * same for every router; or it is lost, having waited and been served for a share 1−u of that time, and is charged the
 * penalty p + u·q, in all no less than the lesser of serving and p + q. The least of all this over servers is below
 * each of it, request by request, and so are mean and percentiles. Resources are those of a plan, which keeps what it
 * keeps wherever requests go; of a policy, and of switching and lack of quality, nothing is counted.
 */
final class Clairvoyant {
    private final List<EdgeServer> edges;
    private final List<Policy> policies;
    private final Network network;
    private final Optional<CrashRule> crash;
    private final int[][][] models;
    private final Tally[][] tallies;
    private final Tally[] alls;

    Clairvoyant(Routes routes, List<EdgeServer> edges, List<Policy> policies) {
        this.edges = edges;
        this.policies = policies;
        network = routes.network();
        crash = routes.crash();
        models = Routing.models(edges);
        tallies = new Tally[edges.size()][];
        alls = new Tally[edges.size()];
        for (int home = 0; home < tallies.length; home++) {
            tallies[home] = new Tally[edges.get(home).terms().models()];
            for (int model = 0; model < tallies[home].length; model++) {
                tallies[home][model] = Tally.ofModel();
            }
            alls[home] = Tally.ofAll();
        }
    }

    /** A user's request. */
    void see(Request request) {
        long least = Long.MAX_VALUE;
        int best = request.home();
        boolean isByCloud = false;
        for (int server = 0; server < edges.size(); server++) {
            int model = models[request.home()][server][request.model()];
            if (model < 0) {
                continue;
            }
            long way = network.requestNanos(request.home(), server) + network.answerNanos(request.home(), server);
            long cloud = request.cloudNanos(edges.get(server).terms().service(model), server);
            long edge = policies.get(server).servesAtEdge() ? atEdge(server, model, request) : Long.MAX_VALUE;
            long nanos = way + Math.min(cloud, edge);
            if (nanos < least) {
                least = nanos;
                best = server;
                isByCloud = cloud < edge;
            }
        }
        Tally tally = tallies[request.home()][request.model()];
        tally.requests[(isByCloud ? Residency.ABSENT : Residency.LOADED).index()]++;
        tally.servedByCloud += isByCloud ? 1 : 0;
        tally.away += best == request.home() ? 0 : 1;
        tally.networkNanos += network.requestNanos(request.home(), best) + network.answerNanos(request.home(), best);
        tally.served(least);
        alls[request.home()].served(least);
    }

    private long atEdge(int server, int model, Request request) {
        long least = Long.MAX_VALUE;
        for (List<Delays> settings : edges.get(server).delays().get(model).inference()) {
            for (Delays delays : settings) {
                least = Math.min(least, delays.quantileNanos(request.share()));
            }
        }
        long served = request.wayNanos() + Math.round((double) least * request.work());
        return crash.map(rule -> Math.min(served, rule.penaltyNanos(1))).orElse(served);
    }

    /**
     * The bound, by the home of the users.
     *
     * @param runs the same requests as they were served by any router
     */
    List<SimulatedRun> runs(List<SimulatedRun> runs) {
        List<SimulatedRun> bounds = new ArrayList<>();
        for (int home = 0; home < edges.size(); home++) {
            for (int model = 0; model < tallies[home].length; model++) {
                tallies[home][model].rentNanoCost = policies.get(home).looksAtRequests()
                        ? 0
                        : runs.get(home).models.get(model).rentNanoCost;
            }
            bounds.add(SimulatedRun.of(edges.get(home).terms(), tallies[home], alls[home]));
        }
        return bounds;
    }
}
