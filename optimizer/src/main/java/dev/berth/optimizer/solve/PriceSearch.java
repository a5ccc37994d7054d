package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * Looks for the prices of capacities that give the highest bound, and for the cheapest plan on the way.
 *
 * <p>Prices follow the subgradient, which is the share of each capacity that is asked for too much, averaged with the
 * directions before. The step is Polyak's with the cost of the best plan as target (B. T. Polyak, 1969); it is made
 * shorter, and the best prices are taken up again, where the bound has not risen for a while. For one thread.
 */
final class PriceSearch {
    private static final double MOMENTUM = 0.5;
    private static final double FIRST_STEP = 1;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;
    private static final int PATIENCE = 6;
    private static final double RISE = 1e-6;

    private static final int FIRST_REPAIR = 15;
    private static final double REPAIRS_APART = 1.5;
    /** What a repair costs, and the improvement of its paths, in sweeps. */
    private static final int REPAIR_SWEEPS = 6;

    private static final int IMPROVEMENT_SWEEPS = 8;

    /** Improving paths was seen to close a gap of a few times the one it ends with. */
    private static final double NEAR = 5;

    private final Problem problem;
    private final PriceSweep sweep;
    private final PriceRepair repair;
    private final double[][] prices;
    private final double[][] bestPrices;
    private final double[][] used;
    private final double[][] direction;
    private final byte[] relaxed;
    private final float[] toGo;
    private final byte[] candidate;
    private final byte[] best;
    private final int[] single = new int[1];
    private long bestCost = Long.MAX_VALUE;
    private double bestValue;
    private double step = FIRST_STEP;
    private int stalled;
    private long steps;
    private int sweeps;

    PriceSearch(Problem problem) {
        this.problem = problem;
        sweep = new PriceSweep(problem);
        repair = new PriceRepair(problem);
        int slots = problem.slots();
        prices = new double[Room.resources()][slots];
        bestPrices = new double[Room.resources()][slots];
        used = new double[Room.resources()][slots];
        direction = new double[Room.resources()][slots];
        relaxed = new byte[slots * problem.models()];
        candidate = new byte[relaxed.length];
        best = new byte[relaxed.length];
        toGo = new float[relaxed.length * Residency.COUNT];
    }

    /** Memory that a search takes beside the problem, in bytes. */
    static long memoryBytes(Problem problem) {
        long cells = (long) problem.slots() * problem.models();
        return cells * (2L * Float.BYTES + 3L * Float.BYTES + 3L);
    }

    /**
     * Searches until cost and bound are {@code targetGap} of the cost apart, prices do not move any more, or the steps
     * are used up.
     */
    void run(long maxSteps, double targetGap) {
        bestValue = sweep(prices);
        repairAt(prices, 0);
        int nextRepair = FIRST_REPAIR;
        while (step > LAST_STEP && steps < maxSteps && !isClose(targetGap) && move()) {
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

    private boolean isClose(double targetGap) {
        return (double) bestCost - bestValue <= targetGap * (double) bestCost;
    }

    private double sweep(double[][] at) {
        sweeps++;
        steps += relaxed.length;
        return sweep.run(at, used, relaxed);
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

    /** Makes a plan of prices; where that brings the end within reach, each model's path is improved as well. */
    private void repairAt(double[][] at, double nearGap) {
        steps += (long) REPAIR_SWEEPS * relaxed.length;
        sweep.costToGo(at, toGo);
        repair.run(at, toGo, candidate);
        BlockImprovement paths = new BlockImprovement(problem, candidate, 1);
        long cost = paths.cost();
        if ((double) cost - bestValue <= nearGap * (double) cost) {
            steps += (long) IMPROVEMENT_SWEEPS * relaxed.length;
            for (int model = 0; model < problem.models(); model++) {
                single[0] = model;
                cost -= paths.improve(single, 1);
            }
        }
        if (cost < bestCost) {
            bestCost = cost;
            System.arraycopy(candidate, 0, best, 0, best.length);
        }
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

    /** The cheapest plan found, models of slot 0 first; the caller may change it. */
    byte[] plan() {
        return best;
    }

    /** What no plan costs less than, in nano-cost units; holds to the unit. */
    long bound() {
        return Math.min(bestCost, PriceBound.of(problem, bestPrices));
    }

    int sweeps() {
        return sweeps;
    }

    long steps() {
        return steps;
    }
}
