package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/** A solver that counts its work, ends where the effort is used up, and tells how far it is. */
public interface CountingSolver extends Solver {
    @Override
    default Solution solve(Problem problem, SolveLimits limits) {
        return solve(problem, new Effort(limits));
    }

    @Override
    Solution solve(Problem problem, Effort effort);
}
