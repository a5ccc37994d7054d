package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.TooLargeException;

/**
 * Capacities are given prices, under which every model finds its own cheapest path; the best prices give a bound, and
 * plans are made out of them by repair. The more models there are, the closer the two come. The bound is that of the
 * linear relaxation; with few models, where that leaves a gap, a decomposition raises it.
 */
public final class Lagrangian implements CountingSolver {
    @Override
    public String name() {
        return "lagrangian";
    }

    @Override
    public String description() {
        return "prices for each capacity in each slot, each model its own cheapest path: a bound that "
                + "holds to the unit; plans by repair, improved by exact programmes over corridors around "
                + "them (a few models free in each slot, all slots together); up to 16 models a "
                + "decomposition into paths and slots raises the bound above that of the linear relaxation";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public boolean knowsBound() {
        return true;
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        requireMemory(name(), problem, PriceSearch.DECOMPOSED_MODELS, effort.limits());
        PriceSearch search = new PriceSearch(
                problem, PriceSearch.DECOMPOSED_MODELS, effort.limits().seed(), effort);
        search.run();
        return search.solution();
    }

    /** What is left of the memory beside a search, in bytes. */
    public static long requireMemory(String name, Problem problem, int raisedModels, SolveLimits limits) {
        long needed = PriceSearch.memoryBytes(problem, raisedModels);
        if (needed > limits.maxMemoryBytes()) {
            throw new TooLargeException(name + ": needs " + needed / 1_000_000 + " MB, the limit is "
                    + limits.maxMemoryBytes() / 1_000_000 + " MB; allow more memory (java -Xmx)");
        }
        return limits.maxMemoryBytes() - needed;
    }
}
