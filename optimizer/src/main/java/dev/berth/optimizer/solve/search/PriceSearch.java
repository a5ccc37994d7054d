package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.corridors.Corridors;
import dev.berth.optimizer.solve.cuts.BranchAndCut;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.Decomposition;
import dev.berth.optimizer.solve.prices.PriceAscent;
import dev.berth.optimizer.solve.prices.PriceBound;
import dev.berth.optimizer.solve.prices.PriceRepair;
import dev.berth.optimizer.solve.prices.PriceSweep;
import dev.berth.optimizer.solve.prices.PricedSlots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks for the prices of capacities that give the highest bound, and for the cheapest plan on the way.
 *
 * <p>The bound's slope along each price is the share of the capacity that is asked for too much. A quasi-Newton method
 * climbs as long as that is quick, which with many models is all the way. From there on, where few models make kinks,
 * prices follow the slope, averaged with those before. The step is Polyak's with the cost of the best plan as target
 * (B. T. Polyak, 1969); it is made shorter, and the best prices are taken up again, where the bound has not risen for a
 * while. Few models leave a gap that no prices close; there a {@link Decomposition} raises the bound further, and a
 * {@link BranchAndCut} where that leaves a gap or would take too long. For one thread.
 */
public final class PriceSearch {
    private static final double MOMENTUM = 0.7;
    private static final double FIRST_STEP = 0.3;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;
    private static final int PATIENCE = 6;

    /** With more models than these, kinks are small, and room that is left empty is little. */
    static final int FEW_MODELS = 400;

    /** With more, deciding each slot exactly takes longer than corridors that bring more. */
    private static final int EXACT_MODELS = 100;

    /** With more, single slots take a decomposition too long. */
    static final int DECOMPOSED_MODELS = 16;

    private static final int NODES_PER_SLOT = 2000;
    private static final double RISE = 1e-6;

    /** Sweeps of the quasi-Newton method at most; where it needs more it is at a kink. */
    private static final int ASCENT_SWEEPS = 40;

    /** Of the gap that is wanted: below it a sweep is not worth its rise before a plan is made, and after that. */
    private static final double[] LEAST_RISES = {0.05, 0.005};

    private static final int SWEEPS_TO_REPAIR = 15;
    private static final int ROUNDS_TO_REPAIR = 20;
    private static final int ROUNDS_PER_CORRIDOR = 2;
    private static final double REPAIRS_APART = 2;
    /** What a repair costs, and the improvement of its paths, in sweeps. */
    private static final int REPAIR_SWEEPS = 6;

    private static final int EXACT_SWEEPS = 200;
    private static final int IMPROVEMENT_PASSES = 3;
    private static final int PASS_SWEEPS = 2;

    /** Corridors in a row that bring too little for a search among prices to go on drawing them, and how little. */
    private static final int IDLE_CORRIDORS = 4;

    private static final double WORTHWHILE = 0.01;

    /** The same where plans are all that is looked for; however little. */
    private static final int IDLE_WIDE_CORRIDORS = 40;

    private static final int LAST_IDLE_CORRIDORS = 200;

    /** One in so many steps at most goes into plans where bounds need them too. */
    private static final int PLAN_SHARE = 3;

    /** Improving paths was seen to close a gap of a few times the one it ends with. */
    private static final double NEAR = 5;

    private final Problem problem;
    private final boolean isRaised;
    private final PriceSweep sweep;
    private final PriceRepair repair;
    private final PathImprovement paths;
    private final boolean isSmall;
    private final Optional<PricedSlots> exact;
    private final long seed;
    private final Effort effort;
    private final long maxSteps;
    private final double targetGap;
    private final double[][] shares;
    private final double[][] prices;
    private final double[][] bestPrices;
    private final double[][] used;
    private final double[][] direction;
    private final double[][] repairedAt;
    private final int cells;
    private final float[] toGo;
    private final byte[] candidate;
    private final byte[] best;
    private long bestCost = Long.MAX_VALUE;
    private Optional<Corridors> corridors = Optional.empty();
    private final List<BoundAscent> raised = new ArrayList<>();
    private double bestValue = Double.NEGATIVE_INFINITY;
    private double step = FIRST_STEP;
    private int stalled;
    private long steps;
    private int sweeps;

    /**
     * Has no prices yet.
     *
     * @param raisedModels most models of a problem whose bound is raised further where prices leave a gap, >= 0
     * @param seed of the corridors that are drawn around plans
     */
    public PriceSearch(Problem problem, int raisedModels, long seed, Effort effort) {
        this.problem = problem;
        this.seed = seed;
        this.effort = effort;
        maxSteps = effort.anytimeLeft();
        targetGap = effort.targetGap();
        isRaised = problem.models() <= raisedModels && (problem.models() <= DECOMPOSED_MODELS || isCut(problem));
        sweep = new PriceSweep(problem);
        repair = new PriceRepair(problem);
        paths = new PathImprovement(problem);
        isSmall = problem.models() <= FEW_MODELS;
        exact = problem.models() <= EXACT_MODELS
                ? Optional.of(new PricedSlots(problem, NODES_PER_SLOT))
                : Optional.empty();
        shares = PriceSweep.shares(problem);
        int slots = problem.slots();
        prices = new double[Room.resources()][slots];
        bestPrices = new double[Room.resources()][slots];
        used = new double[Room.resources()][slots];
        direction = new double[Room.resources()][slots];
        repairedAt = new double[Room.resources()][slots];
        repairedAt[0][0] = -1;
        cells = slots * problem.models();
        candidate = new byte[cells];
        best = new byte[cells];
        toGo = new float[cells * Residency.COUNT];
    }

    /**
     * Memory that a search takes beside the problem, in bytes.
     *
     * @param raisedModels as the search is made with
     */
    static long memoryBytes(Problem problem, int raisedModels) {
        long cells = (long) problem.slots() * problem.models();
        long needed = cells * (2L * Float.BYTES + 3L * Float.BYTES + 2L) + Corridors.memoryBytes(problem);
        boolean isCut = raisedModels > DECOMPOSED_MODELS && problem.models() <= raisedModels && isCut(problem);
        return isCut ? needed + BranchAndCut.memoryBytes(problem) : needed;
    }

    private static boolean isCut(Problem problem) {
        return problem.models() <= FEW_MODELS && BranchAndCut.suits(problem);
    }

    private Decomposition decomposition() {
        return new Decomposition(problem, bestPrices, PriceBound.of(problem, bestPrices));
    }

    /**
     * Searches until cost and bound are as close as was asked for, prices do not move any more, or the steps are used
     * up.
     */
    public void run() {
        search();
        if (isOpen() && isRaised && problem.models() <= DECOMPOSED_MODELS) {
            raiseBound(decomposition(), maxSteps, false);
        }
        effort.spend(steps);
    }

    /**
     * Searches as {@link #run} does, and goes on to improve plan and bound until the steps are used up or neither gets
     * any further.
     *
     * @param maxBytes memory for parts that the plans are split in, beyond {@link #memoryBytes}
     */
    void runThoroughly(long maxBytes) {
        search();
        if (isOpen()) {
            corridors().widen();
            long share = isRaised ? (maxSteps - steps) / PLAN_SHARE : maxSteps - steps;
            drawCorridorsAtPrices(steps + share, IDLE_WIDE_CORRIDORS, 0);
        }
        if (isOpen() && isRaised && problem.models() <= DECOMPOSED_MODELS) {
            raiseBound(decomposition(), steps + (maxSteps - steps) / 2, true);
        }
        if (isOpen() && isRaised && isCut(problem)) {
            raiseBound(new BranchAndCut(problem, bestPrices, bestCost, maxBytes), maxSteps, true);
        }
        if (isOpen()) {
            drawCorridorsAtPrices(maxSteps, LAST_IDLE_CORRIDORS, 0);
        }
        effort.spend(steps);
    }

    private void search() {
        effort.tell("prices of the capacities");
        int sweepsLeft = (int) Math.min(ASCENT_SWEEPS, 1 + maxSteps / cells);
        PriceAscent ascent = new PriceAscent(this::valueAndSlopes, prices.length * problem.slots());
        for (double leastRise : LEAST_RISES) {
            ascent.run(sweepsLeft, leastRise * Math.max(RISE, targetGap));
            repairAt(bestPrices, 1);
            if (!isOpen()) {
                return;
            }
        }
        if (isSmall) {
            drawCorridorsAtPrices(maxSteps, IDLE_CORRIDORS, WORTHWHILE);
            follow();
        }
        drawCorridorsAtPrices(maxSteps, IDLE_CORRIDORS, WORTHWHILE);
    }

    private boolean isOpen() {
        return steps < maxSteps && !isClose();
    }

    /**
     * Improves the best plan within corridors around it, as valued last, until it is close to the bound, many in a row
     * bring little, or the steps are used up.
     *
     * @param patience how many in a row, >= 1
     * @param worthwhile share of the gap that is more than little, >= 0
     */
    private void drawCorridors(long mostSteps, int patience, double worthwhile) {
        Corridors drawn = corridors();
        for (int idle = 0; idle < patience && steps < mostSteps && !isClose(); ) {
            long before = drawn.steps();
            long saved = drawn.draw(best);
            steps += drawn.steps() - before;
            idle = (double) saved > worthwhile * ((double) bestCost - bestValue) ? 0 : idle + 1;
            bestCost -= saved;
            tell("corridors");
        }
    }

    private Corridors corridors() {
        Corridors drawn = corridors.orElseGet(() -> new Corridors(problem, paths, seed));
        corridors = Optional.of(drawn);
        return drawn;
    }

    private void drawCorridorsAtPrices(long mostSteps, int patience, double worthwhile) {
        corridors().value(sweep, bestPrices);
        drawCorridors(mostSteps, patience, worthwhile);
    }

    /**
     * Raises the bound; in between, new plans are made, and improved by turns at prices and where the bound is lowest.
     */
    private void raiseBound(BoundAscent further, long mostSteps, boolean isThorough) {
        raised.add(further);
        long done = 0;
        int rounds = ROUNDS_TO_REPAIR;
        boolean hasMore = true;
        boolean isLowest = false;
        while (hasMore) {
            hasMore = further.run(rounds, done + mostSteps - steps, targetGap, bestCost);
            long raising = further.steps() - done;
            steps += raising;
            done += raising;
            bestValue = Math.max(bestValue, (double) further.bound());
            tell(further.note());
            if (further.copyPlan(candidate)) {
                keepCandidate(1);
            }
            if (exact.isPresent()) {
                exact.get().run(further::ahead, bestPrices, candidate);
                steps += (long) EXACT_SWEEPS * cells;
                keepCandidate(1);
            }
            if (isThorough && hasMore) {
                if (!isLowest || !corridors().value(further)) {
                    corridors().value(sweep, bestPrices);
                }
                drawCorridors(Math.min(mostSteps, steps + raising / PLAN_SHARE), rounds / ROUNDS_PER_CORRIDOR, 0);
                isLowest = !isLowest;
            }
            rounds = (int) (rounds * REPAIRS_APART);
        }
    }

    private double valueAndSlopes(double[] at, double[] slopes) {
        int slots = problem.slots();
        for (int resource = 0; resource < prices.length; resource++) {
            System.arraycopy(at, resource * slots, prices[resource], 0, slots);
        }
        double value = sweep(prices);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = used[i / slots][i % slots] - 1;
        }
        if (value > bestValue) {
            bestValue = value;
            copy(prices, bestPrices);
        }
        return value;
    }

    /** Follows the slopes from the best prices on. */
    private void follow() {
        copy(bestPrices, prices);
        sweep(prices);
        int nextRepair = sweeps + SWEEPS_TO_REPAIR;
        while (step > LAST_STEP && steps < maxSteps && !isClose() && move()) {
            double value = sweep(prices);
            if (value > bestValue) {
                stalled = value > bestValue + RISE * Math.abs(bestValue) ? 0 : stalled + 1;
                bestValue = value;
                copy(prices, bestPrices);
            } else if (++stalled > PATIENCE) {
                step *= SHORTER;
                stalled = 0;
                copy(bestPrices, prices);
                clear(direction);
                sweep(prices);
            }
            if (sweeps >= nextRepair) {
                repairAt(bestPrices, NEAR * targetGap);
                nextRepair = (int) (sweeps * REPAIRS_APART);
            }
        }
        repairAt(bestPrices, 1);
    }

    private boolean isClose() {
        return (double) bestCost - bestValue <= targetGap * (double) bestCost;
    }

    private double sweep(double[][] at) {
        sweeps++;
        steps += cells;
        return sweep.run(at, used);
    }

    /** Whether there is a direction to go. */
    private boolean move() {
        double norm = 0;
        for (int resource = 0; resource < prices.length; resource++) {
            for (int slot = 0; slot < prices[resource].length; slot++) {
                double excess = used[resource][slot] - 1;
                // A price of 0 stays there: what is not scarce does not count.
                double towards = excess < 0 && prices[resource][slot] == 0 ? 0 : excess;
                double along = towards + MOMENTUM * direction[resource][slot];
                direction[resource][slot] = along;
                norm += along * along;
            }
        }
        if (norm == 0) {
            return false;
        }
        double length = step * Math.max(0, (double) bestCost - bestValue) / norm;
        for (int resource = 0; resource < prices.length; resource++) {
            for (int slot = 0; slot < prices[resource].length; slot++) {
                prices[resource][slot] = Math.max(0, prices[resource][slot] + length * direction[resource][slot]);
            }
        }
        return true;
    }

    /** Makes plans of prices; where that brings the end within reach, each model's path is improved as well. */
    private void repairAt(double[][] at, double nearGap) {
        if (Arrays.deepEquals(at, repairedAt)) {
            return;
        }
        copy(at, repairedAt);
        sweep.costToGo(at, toGo);
        repair.run(at, toGo, candidate);
        steps += (long) REPAIR_SWEEPS * cells;
        keepCandidate(nearGap);
        if (exact.isPresent()) {
            exact.get().run((slot, model, residency) -> ahead(at, slot, model, residency), at, candidate);
            steps += (long) EXACT_SWEEPS * cells;
            keepCandidate(nearGap);
        }
    }

    /** A slot's own limits are kept, so that its own prices are not charged. */
    private double ahead(double[][] at, int slot, int model, int residency) {
        double charge = residency == 0 ? 0 : at[0][slot] * shares[0][model];
        charge += residency < 2 ? 0 : at[1][slot] * shares[1][model] + at[2][slot] * shares[2][model];
        return (double) toGo[(slot * problem.models() + model) * Residency.COUNT + residency] - charge;
    }

    private void keepCandidate(double nearGap) {
        long cost = paths.cost(candidate);
        if ((double) cost - bestValue <= nearGap * (double) cost) {
            for (int pass = 0; pass < IMPROVEMENT_PASSES; pass++) {
                steps += (long) PASS_SWEEPS * cells;
                long saved = paths.run(candidate);
                cost -= saved;
                if (saved == 0) {
                    break;
                }
            }
        }
        if (cost < bestCost) {
            bestCost = cost;
            System.arraycopy(candidate, 0, best, 0, best.length);
            tell("prices of the capacities");
        }
    }

    private void tell(String stage) {
        effort.tell(stage, bestCost, OptionalLong.of(Math.min(bestCost, (long) bestValue)));
    }

    private static void copy(double[][] from, double[][] to) {
        for (int row = 0; row < from.length; row++) {
            System.arraycopy(from[row], 0, to[row], 0, from[row].length);
        }
    }

    private static void clear(double[][] rows) {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    /** The cheapest plan found and what is known of it. */
    Solution solution() {
        return Solution.bounded(
                problem, new Plan(problem.models(), best), bound(), isClose() ? note() : effort.note(note()));
    }

    /** The cheapest plan found, models of slot 0 first; the caller may change it. */
    public byte[] plan() {
        return best;
    }

    /** What no plan costs less than, in nano-cost units; holds to the unit. */
    public long bound() {
        long bound = PriceBound.of(problem, bestPrices);
        for (BoundAscent further : raised) {
            bound = Math.max(bound, further.bound());
        }
        return Math.min(bestCost, bound);
    }

    private String note() {
        StringBuilder note = new StringBuilder();
        note.append(sweeps).append(sweeps == 1 ? " sweep" : " sweeps").append(" of the prices");
        note.append(corridors.map(Corridors::note).orElse(""));
        raised.forEach(further -> note.append(", ").append(further.note()));
        return note.toString();
    }
}
