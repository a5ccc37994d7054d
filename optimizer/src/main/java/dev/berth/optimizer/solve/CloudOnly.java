package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/** Keeps nothing on the server: what every other plan is compared with. */
final class CloudOnly implements Solver {
    @Override
    public String name() {
        return "cloud-only";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        Plan plan = new Plan(problem.models(), new byte[problem.slots() * problem.models()]);
        return Solution.heuristic(problem, plan, "nothing is kept on the server");
    }
}
