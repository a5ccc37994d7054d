package dev.berth.optimizer.solve.search;

import java.util.Arrays;

/**
 * Follows the slopes from the best prices on, each averaged with those before. The step is Polyak's with the cost of
 * the best plan as target (B. T. Polyak, 1969); it is made shorter, and the best prices are taken up again, where the
 * bound has not risen for a while.
 */
final class SlopePhase {
    private static final double MOMENTUM = 0.7;
    private static final double FIRST_STEP = 0.3;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;
    private static final int PATIENCE = 6;
    private static final int SWEEPS_TO_REPAIR = 15;
    private static final double REPAIRS_APART = 2;

    /** Improving paths was seen to close a gap of a few times the one it ends with. */
    private static final double NEAR = 5;

    private final SearchScope scope;
    private final Sweeps sweeps;
    private final RepairPhase repair;
    private final double[][] prices;
    private final double[][] direction;
    private double step = FIRST_STEP;
    private int stalled;

    SlopePhase(SearchScope scope, Sweeps sweeps, RepairPhase repair) {
        this.scope = scope;
        this.sweeps = sweeps;
        this.repair = repair;
        prices = scope.noPrices();
        direction = scope.noPrices();
    }

    /** Follows until steps are too short, or none are left; makes plans on the way and at the end. */
    void run() {
        takeUpBest();
        int nextRepair = sweeps.count() + SWEEPS_TO_REPAIR;
        while (step > LAST_STEP && scope.isOpen() && move()) {
            double before = scope.value();
            double value = sweeps.value(prices);
            if (scope.raise(value, prices)) {
                stalled = value > before + PriceSearch.RISE * Math.abs(before) ? 0 : stalled + 1;
            } else if (++stalled > PATIENCE) {
                step *= SHORTER;
                stalled = 0;
                for (double[] row : direction) {
                    Arrays.fill(row, 0);
                }
                takeUpBest();
            }
            if (sweeps.count() >= nextRepair) {
                repair.run(NEAR * scope.targetGap());
                nextRepair = (int) (sweeps.count() * REPAIRS_APART);
            }
        }
        repair.run(1);
    }

    private void takeUpBest() {
        SearchScope.copy(scope.prices(), prices);
        sweeps.value(prices);
    }

    /** Whether there is a direction to go. */
    private boolean move() {
        double norm = 0;
        for (int resource = 0; resource < prices.length; resource++) {
            for (int slot = 0; slot < prices[resource].length; slot++) {
                double excess = sweeps.excess(resource, slot);
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
        double length = step * Math.max(0, scope.gap()) / norm;
        for (int resource = 0; resource < prices.length; resource++) {
            for (int slot = 0; slot < prices[resource].length; slot++) {
                prices[resource][slot] = Math.max(0, prices[resource][slot] + length * direction[resource][slot]);
            }
        }
        return true;
    }
}
