package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which servers of a fleet may serve whose requests, and what that costs. All requests of a model at a server in a slot
 * are served in one place: by their own server as it would serve them alone (from what it keeps, from the cloud, or
 * fetched for), or by a neighbour from what that keeps, the network there and back included. Servers know a model by
 * its name.
 *
 * <p>A neighbour's device has no limit of its own: a request waits there what it would wait with nobody before it, as
 * in all of {@link Problem}; shares of compute are speeds, and the same for all.
 */
public final class Neighbourhood {
    private static final double SECOND = 1e9;
    private static final int NOWHERE = -1;

    private final Fleet fleet;
    private final double requestSeconds;

    /** Servers that know a model, its own first; by server and model. */
    private final int[][][] servers;

    /** Index of a server's model at each server of its group; {@link #NOWHERE} where that does not know it. */
    private final int[][][] models;

    private final int groupSize;

    /** @throws IllegalArgumentException where costs of a server that has neighbours are not those of requests */
    public Neighbourhood(Fleet fleet) {
        this.fleet = fleet;
        Optional<Fleet.Neighbours> neighbours = fleet.neighbours();
        requestSeconds = neighbours.map(Fleet.Neighbours::requestNanos).orElse(0L) / SECOND;
        groupSize = neighbours.map(Fleet.Neighbours::groupSize).orElse(1);
        int count = fleet.servers().size();
        servers = new int[count][][];
        models = new int[count][][];
        for (int home = 0; home < count; home++) {
            Problem problem = fleet.servers().get(home);
            servers[home] = new int[problem.models()][];
            models[home] = new int[problem.models()][groupSize];
            int first = home / groupSize * groupSize;
            for (int model = 0; model < problem.models(); model++) {
                Arrays.fill(models[home][model], NOWHERE);
                models[home][model][home - first] = model;
                List<Integer> able = new ArrayList<>(List.of(home));
                for (int other = first; other < Math.min(count, first + groupSize); other++) {
                    int there = fleet.servers()
                            .get(other)
                            .names()
                            .indexOf(problem.names().get(model));
                    if (other != home && there >= 0) {
                        requireRequests(home);
                        models[home][model][other - first] = there;
                        able.add(other);
                    }
                }
                servers[home][model] = able.stream().mapToInt(Integer::intValue).toArray();
            }
        }
    }

    private void requireRequests(int server) {
        if (!fleet.servers().get(server).canForesee()) {
            throw new IllegalArgumentException("server " + fleet.names().get(server)
                    + ": costs of single slots are given, expected requests that neighbours may serve");
        }
    }

    /** The servers. */
    public Fleet fleet() {
        return fleet;
    }

    /** Whether any request may be served by another server than its own. */
    public boolean isCoupled() {
        return Arrays.stream(servers).flatMap(Arrays::stream).anyMatch(able -> able.length > 1);
    }

    /**
     * Servers that may serve requests of a model at a server, and whose requests of it that server may serve: itself
     * first, then its neighbours that know the model.
     *
     * @return indices; shared, not to be written
     */
    public int[] servers(int home, int model) {
        return servers[home][model];
    }

    /** Index of a server's model at itself or a neighbour that knows it. */
    public int model(int home, int model, int at) {
        return models[home][model][at % groupSize];
    }

    /**
     * What the requests of a model at a server in a slot cost where one of {@link #servers} serves them all, in
     * nano-cost units.
     *
     * @param at the server that serves
     * @param mode what the model is kept as there (index)
     * @return {@link Problem#NEVER} where a neighbour serves none in that mode
     */
    public long cost(int home, int slot, int model, int at, int mode) {
        Problem own = fleet.servers().get(home);
        if (at == home) {
            return own.delayCost(slot, model, mode);
        }
        Problem other = fleet.servers().get(at);
        int there = model(home, model, at);
        long delay = own.delayElsewhere(slot, model, other, there, mode, requestSeconds);
        return delay >= Problem.NEVER
                ? Problem.NEVER
                : Math.min(Problem.NEVER, delay + own.qualityElsewhere(slot, model, other, there, mode));
    }

    /** What of {@link #cost} the answers lack of full quality, in nano-cost units. */
    public long quality(int home, int slot, int model, int at, int mode) {
        Problem own = fleet.servers().get(home);
        return at == home
                ? own.qualityCost(slot, model, mode)
                : own.qualityElsewhere(slot, model, fleet.servers().get(at), model(home, model, at), mode);
    }

    /**
     * The server that serves the requests of a model at a server in a slot: the cheapest, of equals its own.
     *
     * @param plans one a server
     */
    public int serving(List<Plan> plans, int home, int slot, int model) {
        if (plans.get(home).isAllCloud()) {
            return home;
        }
        int cheapest = home;
        long least = cost(home, slot, model, home, plans.get(home).indexAt(slot, model));
        for (int at : servers[home][model]) {
            if (at != home && !plans.get(at).isAllCloud()) {
                long cost = cost(home, slot, model, at, mode(plans, home, slot, model, at));
                cheapest = cost < least ? at : cheapest;
                least = Math.min(cost, least);
            }
        }
        return cheapest;
    }

    private int mode(List<Plan> plans, int home, int slot, int model, int at) {
        return plans.get(at).indexAt(slot, model(home, model, at));
    }

    /** What each server's plan costs, with what its own requests wait wherever they are served. */
    public List<PlanCost> costs(List<Plan> plans) {
        List<PlanCost> costs = new ArrayList<>();
        for (int home = 0; home < plans.size(); home++) {
            PlanCost alone = PlanCost.of(fleet.servers().get(home), plans.get(home));
            costs.add(groupSize == 1 || plans.get(home).isAllCloud() ? alone : cost(plans, home, alone));
        }
        return costs;
    }

    private PlanCost cost(List<Plan> plans, int home, PlanCost alone) {
        Problem own = fleet.servers().get(home);
        long delay = 0;
        long quality = 0;
        for (int slot = 0; slot < own.slots(); slot++) {
            for (int model = 0; model < own.models(); model++) {
                int at = serving(plans, home, slot, model);
                int mode = mode(plans, home, slot, model, at);
                long loss = quality(home, slot, model, at, mode);
                delay = Math.addExact(delay, cost(home, slot, model, at, mode) - loss);
                quality = Math.addExact(quality, loss);
            }
        }
        return new PlanCost(alone.resources(), delay, alone.switching(), quality);
    }

    /** Expected requests of a server under plans, one a server. */
    public ExpectedRequests requests(List<Plan> plans, int home) {
        Problem own = fleet.servers().get(home);
        ExpectedRequests all = ExpectedRequests.NONE;
        for (int slot = 0; slot < own.slots(); slot++) {
            for (int model = 0; model < own.models(); model++) {
                boolean isAway = serving(plans, home, slot, model) != home;
                double expected = own.expectedRequests(slot, model);
                all = all.plus(
                        isAway
                                ? new ExpectedRequests(expected, 0, expected)
                                : ExpectedRequests.of(own, plans.get(home), slot, model));
            }
        }
        return all;
    }
}
