package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.solve.prices.PriceSweep;

/** The sweeps of a search, which are counted, and what the last one asked for of each capacity. For one thread. */
final class Sweeps {
    private final SearchScope scope;
    private final PriceSweep sweep;
    private final double[][] used;
    private int count;

    Sweeps(SearchScope scope) {
        this.scope = scope;
        sweep = PriceSweep.of(scope.problem());
        used = scope.noPrices();
    }

    /** Bound at prices, a row for each resource and a value for each slot. */
    double value(double[][] prices) {
        count++;
        scope.spendSweeps(1);
        return sweep.run(prices, used);
    }

    /** By how much a capacity is asked for too much, as a share of it. */
    double excess(int resource, int slot) {
        return used[resource][slot] - 1;
    }

    /** For what is not counted by the sweep. */
    PriceSweep sweep() {
        return sweep;
    }

    int count() {
        return count;
    }
}
