package dev.berth.optimizer.solve.choice;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Neighbourhood;
import dev.berth.text.Figures;
import java.util.Optional;

/**
 * Takes the exact programme where no limit of the server binds, or its work and memory are within the limits, else
 * {@code neighbourhood}, which is {@code lagrangian} where that is close enough already. Says what it took.
 */
final class Auto implements CountingSolver {
    private final HorizonExact exact = new HorizonExact();
    private final CountingSolver large = new Neighbourhood();

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public String description() {
        return "`horizon-exact` where work and memory allow, else `neighbourhood`; says which, and the " + "proven gap";
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
        Optional<Solution> unlimited = HorizonExact.unlimited(problem);
        if (unlimited.isPresent()) {
            return named(exact, unlimited.get());
        }
        if (HorizonExact.isWithinReach(problem, effort)) {
            try {
                return named(exact, exact.limited(problem, effort));
            } catch (TooLargeException memory) {
                return named(large, large.solve(problem, effort));
            }
        }
        return named(large, large.solve(problem, effort));
    }

    private static Solution named(Solver solver, Solution solution) {
        double cost = (double) solution.cost().total();
        double gap = cost == 0 ? 0 : (cost - (double) solution.bound().orElse(0)) / cost;
        return new Solution(
                solution.plan(),
                solution.cost(),
                solution.bound(),
                solution.proven(),
                solver.name() + ", proven gap " + Figures.percent(gap, 3) + "; " + solution.note());
    }
}
