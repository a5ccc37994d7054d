package dev.berth.benchmarks.caching;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.cuts.BranchAndCut;
import dev.berth.optimizer.solve.prices.PriceBound;

/**
 * Our bounds from the prices of the flow on: at the same prices ours is the flow's, since each object by itself is a
 * shortest path, whose relaxation is exact; from there cuts raise it.
 */
final class PricedBound {
    private static final int ROUNDS = 1_000_000;

    private PricedBound() {}

    /**
     * The bound in nano-cost units.
     *
     * @param cost of a plan, in nano-cost units
     * @param steps work that cuts may take
     * @param bytes memory that they may take
     */
    static long of(CacheCase one, Problem problem, IntervalFlow flow, long cost, long steps, long bytes) {
        double[][] prices = new double[Resource.COUNT][problem.slots()];
        for (int slot = 0; slot < problem.slots(); slot++) {
            // Of the whole cache, in nano-cost units.
            prices[Resource.STORAGE.index()][slot] = flow.price(slot) * one.scale() * one.cacheBytes();
        }
        long bound = PriceBound.of(problem, prices);
        if (BranchAndCut.suits(problem)) {
            BranchAndCut cuts = new BranchAndCut(problem, prices, cost, bytes);
            cuts.run(ROUNDS, steps, 0, cost);
            bound = Math.max(bound, cuts.bound());
        }
        return bound;
    }
}
