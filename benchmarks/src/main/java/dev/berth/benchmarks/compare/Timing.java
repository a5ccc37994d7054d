package dev.berth.benchmarks.compare;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a solve is timed: from the problem in memory to the evaluated plan. A quick one is repeated untimed first, until
 * {@code warmUpSeconds} are spent, then timed {@code runs} times; of one that takes longer than that at once, the first
 * is the one timed.
 *
 * @param warmUpSeconds >= 0
 * @param runs most timed solves, >= 1
 */
record Timing(double warmUpSeconds, int runs) {
    private static final double NANOS_PER_SECOND = 1e9;

    Timing {
        if (!(warmUpSeconds >= 0) || runs < 1) {
            throw new IllegalArgumentException(
                    "out of range: warmUpSeconds=" + warmUpSeconds + ", runs=" + runs + ", expected >= 0 and >= 1");
        }
    }

    /** @param keepsPlan whether the plan is handed on, not only its cost */
    Outcome solve(Solver solver, Task task, SolveLimits limits, boolean keepsPlan) {
        Problem problem = task.problem().get();
        try {
            return solve(solver, problem, limits, keepsPlan);
        } catch (TooLargeException tooLarge) {
            return Outcome.none("too large: " + tooLarge.getMessage());
        } catch (IllegalStateException refused) {
            return Outcome.none("failed: " + refused.getMessage());
        }
    }

    private Outcome solve(Solver solver, Problem problem, SolveLimits limits, boolean keepsPlan) {
        List<Double> seconds = new ArrayList<>();
        long begin = System.nanoTime();
        Solution solution = solver.solve(problem, limits);
        double first = secondsSince(begin);
        if (first > warmUpSeconds) {
            seconds.add(first);
        } else {
            while (secondsSince(begin) < warmUpSeconds) {
                solution = solver.solve(problem, limits);
            }
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                solution = solver.solve(problem, limits);
                seconds.add(secondsSince(start));
            }
        }
        return new Outcome(
                true,
                seconds,
                solution.cost().total(),
                solution.bound(),
                solution.proven(),
                // All-cloud is no plan.
                keepsPlan && !solution.plan().isAllCloud() ? digits(solution.plan()) : "",
                solution.note());
    }

    private static String digits(Plan plan) {
        StringBuilder digits = new StringBuilder(plan.slots() * plan.models());
        for (int slot = 0; slot < plan.slots(); slot++) {
            for (int model = 0; model < plan.models(); model++) {
                digits.append((char) ('0' + plan.indexAt(slot, model)));
            }
        }
        return digits.toString();
    }

    private static double secondsSince(long start) {
        return (double) (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
