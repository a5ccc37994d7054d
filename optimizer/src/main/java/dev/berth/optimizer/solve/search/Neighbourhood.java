package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.cuts.BranchAndCut;

/**
 * Begins with the plan of {@code lagrangian} and goes on drawing corridors around the best plan: in each slot a few
 * models are free, other ones every time, and all slots are decided together, exactly, beside what stays as planned.
 * With a few hundred models at most the bound is raised in turn, by a {@link BranchAndCut}, and corridors follow where
 * it is lowest. Ends where the gap to the bound is small enough, neither gets any further, or the steps are used up;
 * never dearer than where it began.
 */
public final class Neighbourhood implements CountingSolver {
    @Override
    public String name() {
        return "neighbourhood";
    }

    @Override
    public String description() {
        return "goes on drawing corridors around the best plan, wider ones; up to 400 models branch and "
                + "cut raises the bound in turn (up to 16 after the decomposition): lifted cover "
                + "inequalities get prices too, and plans are split in two where that brings little. "
                + "Anytime (`--time-limit`, `--gap`)";
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
        long left = Lagrangian.requireMemory(name(), problem, PriceSearch.FEW_MODELS, effort.limits());
        PriceSearch search =
                new PriceSearch(problem, PriceSearch.FEW_MODELS, effort.limits().seed(), effort);
        search.runThoroughly(left);
        return search.solution();
    }
}
