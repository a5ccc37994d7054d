package dev.berth.benchmarks.compare;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;

/**
 * A solver that may do the work of so many seconds, as {@link SolveLimits} counts them.
 *
 * @param name of the solver and the seconds: {@code NAME@SECONDS}
 * @param steps {@link SolveLimits#askedSteps}
 */
record Hurried(String name, Solver solver, long steps) implements Solver {
    @Override
    public String description() {
        return solver.description() + ", with the work of less time";
    }

    @Override
    public boolean exact() {
        return solver.exact();
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        return solver.solve(problem, limits.withEffort(steps, limits.targetGap()));
    }
}
