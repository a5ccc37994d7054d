package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.baselines.AllCloud;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.optimizer.solve.shared.SharedSolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides for a fleet. One server by itself is solved by the solver beneath alone. Where servers share links, downloads
 * are given a price in each slot, under which every server is solved by itself; what then still asks too much of a link
 * is put off, and each model's path improved.
 *
 * <p>No plans cost less than the servers' bounds together under any prices, less the price of all of the links in each
 * slot. Prices follow the subgradient, which is the share of each link that is asked for too much, with Polyak's step.
 * The bound is as good as that of the solver beneath: the highest there is where that is exact, none where it has none.
 */
public final class FleetSolver {
    /** With more, rounds are those of {@link ManyServers}. */
    static final int FEW_SERVERS = 30;

    private static final int MAX_ROUNDS = 60;
    private static final int PATIENCE = 3;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;

    /** Of what is left of the work, what a round of prices may use; rounds that need less leave more to later ones. */
    private static final int ROUND_SHARE = 8;

    /** What a model in a slot costs a round beside its server's solve: prices, downloads put off, sums; in steps. */
    private static final int STEPS_PER_CELL = 8;

    /** Of the gap that is wanted, what servers by themselves may leave. */
    private static final double SERVER_GAP = 0.5;

    /** Of cost: what the first step aims at where the solver beneath has no bound. */
    private static final double GUESSED_GAP = 0.05;

    private static final double MOST_PRICED = 1L << 60;

    private final Solver inner;
    private final int threads;

    /** Solves single servers with {@code inner}, of large fleets several at once. */
    public FleetSolver(Solver inner) {
        this(inner, Runtime.getRuntime().availableProcessors());
    }

    /** @param threads at most, >= 1; plans do not depend on it */
    FleetSolver(Solver inner, int threads) {
        this.inner = inner;
        this.threads = threads;
    }

    /**
     * Finds plans that keep every limit. Keeping nothing is not improved.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     */
    public Solution solve(Fleet fleet, SolveLimits limits) {
        return solve(fleet, new Effort(limits));
    }

    /**
     * The same; all rounds and servers share the effort.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     */
    public Solution solve(Fleet fleet, Effort effort) {
        if (fleet.isAlone()) {
            return new SharedSolver(inner).solve(fleet.servers().get(0), effort);
        }
        if (inner instanceof AllCloud || inner instanceof FetchPerRequest) {
            return kept(fleet, effort.limits());
        }
        return fleet.servers().size() > FEW_SERVERS && fleet.hasOneBackhaul()
                ? solveMany(fleet, effort)
                : new Search(fleet, effort).run();
    }

    private Solution solveMany(Fleet fleet, Effort effort) {
        Workers workers = new Workers(ManyServers.threads(threads, effort.limits()));
        HeldBlocks blocks = new HeldBlocks(fleet.servers(), inner, workers, effort::isStopped);
        ManyServers many = new ManyServers(fleet.slots(), fleet.backhaulBytesPerSlot(), blocks, effort);
        many.climb(
                Arrays.stream(ManyServers.sample(fleet.servers().size()))
                        .mapToObj(fleet.servers()::get)
                        .toList(),
                workers);
        ManyServers.Found found = many.run();
        return Solution.of(fleet, blocks.best(), found.bound(), found.note() + ", by " + inner.name());
    }

    /** Downloads pinned models alone, for which the backhaul of slot 0 is enough in every fleet. */
    private Solution kept(Fleet fleet, SolveLimits limits) {
        List<Plan> plans = fleet.servers().stream()
                .map(server -> inner.solve(server, limits).plan())
                .toList();
        String note = inner instanceof AllCloud
                ? "every request is served by the cloud, nothing is kept"
                : "nothing but pinned models is kept";
        return Solution.of(fleet, plans, OptionalLong.empty(), note);
    }

    private final class Search {
        private final Fleet fleet;
        private final Effort effort;

        private final PricedLinks links;

        /** Models and slots of all servers. */
        private final long cells;

        private Solution best;
        private final List<Problem> servers;
        private OptionalLong bound = OptionalLong.empty();
        private int rounds;
        private boolean wereCutOff;

        Search(Fleet fleet, Effort effort) {
            this.fleet = fleet;
            this.effort = effort;
            cells = (long) fleet.slots()
                    * fleet.servers().stream().mapToInt(Problem::models).sum();
            links = new PricedLinks(fleet, MOST_PRICED);
            servers = links.within();
        }

        Solution run() {
            double step = 1;
            double highest = Double.NEGATIVE_INFINITY;
            int stalled = 0;
            while (rounds < MAX_ROUNDS && step > LAST_STEP && (rounds == 0 || effort.anytimeLeft() > 0)) {
                double value;
                try {
                    value = round(effort.anytimeLeft() / ROUND_SHARE);
                } catch (TooLargeException e) {
                    if (rounds == 1) {
                        throw e;
                    }
                    // The solver beneath is all or nothing, and there is too little work left for it.
                    break;
                }
                stalled = value > highest ? 0 : stalled + 1;
                highest = Math.max(highest, value);
                if (stalled >= PATIENCE) {
                    step *= SHORTER;
                    stalled = 0;
                }
                double gap = bound.isPresent()
                        ? (double) best.cost().total() - value
                        : GUESSED_GAP * (double) best.cost().total();
                if (isClose() || !links.move(step, gap)) {
                    break;
                }
            }
            finishWithoutPrices();
            String note = rounds + (rounds == 1 ? " round" : " rounds") + " of prices for " + shared() + ", servers by "
                    + inner.name();
            return Solution.of(fleet, best.plans(), bound, isClose() ? note : effort.note(note));
        }

        /** Where the backhaul carries all that servers ask for, one more round may take all the work that is left. */
        private void finishWithoutPrices() {
            if (wereCutOff && rounds == 1 && !isClose() && effort.anytimeLeft() > 0 && links.isFree()) {
                round(effort.anytimeLeft());
            }
        }

        private boolean isClose() {
            return bound.isPresent()
                    && (double) best.cost().total() - (double) bound.getAsLong()
                            <= effort.targetGap() * (double) best.cost().total();
        }

        /**
         * Solves all servers under the prices.
         *
         * @param most steps of the round, divided between the servers; what one leaves the next ones have
         * @return what the plans cost under the prices, or the bound where known
         */
        private double round(long most) {
            rounds++;
            long before = effort.steps();
            List<Plan> plans = new ArrayList<>();
            long cost = 0;
            long least = 0;
            boolean bounded = true;
            for (Problem server : servers) {
                long left = Math.max(1, most - (effort.steps() - before));
                Solution solution = solve(plans.size(), server, left / (servers.size() - plans.size()));
                plans.add(solution.plan());
                cost += solution.cost().total();
                bounded &= solution.bound().isPresent();
                least += solution.bound().orElse(0);
            }
            long credit = links.credit();
            links.count(plans);
            if (bounded) {
                bound = OptionalLong.of(Math.max(bound.orElse(Long.MIN_VALUE), least - credit));
            }
            FleetPlans kept = new FleetPlans(fleet);
            kept.take(plans);
            effort.spend(cells * STEPS_PER_CELL);
            kept.improve(effort);
            Solution found = Solution.of(fleet, kept.plans(), OptionalLong.empty(), "");
            best = best == null || found.cost().total() < best.cost().total() ? found : best;
            effort.tell(round(), best.cost().total(), bound);
            return (double) ((bounded ? least : cost) - credit);
        }

        private String round() {
            return "round " + rounds + " of prices for " + shared();
        }

        private String shared() {
            return fleet.hasOneBackhaul() ? "the shared backhaul" : "the shared links";
        }

        private Solution solve(int index, Problem server, long most) {
            String stage = round() + ", server " + (index + 1) + " of " + servers.size();
            try {
                return solve(links.priced(index, server), most, stage);
            } catch (TooLargeException e) {
                // One that does all or nothing may need more than its part.
                return solve(links.priced(index, server), effort.anytimeLeft(), stage);
            }
        }

        private Solution solve(Problem server, long most, String stage) {
            Effort part = effort.part(Math.max(1, most), SERVER_GAP * effort.targetGap(), stage);
            Solution solution = inner.solve(server, part);
            effort.spend(part.steps());
            wereCutOff |= part.anytimeLeft() == 0;
            return solution;
        }
    }
}
