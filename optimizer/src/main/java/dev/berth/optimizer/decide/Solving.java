package dev.berth.optimizer.decide;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.scenario.Objective;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import dev.berth.optimizer.solve.worst.WorstDelaySolver;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Solvers on the servers of a scenario, one after another under the same limits. */
final class Solving {
    private final Servers servers;
    private final SolveLimits limits;
    private final Progress progress;

    /** @param limits of each solver */
    Solving(Servers servers, SolveLimits limits, Progress progress) {
        this.servers = servers;
        this.limits = limits;
        this.progress = progress;
    }

    /** Runs solvers; one that refuses the size is named and left out. */
    List<Solved> run(List<Solver> solvers) {
        List<Solved> results = new ArrayList<>();
        for (Solver solver : solvers) {
            if (progress.stopRequested() && !results.isEmpty()) {
                return results;
            }
            long begin = System.nanoTime();
            try {
                Optional<WorstDelaySolver.Found> worst = Optional.empty();
                Solution solution;
                if (servers.objective() == Objective.WORST) {
                    worst = Optional.of(progress.during(
                            solver.name(),
                            listener -> worst(solver, new Effort(limits, listener, progress::stopRequested))));
                    solution = worst.get().solution();
                } else {
                    solution = progress.during(
                            solver.name(),
                            listener -> solution(solver, new Effort(limits, listener, progress::stopRequested)));
                }
                long elapsedNanos = System.nanoTime() - begin;
                Limits.broken(servers.fleet(), solution.plans()).ifPresent(fault -> {
                    throw new IllegalStateException("plan of " + solver.name() + ": " + fault);
                });
                results.add(new Solved(
                        solver, progress.stopRequested() ? interrupted(solution) : solution, worst, elapsedNanos));
            } catch (TooLargeException e) {
                progress.warning(e.getMessage());
            }
        }
        return results;
    }

    /** @throws BadInputException where delays are so long that they overflow */
    private WorstDelaySolver.Found worst(Solver solver, Effort effort) {
        try {
            return new WorstDelaySolver(solver).solve(servers.fleet(), effort);
        } catch (BadInputException e) {
            throw new BadInputException(servers.place("objective") + ": " + e.getMessage(), e);
        }
    }

    private static Solution interrupted(Solution solution) {
        return new Solution(
                solution.plans(),
                solution.costs(),
                solution.bound(),
                solution.proven(),
                (solution.note().isEmpty() ? "" : solution.note() + "; ") + "interrupted, the best plan so far");
    }

    /** @throws BadInputException where forecasts are so high that costs overflow */
    private Solution solution(Solver solver, Effort effort) {
        try {
            return new FleetSolver(solver).solve(servers.fleet(), effort);
        } catch (BadInputException e) {
            throw new BadInputException(servers.place("prices") + ": " + e.getMessage(), e);
        }
    }
}
