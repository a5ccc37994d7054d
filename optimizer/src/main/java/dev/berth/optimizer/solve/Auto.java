package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes the exact programme where no limit of the server binds, or its work and memory are within the limits, else
 * {@code neighbourhood}, which is {@code lagrangian} where that is close enough already. Says what it took.
 */
final class Auto implements Solver {
    /** Visits of a joint state to take it from one slot to the next, per model: two moves down, two up. */
    private static final int VISITS = 4;

    /** Visits go through arrays in order, and so many take the time of one step of a model. */
    private static final int VISITS_PER_STEP = 10;

    private final HorizonExact exact = new HorizonExact();
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
        Optional<Solution> unlimited = HorizonExact.unlimited(problem);
        if (unlimited.isPresent()) {
            return named(exact, unlimited.get());
        }
        if (withinReach(problem, limits)) {
            try {
                return named(exact, exact.limited(problem, limits));
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
        double visits = (double) VISITS * problem.models() * problem.slots();
        long maxStates = (long) ((double) limits.maxSteps() * VISITS_PER_STEP / visits);
        return JointStates.size(problem, maxStates).states() <= maxStates;
    }

    private static Solution named(Solver solver, Solution solution) {
        double cost = (double) solution.cost().total();
        double gap = cost == 0 ? 0 : (cost - (double) solution.bound().orElse(0)) / cost;
        return new Solution(
                solution.plan(),
                solution.cost(),
                solution.bound(),
                solution.proven(),
                String.format(Locale.ROOT, "%s, proven gap %.3f %%; %s", solver.name(), 100 * gap, solution.note()));
    }
}
