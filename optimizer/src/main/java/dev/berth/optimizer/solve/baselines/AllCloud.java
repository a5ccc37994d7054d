package dev.berth.optimizer.solve.baselines;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;

/** Serves every request from the cloud and uses no server: what plans are held against. */
public final class AllCloud implements Solver {
    @Override
    public String name() {
        return Baseline.ALL_CLOUD;
    }

    @Override
    public String description() {
        return "every request is served by the cloud, nothing kept or moved: what all is held against";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        try {
            return Solution.heuristic(
                    problem,
                    Plan.allCloud(problem.slots(), problem.models()),
                    "every request is served by the cloud, nothing is kept");
        } catch (ArithmeticException e) {
            throw new TooLargeException(name() + ": all requests served by the cloud cost 2^61 nano-cost units or more;"
                    + " lower cloudDelayMillis or scale the prices down");
        }
    }
}
