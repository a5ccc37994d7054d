package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.corridors.Corridors;
import dev.berth.optimizer.solve.cuts.BranchAndCut;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.Decomposition;
import dev.berth.optimizer.solve.prices.PriceBound;
import dev.berth.optimizer.solve.prices.SlotBound;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks for the prices of capacities that give the highest bound, and for the cheapest plan on the way, in phases.
 *
 * <p>The bound's slope along each price is the share of the capacity that is asked for too much. An {@link AscentPhase}
 * climbs as long as that is quick, which with many models is all the way; from there on, where few models make kinks, a
 * {@link SlopePhase} follows the slopes. A {@link RepairPhase} makes plans of the prices, a {@link CorridorPhase}
 * improves them. Few models leave a gap that no prices close; there a {@link BoundPhase} raises the bound further, by a
 * {@link Decomposition}, and by a {@link BranchAndCut} where that leaves a gap or would take too long. For one thread.
 */
public final class PriceSearch {
    /** With more models than these, kinks are small, and room that is left empty is little. */
    static final int FEW_MODELS = 400;

    /** With more, single slots take a decomposition too long. */
    public static final int DECOMPOSED_MODELS = 16;

    /** Of the bound: a rise that counts. */
    static final double RISE = 1e-6;

    /** Of the gap that is wanted: below it a sweep is not worth its rise before a plan is made, and after that. */
    private static final double[] LEAST_RISES = {0.05, 0.005};

    /** Corridors in a row that bring too little for a search among prices to go on drawing them, and how little. */
    private static final int IDLE_CORRIDORS = 4;

    private static final double WORTHWHILE = 0.01;

    /** The same where plans are all that is looked for; however little. */
    private static final int IDLE_WIDE_CORRIDORS = 40;

    private static final int LAST_IDLE_CORRIDORS = 200;

    private final Problem problem;
    private final boolean isDecomposed;
    private final boolean isCut;
    private final Effort effort;
    private final SearchScope scope;
    private final Sweeps sweeps;
    private final RepairPhase repair;
    private final CorridorPhase corridors;
    private final BoundPhase further;
    private final PathImprovement paths;
    private Optional<ProofPhase> proof = Optional.empty();

    /**
     * Has no prices yet.
     *
     * @param raisedModels most models of a problem whose bound is raised further where prices leave a gap, >= 0
     * @param seed of the corridors that are drawn around plans
     */
    public PriceSearch(Problem problem, int raisedModels, long seed, Effort effort) {
        this.problem = problem;
        this.effort = effort;
        isDecomposed = problem.models() <= Math.min(raisedModels, DECOMPOSED_MODELS);
        isCut = problem.models() <= raisedModels && isCut(problem);
        scope = new SearchScope(problem, effort);
        sweeps = new Sweeps(scope);
        paths = new PathImprovement(problem);
        repair = new RepairPhase(scope, sweeps.sweep(), paths);
        corridors = new CorridorPhase(scope, sweeps.sweep(), paths, seed);
        further = new BoundPhase(scope, repair, corridors);
        if (!problem.isChain()) {
            offerLowest();
        }
    }

    /** A plan that keeps the limits whatever moves cost. */
    private void offerLowest() {
        byte[] lowest = new byte[scope.cells()];
        for (int cell = 0; cell < lowest.length; cell++) {
            lowest[cell] = (byte) problem.lowest(cell % problem.models());
        }
        scope.offer(lowest, paths.cost(lowest));
    }

    /**
     * Memory that a search takes beside the problem, in bytes.
     *
     * @param raisedModels as the search is made with
     */
    static long memoryBytes(Problem problem, int raisedModels) {
        long cells = (long) problem.slots() * problem.models();
        long needed = cells * ((2L * problem.choices() - 1) * Float.BYTES + 2L) + Corridors.memoryBytes(problem);
        boolean isCut = raisedModels > DECOMPOSED_MODELS && problem.models() <= raisedModels && isCut(problem);
        return isCut ? needed + BranchAndCut.memoryBytes(problem) : needed;
    }

    private static boolean isCut(Problem problem) {
        return problem.models() <= FEW_MODELS && BranchAndCut.suits(problem);
    }

    /**
     * Searches until cost and bound are as close as was asked for, prices do not move any more, or the steps are used
     * up.
     */
    public void run() {
        search();
        if (scope.isOpen() && isDecomposed) {
            further.run(decomposition(false), scope.maxSteps(), false);
        }
        effort.spend(scope.steps());
    }

    /**
     * Searches as {@link #run} does, and goes on to improve plan and bound until the steps are used up or neither gets
     * any further.
     *
     * @param maxBytes memory for parts that the plans are split in, beyond {@link #memoryBytes}
     */
    void runThoroughly(long maxBytes) {
        search();
        if (scope.isOpen()) {
            corridors.widen();
            long left = scope.maxSteps() - scope.steps();
            long share = isDecomposed || isCut ? left / BoundPhase.PLAN_SHARE : left;
            corridors.runAtPrices(scope.steps() + share, IDLE_WIDE_CORRIDORS, 0);
        }
        if (!problem.isChain() && problem.models() <= FEW_MODELS) {
            proof = Optional.of(new ProofPhase(scope, paths, maxBytes));
        }
        boolean isProven = scope.isOpen() && isProven(ProofPhase::run);
        if (scope.isOpen() && isDecomposed && !isProven) {
            long half = (scope.maxSteps() - scope.steps()) / 2;
            Decomposition decomposition = decomposition(false);
            further.run(decomposition, scope.steps() + half, true, () -> isProven(last -> last.run(decomposition)));
        }
        if (scope.isOpen() && !isProven) {
            isProven(ProofPhase::finish);
        }
        if (scope.isOpen() && isCut) {
            further.run(new BranchAndCut(problem, scope.prices(), scope.cost(), maxBytes), scope.maxSteps(), true);
        }
        if (scope.isOpen()) {
            corridors.runAtPrices(scope.maxSteps(), LAST_IDLE_CORRIDORS, 0);
        }
        effort.spend(scope.steps());
    }

    /**
     * Searches until the plan is proven the cheapest, or what there is to work with is used up.
     *
     * @param maxBytes memory for going through plans, beyond {@link #memoryBytes}
     */
    public void runToProof(long maxBytes) {
        search();
        ProofPhase last = new ProofPhase(scope, paths, maxBytes);
        proof = Optional.of(last);
        if (!last.run() && isDecomposed) {
            Decomposition raising = decomposition(true);
            further.prove(raising, scope.maxSteps(), () -> last.run(raising));
        }
        last.finish();
        effort.spend(scope.steps());
    }

    private boolean isProven(Predicate<ProofPhase> tries) {
        return proof.isPresent() && tries.test(proof.get());
    }

    /** Whether {@link #runToProof} proved the plan the cheapest. */
    public boolean isProven() {
        return proof.map(ProofPhase::isProven).orElse(false);
    }

    private Decomposition decomposition(boolean leavesOut) {
        return new Decomposition(problem, scope.prices(), PriceBound.of(problem, scope.prices()), leavesOut);
    }

    private void search() {
        effort.tell("prices of the capacities");
        AscentPhase ascent = new AscentPhase(scope, sweeps);
        for (double leastRise : LEAST_RISES) {
            ascent.run(leastRise * Math.max(RISE, scope.targetGap()));
            repair.run(1);
            if (!scope.isOpen()) {
                return;
            }
        }
        if (problem.models() <= FEW_MODELS) {
            corridors.runAtPrices(scope.maxSteps(), IDLE_CORRIDORS, WORTHWHILE);
            new SlopePhase(scope, sweeps, repair).run();
        }
        corridors.runAtPrices(scope.maxSteps(), IDLE_CORRIDORS, WORTHWHILE);
    }

    /** The cheapest plan found and what is known of it. */
    public Solution solution() {
        return Solution.bounded(
                problem,
                new Plan(problem.models(), scope.plan()),
                bound(),
                scope.isClose() ? note() : effort.note(note()));
    }

    /** The cheapest plan found, models of slot 0 first; the caller may change it. */
    public byte[] plan() {
        return scope.plan();
    }

    /** What no plan costs less than, in nano-cost units; holds to the unit. */
    public long bound() {
        return isProven() ? scope.cost() : further.bound();
    }

    /** The bound as a sum over models and slots; where it is none, the highest that is. */
    public SlotBound bySlots() {
        return further.bySlots();
    }

    private String note() {
        int count = sweeps.count();
        return count + (count == 1 ? " sweep" : " sweeps") + " of the prices" + corridors.note() + further.note()
                + proof.map(ProofPhase::note).orElse("");
    }
}
