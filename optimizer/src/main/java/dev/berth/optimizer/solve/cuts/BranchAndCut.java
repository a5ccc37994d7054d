package dev.berth.optimizer.solve.cuts;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.prices.BoundAscent;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Raises a bound by {@link CutAscent}; where inequalities bring little any more, the plans are split in two, each part
 * with a bound of its own, and the part with the lowest bound has its turn next. No plan costs less than that lowest
 * bound. For one thread.
 */
public final class BranchAndCut implements BoundAscent {
    /** With more cells than these a round takes most of a second. */
    private static final int MAX_CELLS = 200_000;

    /**
     * Memory that open parts take together at most, in bytes: fixed, so that machines with more give the same plans.
     */
    private static final long MAX_BYTES = 96L << 20;

    /** Rounds in a row that bring little before the plans are split, the first time and later. */
    private static final int ROOT_PATIENCE = 3;

    private static final int PATIENCE = 2;

    private final PriorityQueue<Part> open = new PriorityQueue<>(
            Comparator.comparingLong((Part part) -> part.cuts.bound()).thenComparingInt(part -> part.id));
    private final long mostOpen;
    private final int models;
    private final double rounding;
    private final long[] ahead;
    private final float[] marginals;
    private final byte[] candidate;
    private final byte[] plan;
    private boolean hasPlan;
    private long leastCost;
    private long bound;
    private int parts = 1;
    private int rounds;
    private long steps;

    private record Part(CutAscent cuts, int id) {}

    /**
     * Begins where capacities have prices.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param cost of a plan, nano-cost units
     * @param maxBytes memory that open parts may take together; the first takes what it takes
     */
    public BranchAndCut(Problem problem, double[][] prices, long cost, long maxBytes) {
        CutAscent all = new CutAscent(problem, prices, cost);
        bound = all.bound();
        open.add(new Part(all, 0));
        leastCost = cost;
        candidate = new byte[problem.slots() * problem.models()];
        plan = new byte[candidate.length];
        models = problem.models();
        ahead = new long[candidate.length * Residency.COUNT];
        marginals = new float[ahead.length];
        rounding = ChargedPaths.rounding(problem);
        mostOpen = Math.max(1, Math.min(maxBytes, MAX_BYTES) / CutAscent.memoryBytes(problem));
    }

    /** Whether a problem is of a kind and size that this is for. */
    public static boolean suits(Problem problem) {
        return problem.isChain() && (long) problem.models() * problem.slots() <= MAX_CELLS;
    }

    /** Memory that it takes with all in one part, in bytes. */
    public static long memoryBytes(Problem problem) {
        long cells = (long) problem.models() * problem.slots();
        long worth = cells * (Residency.COUNT * (Long.BYTES + Float.BYTES) + 2L);
        return CutAscent.memoryBytes(problem) + CutAscent.sharedBytes(problem) + worth;
    }

    @Override
    public boolean run(int maxRounds, long maxSteps, double targetGap, long cost) {
        leastCost = Math.min(leastCost, cost);
        boolean hasMore = raise(maxRounds, maxSteps, targetGap);
        if (!open.isEmpty()) {
            open.peek().cuts.value(ahead, marginals, leastCost - bound);
        }
        return hasMore;
    }

    private boolean raise(int maxRounds, long maxSteps, double targetGap) {
        for (int round = 0; round < maxRounds; round++) {
            Part lowest = open.peek();
            bound = Math.max(bound, lowest == null ? leastCost : Math.min(leastCost, lowest.cuts.bound()));
            if (lowest == null
                    || steps >= maxSteps
                    || (double) (leastCost - bound) <= Math.max(rounding, targetGap * (double) leastCost)
                    || !advance(open.remove())) {
                return false;
            }
        }
        return true;
    }

    /** One round for a part, or for one half of it where it is time to split it; false where there is no room. */
    private boolean advance(Part part) {
        CutAscent cuts = part.cuts;
        if (cuts.idle() >= (parts == 1 ? ROOT_PATIENCE : PATIENCE)) {
            if (open.size() + 1 >= mostOpen) {
                open.add(part);
                return false;
            }
            Optional<CutAscent> other = cuts.split();
            if (other.isEmpty()) {
                // Its only plan was kept, or is dearer.
                return true;
            }
            open.add(new Part(other.get(), parts++));
        }
        long before = cuts.steps();
        cuts.round(leastCost);
        steps += cuts.steps() - before;
        rounds++;
        keepPlan(cuts);
        if (cuts.bound() < leastCost) {
            open.add(part);
        }
        return true;
    }

    private void keepPlan(CutAscent cuts) {
        long cost = cuts.copyPlan(candidate);
        if (cost < leastCost) {
            leastCost = cost;
            hasPlan = true;
            System.arraycopy(candidate, 0, plan, 0, plan.length);
        }
    }

    @Override
    public boolean copyPlan(byte[] residencies) {
        if (hasPlan) {
            System.arraycopy(plan, 0, residencies, 0, plan.length);
        }
        return hasPlan;
    }

    @Override
    public double ahead(int slot, int model, int residency) {
        return (double) ahead[(slot * models + model) * Residency.COUNT + residency];
    }

    @Override
    public boolean copyMarginals(float[] target) {
        System.arraycopy(marginals, 0, target, 0, marginals.length);
        return true;
    }

    @Override
    public long bound() {
        return bound;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public String note() {
        return rounds + (rounds == 1 ? " round" : " rounds") + " of cuts in "
                + (parts == 1 ? "one part" : parts + " parts");
    }
}
