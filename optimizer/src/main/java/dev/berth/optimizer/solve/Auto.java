package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/**
 * Takes the exact programme where its work and memory are within the limits, else {@code neighbourhood}, which is
 * {@code lagrangian} where that is close enough already. Says what it took.
 */
final class Auto implements Solver {
    /** Visits of a joint state to take it from one slot to the next, per model: two moves down, two up. */
    private static final int VISITS = 4;

    private final Solver exact = new HorizonExact();
    private final Solver large = new Neighbourhood();

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        if (withinReach(problem, limits)) {
            try {
                return named(exact, exact.solve(problem, limits));
            } catch (TooLargeException memory) {
                return named(large, large.solve(problem, limits));
            }
        }
        return named(large, large.solve(problem, limits));
    }

    private static boolean withinReach(Problem problem, SolveLimits limits) {
        if (problem.models() > JointStates.MAX_MODELS) {
            return false;
        }
        long visits = (long) VISITS * problem.models() * problem.slots();
        long maxStates = limits.maxSteps() / visits;
        return JointStates.size(problem, maxStates).states() <= maxStates;
    }

    private static Solution named(Solver solver, Solution solution) {
        return new Solution(
                solution.plan(),
                solution.cost(),
                solution.bound(),
                solution.proven(),
                solver.name() + ": " + solution.note());
    }
}
