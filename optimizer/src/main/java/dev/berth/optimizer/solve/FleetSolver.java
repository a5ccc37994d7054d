package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides for servers that share a backhaul: downloads are given a price in each slot, under which every server is
 * solved by itself; what then still asks too much of the backhaul is put off, and each model's path improved.
 *
 * <p>No plans cost less than the servers' bounds together under any prices, less the price of the whole backhaul in
 * each slot. Prices follow the subgradient, which is the share of the backhaul that is asked for too much, with
 * Polyak's step. The bound is as good as that of the solver beneath: the highest there is where that is exact, none
 * where it has none.
 */
public final class FleetSolver {
    private static final int MAX_ROUNDS = 60;
    private static final int PATIENCE = 3;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;

    /** Of cost: below it the search ends. */
    private static final double CLOSE = 1e-5;

    /** Of cost: what the first step aims at where the solver beneath has no bound. */
    private static final double GUESSED_GAP = 0.05;

    /** More than what rounding prices and sums of them to double precision can add up to. */
    private static final double ROUNDING = 1e-12;

    private static final double MOST_PRICED = 1L << 60;

    private final Solver inner;

    /** Solves single servers with {@code inner}. */
    public FleetSolver(Solver inner) {
        this.inner = inner;
    }

    /**
     * Finds plans that keep every limit. Keeping nothing is not improved.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     */
    public FleetSolution solve(Fleet fleet, SolveLimits limits) {
        return inner instanceof AllCloud || inner instanceof FetchPerRequest
                ? kept(fleet, limits)
                : new Search(fleet, limits).run();
    }

    /** Downloads pinned models alone, for which the backhaul of slot 0 is enough in every fleet. */
    private FleetSolution kept(Fleet fleet, SolveLimits limits) {
        List<Plan> plans = fleet.servers().stream()
                .map(server -> inner.solve(server, limits).plan())
                .toList();
        String note = inner instanceof AllCloud
                ? "every request is served by the cloud, nothing is kept"
                : "nothing but pinned models is kept";
        return FleetSolution.of(fleet, plans, OptionalLong.empty(), note);
    }

    private final class Search {
        private final Fleet fleet;
        private final SolveLimits limits;

        /** Of the whole backhaul in each slot, nano-cost units. */
        private final double[] prices;

        private final double[] used;
        private final double mostPrice;
        private FleetSolution best;
        private final List<Problem> servers;
        private OptionalLong bound = OptionalLong.empty();
        private int rounds;

        Search(Fleet fleet, SolveLimits limits) {
            this.fleet = fleet;
            this.limits = limits;
            prices = new double[fleet.slots()];
            used = new double[fleet.slots()];
            double bytes = 0;
            for (Problem server : fleet.servers()) {
                for (int model = 0; model < server.models(); model++) {
                    bytes += server.storageBytes(model);
                }
            }
            servers = fleet.servers().stream().map(this::withoutOutOfReach).toList();
            mostPrice = MOST_PRICED / fleet.slots() / Math.max(1, bytes / capacity());
        }

        /** A model that is absent and larger than what the backhaul carries in a slot can never be taken up. */
        private Problem withoutOutOfReach(Problem server) {
            byte[] highest = new byte[server.models()];
            for (int model = 0; model < highest.length; model++) {
                boolean outOfReach = server.initial(model) == Residency.ABSENT
                        && server.storageBytes(model) > fleet.backhaulBytesPerSlot();
                highest[model] = (byte) (outOfReach ? 0 : server.highest(model));
            }
            return server.withHighest(highest);
        }

        private double capacity() {
            return Math.max(1, (double) fleet.backhaulBytesPerSlot());
        }

        FleetSolution run() {
            double step = 1;
            double highest = Double.NEGATIVE_INFINITY;
            int stalled = 0;
            while (rounds < MAX_ROUNDS && step > LAST_STEP) {
                rounds++;
                double value = round();
                stalled = value > highest ? 0 : stalled + 1;
                highest = Math.max(highest, value);
                if (stalled >= PATIENCE) {
                    step *= SHORTER;
                    stalled = 0;
                }
                double gap = bound.isPresent() ? (double) best.total() - value : GUESSED_GAP * (double) best.total();
                if (isClose() || !move(step, gap)) {
                    break;
                }
            }
            String note = rounds + (rounds == 1 ? " round" : " rounds")
                    + " of prices for the shared backhaul, servers by " + inner.name();
            return FleetSolution.of(fleet, best.plans(), bound, note);
        }

        private boolean isClose() {
            return bound.isPresent()
                    && (double) best.total() - (double) bound.getAsLong() <= CLOSE * (double) best.total();
        }

        /** Solves all servers under the prices; returns what the plans cost under them, or the bound where known. */
        private double round() {
            List<Plan> plans = new ArrayList<>();
            long cost = 0;
            long least = 0;
            boolean bounded = true;
            for (Problem server : servers) {
                Solution solution = inner.solve(priced(server), limits);
                plans.add(solution.plan());
                cost += solution.cost().total();
                bounded &= solution.bound().isPresent();
                least += solution.bound().orElse(0);
            }
            long credit = credit();
            count(plans);
            if (bounded) {
                bound = OptionalLong.of(Math.max(bound.orElse(Long.MIN_VALUE), least - credit));
            }
            FleetPlans kept = new FleetPlans(fleet);
            kept.take(plans);
            kept.improve();
            FleetSolution found = FleetSolution.of(fleet, kept.plans(), OptionalLong.empty(), "");
            best = best == null || found.total() < best.total() ? found : best;
            return (double) ((bounded ? least : cost) - credit);
        }

        private Problem priced(Problem server) {
            double[] perByte = new double[prices.length];
            boolean any = false;
            for (int slot = 0; slot < prices.length; slot++) {
                perByte[slot] = prices[slot] / capacity();
                any |= perByte[slot] > 0;
            }
            return any ? server.withTransferPrices(perByte) : server;
        }

        /** What the whole backhaul costs over all slots, rounded up: at least what any plans are charged for it. */
        private long credit() {
            long credit = 0;
            for (double price : prices) {
                credit += (long) Math.ceil(price * (1 + ROUNDING));
            }
            return credit;
        }

        private void count(List<Plan> plans) {
            Arrays.fill(used, 0);
            for (int server = 0; server < plans.size(); server++) {
                Problem problem = fleet.servers().get(server);
                Plan plan = plans.get(server);
                for (int model = 0; model < problem.models(); model++) {
                    int before = problem.initial(model).index();
                    for (int slot = 0; slot < used.length; slot++) {
                        int now = plan.indexAt(slot, model);
                        used[slot] += before == 0 && now > 0 ? (double) problem.storageBytes(model) : 0;
                        before = now;
                    }
                }
            }
        }

        /** Moves the prices; false where there is no direction to go. */
        private boolean move(double step, double gap) {
            double norm = 0;
            for (int slot = 0; slot < prices.length; slot++) {
                used[slot] = (used[slot] - (double) fleet.backhaulBytesPerSlot()) / capacity();
                // A price of 0 stays there: a backhaul that is not scarce does not count.
                used[slot] = used[slot] < 0 && prices[slot] == 0 ? 0 : used[slot];
                norm += used[slot] * used[slot];
            }
            if (norm == 0) {
                return false;
            }
            double length = step * Math.max(0, gap) / norm;
            for (int slot = 0; slot < prices.length; slot++) {
                prices[slot] = Math.min(mostPrice, Math.max(0, prices[slot] + length * used[slot]));
            }
            return true;
        }
    }
}
