package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.solve.prices.PriceAscent;

/** Climbs from prices of 0 by a quasi-Newton method, as long as that is quick. */
final class AscentPhase {
    /** Sweeps at most; where it needs more it is at a kink. */
    private static final int MAX_SWEEPS = 40;

    private final SearchScope scope;
    private final Sweeps sweeps;
    private final PriceAscent ascent;
    private final double[][] prices;
    private final int maxSweeps;

    AscentPhase(SearchScope scope, Sweeps sweeps) {
        this.scope = scope;
        this.sweeps = sweeps;
        prices = scope.noPrices();
        ascent = new PriceAscent(
                this::valueAndSlopes, prices.length * scope.problem().slots());
        maxSweeps = (int) Math.min(MAX_SWEEPS, 1 + scope.maxSteps() / scope.cells());
    }

    /**
     * Climbs, or climbs on.
     *
     * @param leastRise of a sweep that is worth another, as a share of the bound
     */
    void run(double leastRise) {
        ascent.run(maxSweeps, leastRise);
    }

    private double valueAndSlopes(double[] at, double[] slopes) {
        int slots = scope.problem().slots();
        for (int resource = 0; resource < prices.length; resource++) {
            System.arraycopy(at, resource * slots, prices[resource], 0, slots);
        }
        double value = sweeps.value(prices);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = sweeps.excess(i / slots, i % slots);
        }
        scope.raise(value, prices);
        return value;
    }
}
