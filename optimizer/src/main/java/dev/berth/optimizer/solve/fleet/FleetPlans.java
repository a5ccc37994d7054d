package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.ground.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Plans of a fleet's servers that keep every limit, and what they leave of each capacity. For one thread. */
final class FleetPlans {
    private static final int MAX_PASSES = 20;

    /** What a model in a slot costs a pass, in steps. */
    private static final int STEPS_PER_CELL = 15;

    private final int slots;
    private final List<Fleet.Shared> links;

    /** What each link carries: a row a link, a value a slot. */
    private final long[][] carried;

    private final List<ServerPlan> servers = new ArrayList<>();
    private final long[][] left;
    private final long[] putOff;

    /** Empty where each server serves its own requests alone. */
    private final Optional<ServedRequests> served;

    /** One server's residencies, models of slot 0 first, and what they leave: a row a resource, a value a slot. */
    private static final class ServerPlan {
        private final int number;
        private final Problem problem;
        private final Room room;
        private final byte[] residencies;
        private final long[][] left;

        ServerPlan(int number, Problem problem) {
            this.number = number;
            this.problem = problem;
            room = new Room(problem);
            residencies = new byte[problem.slots() * problem.models()];
            left = new long[room.resources()][problem.slots()];
        }

        int before(int slot, int model) {
            return slot == 0 ? problem.initialMode(model) : at(slot - 1, model);
        }

        int at(int slot, int model) {
            return residencies[slot * problem.models() + model];
        }

        /** What is downloaded at the beginning of a slot, in bytes. */
        long downloaded(int slot, int model) {
            return problem.transferBytes(model, before(slot, model), at(slot, model));
        }

        void countLeft() {
            for (int resource = 0; resource < left.length; resource++) {
                room.clear();
                Arrays.fill(left[resource], room.left(resource));
                for (int cell = 0; cell < residencies.length; cell++) {
                    int model = cell % problem.models();
                    left[resource][cell / problem.models()] -= room.use(resource, model, residencies[cell]);
                }
            }
        }

        /** Whether a model could have a residency in a slot, all others as they are. */
        boolean fits(int slot, int model, int residency) {
            boolean fits = residency >= problem.lowest(model) && residency <= problem.highest(model);
            for (int resource = 0; resource < left.length && fits; resource++) {
                long free = left[resource][slot] + room.use(resource, model, at(slot, model));
                fits = room.use(resource, model, residency) <= free;
            }
            return fits;
        }
    }

    /** A download that a plan asks for. */
    private record Download(ServerPlan server, int model, long bytes, double worth) {}

    FleetPlans(Neighbourhood neighbourhood) {
        this(
                neighbourhood.fleet().servers(),
                neighbourhood.fleet().slots(),
                neighbourhood.fleet().links(),
                constant(neighbourhood.fleet()),
                neighbourhood.isCoupled() ? Optional.of(neighbourhood) : Optional.empty());
    }

    /**
     * Servers that serve their own requests alone.
     *
     * @param backhaul what all servers together may download, bytes, one value a slot; kept
     */
    FleetPlans(List<Problem> problems, long[] backhaul) {
        this(
                problems,
                backhaul.length,
                List.of(new Fleet.Shared("backhaul", 0, Collections.nCopies(problems.size(), 1.0))),
                new long[][] {backhaul},
                Optional.empty());
    }

    private FleetPlans(
            List<Problem> problems,
            int slots,
            List<Fleet.Shared> links,
            long[][] carried,
            Optional<Neighbourhood> neighbourhood) {
        this.slots = slots;
        this.links = links;
        this.carried = carried;
        problems.forEach(problem -> servers.add(new ServerPlan(servers.size(), problem)));
        served = neighbourhood.map(coupled -> new ServedRequests(
                coupled, servers.stream().map(server -> server.residencies).toList()));
        left = new long[links.size()][slots];
        putOff = new long[slots];
    }

    private static long[][] constant(Fleet fleet) {
        long[][] carried = new long[fleet.links().size()][fleet.slots()];
        for (int link = 0; link < carried.length; link++) {
            Arrays.fill(carried[link], fleet.links().get(link).bytesPerSlot());
        }
        return carried;
    }

    /** Whether links carry a download in a slot beside all others but one of the same server. */
    private boolean fits(ServerPlan server, int slot, long bytes, long instead) {
        boolean fits = true;
        for (int link = 0; link < left.length && fits; link++) {
            Fleet.Shared shared = links.get(link);
            fits = shared.carried(server.number, bytes) - shared.carried(server.number, instead) <= left[link][slot];
        }
        return fits;
    }

    /** Takes a download from what links carry in a slot, or gives it back. */
    private void count(ServerPlan server, int slot, long bytes, int times) {
        for (int link = 0; link < left.length; link++) {
            left[link][slot] -= times * links.get(link).carried(server.number, bytes);
        }
    }

    /** Takes plans that keep the servers' own limits; what the links do not carry in a slot is put off to the next. */
    void take(List<Plan> wanted) {
        for (int link = 0; link < left.length; link++) {
            System.arraycopy(carried[link], 0, left[link], 0, slots);
        }
        Arrays.fill(putOff, 0);
        for (int slot = 0; slot < slots; slot++) {
            List<Download> downloads = new ArrayList<>();
            for (int server = 0; server < servers.size(); server++) {
                takeSlot(servers.get(server), wanted.get(server), slot, downloads);
            }
            downloads.sort(Comparator.comparingDouble(Download::worth).reversed());
            for (Download download : downloads) {
                if (fits(download.server(), slot, download.bytes(), 0)) {
                    count(download.server(), slot, download.bytes(), 1);
                } else {
                    putOff[slot] += download.bytes();
                    ServerPlan server = download.server();
                    int model = download.model();
                    server.residencies[slot * server.problem.models() + model] = (byte) server.problem.lowest(model);
                }
            }
        }
        servers.forEach(ServerPlan::countLeft);
        served.ifPresent(ServedRequests::count);
    }

    /** What was asked for in each slot and put off to the next, in bytes. */
    long[] putOff() {
        return putOff;
    }

    /** What the plans leave of the one backhaul in each slot, in bytes, >= 0. */
    long[] left() {
        return left[0];
    }

    private static void takeSlot(ServerPlan server, Plan wanted, int slot, List<Download> downloads) {
        Problem problem = server.problem;
        for (int model = 0; model < problem.models(); model++) {
            int mode = wanted.indexAt(slot, model);
            // What was put off may be out of reach now: storage changes in other slots alone, or a version is gone.
            boolean isReachable = problem.switchingCost(slot, model, server.before(slot, model), mode) < Problem.NEVER;
            server.residencies[slot * problem.models() + model] = (byte) (isReachable ? mode : problem.lowest(model));
            long bytes = server.downloaded(slot, model);
            if (bytes > 0) {
                double worth = problem.lowest(model) > 0
                        ? Double.POSITIVE_INFINITY
                        : saving(problem, wanted, slot, model) / (double) Math.max(1, bytes);
                downloads.add(new Download(server, model, bytes, worth));
            }
        }
    }

    /** What the stay that begins in a slot saves against being absent. */
    private static double saving(Problem problem, Plan wanted, int slot, int model) {
        double saving = 0;
        for (int later = slot; later < problem.slots() && wanted.indexAt(later, model) > 0; later++) {
            saving += (double) problem.slotCost(later, model, 0)
                    - problem.slotCost(later, model, wanted.indexAt(later, model));
        }
        return saving;
    }

    /**
     * Gives each model in turn its cheapest path, all others as they are, until none has a cheaper one or the effort is
     * used up.
     */
    void improve(Effort effort) {
        for (int pass = 0; pass < MAX_PASSES && effort.anytimeLeft() > 0; pass++) {
            boolean better = false;
            for (ServerPlan server : servers) {
                for (int model = 0; model < server.problem.models(); model++) {
                    better |= improve(server, model);
                }
                effort.spend((long) STEPS_PER_CELL * server.residencies.length);
            }
            if (!better) {
                return;
            }
        }
    }

    private boolean improve(ServerPlan server, int model) {
        Problem problem = server.problem;
        int slots = problem.slots();
        long[][] own = slotCosts(server, model);
        long[][] costs = new long[slots][problem.modes(model)];
        int[][] from = new int[slots][problem.modes(model)];
        for (int slot = 0; slot < slots; slot++) {
            for (int to = 0; to < problem.modes(model); to++) {
                costs[slot][to] = Long.MAX_VALUE;
                if (!server.fits(slot, model, to)) {
                    continue;
                }
                for (int before = 0; before < problem.modes(model); before++) {
                    long cost = slot == 0
                            ? before == problem.initialMode(model) ? 0 : Long.MAX_VALUE
                            : costs[slot - 1][before];
                    long bytes = problem.transferBytes(model, before, to);
                    long move = problem.switchingCost(slot, model, before, to);
                    if (cost == Long.MAX_VALUE
                            || move >= Problem.NEVER
                            || !fits(server, slot, bytes, server.downloaded(slot, model))) {
                        continue;
                    }
                    cost += own[slot][to] + move;
                    if (cost < costs[slot][to]) {
                        costs[slot][to] = cost;
                        from[slot][to] = before;
                    }
                }
            }
        }
        int last = 0;
        for (int to = 1; to < problem.modes(model); to++) {
            last = costs[slots - 1][to] < costs[slots - 1][last] ? to : last;
        }
        if (costs[slots - 1][last] >= pathCost(server, model, own)) {
            return false;
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            int residency = last;
            last = from[slot][last];
            from[slot][0] = residency;
        }
        replace(server, model, from);
        return true;
    }

    /** What each mode costs in each slot, all else as it is. */
    private long[][] slotCosts(ServerPlan server, int model) {
        Problem problem = server.problem;
        long[][] costs = new long[problem.slots()][problem.modes(model)];
        for (int slot = 0; slot < costs.length; slot++) {
            if (served.isPresent()) {
                served.get().charge(server.number, slot, model, costs[slot]);
            }
            for (int mode = 0; mode < costs[slot].length; mode++) {
                costs[slot][mode] = served.isPresent()
                        ? costs[slot][mode] + problem.resourceCost(model, mode)
                        : problem.slotCost(slot, model, mode);
            }
        }
        return costs;
    }

    private static long pathCost(ServerPlan server, int model, long[][] slotCosts) {
        long cost = 0;
        for (int slot = 0; slot < server.problem.slots(); slot++) {
            int residency = server.at(slot, model);
            cost += slotCosts[slot][residency]
                    + server.problem.switchingCost(slot, model, server.before(slot, model), residency);
        }
        return cost;
    }

    /** Replaces a model's path by the first value of each row. */
    private void replace(ServerPlan server, int model, int[][] path) {
        for (int slot = 0; slot < path.length; slot++) {
            count(server, slot, server.downloaded(slot, model), -1);
        }
        for (int slot = 0; slot < path.length; slot++) {
            for (int resource = 0; resource < server.left.length; resource++) {
                server.left[resource][slot] += server.room.use(resource, model, server.at(slot, model));
                server.left[resource][slot] -= server.room.use(resource, model, path[slot][0]);
            }
            server.residencies[slot * server.problem.models() + model] = (byte) path[slot][0];
        }
        for (int slot = 0; slot < path.length; slot++) {
            count(server, slot, server.downloaded(slot, model), 1);
        }
        for (int slot = 0; slot < path.length && served.isPresent(); slot++) {
            served.get().changed(server.number, slot, model);
        }
    }

    /** A server as it is charged where all others stay as they are; only where servers serve each other's requests. */
    Problem responding(Problem server, int at) {
        return served.orElseThrow().responding(server, at);
    }

    /** The plans as they are now, one a server. */
    List<Plan> plans() {
        return servers.stream()
                .map(server -> new Plan(server.problem.models(), server.residencies))
                .toList();
    }
}
