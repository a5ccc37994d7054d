package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.prices.PriceAscent;
import dev.berth.optimizer.solve.prices.PriceSweep;

/**
 * Prices of the capacities as a few sweeps find them: how scarce each is in each slot. What a mode costs more than the
 * cheapest path of its service, at these prices and without any, is what the network is told of scarcity.
 */
final class RoughPrices {
    /** Sweeps that prices are looked for with. */
    static final int SWEEPS = 24;

    private final PriceSweep sweep;
    private final int slots;
    private final double[][] tried;
    private final double[][] used;
    private final double[][] best;
    private double highest = Double.NEGATIVE_INFINITY;

    RoughPrices(Problem problem) {
        sweep = PriceSweep.of(problem);
        slots = problem.slots();
        tried = new double[problem.resources()][slots];
        used = new double[tried.length][slots];
        best = new double[tried.length][slots];
        new PriceAscent(this::bound, tried.length * slots).run(SWEEPS, 0);
    }

    private double bound(double[] at, double[] slopes) {
        for (int resource = 0; resource < tried.length; resource++) {
            System.arraycopy(at, resource * slots, tried[resource], 0, slots);
        }
        double value = sweep.run(tried, used);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = used[i / slots][i % slots] - 1;
        }
        if (value > highest) {
            highest = value;
            for (int resource = 0; resource < tried.length; resource++) {
                System.arraycopy(tried[resource], 0, best[resource], 0, slots);
            }
        }
        return value;
    }

    /** What {@link PriceSweep#marginals} gives at these prices. */
    void marginals(float[] marginals) {
        sweep.marginals(best, marginals);
    }

    /** The same without prices. */
    void freeMarginals(float[] marginals) {
        sweep.marginals(new double[best.length][slots], marginals);
    }
}
