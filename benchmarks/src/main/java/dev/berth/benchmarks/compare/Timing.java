package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
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

    Outcome solve(Solver solver, Instance instance, SolveLimits limits) {
        Problem problem = instance.problem();
        try {
            return solve(solver, problem, limits);
        } catch (TooLargeException tooLarge) {
            return Outcome.none("too large: " + tooLarge.getMessage());
        } catch (IllegalStateException refused) {
            return Outcome.none("failed: " + refused.getMessage());
        }
    }

    private Outcome solve(Solver solver, Problem problem, SolveLimits limits) {
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
                true, seconds, solution.cost().total(), solution.bound(), solution.proven(), solution.note());
    }

    private static double secondsSince(long start) {
        return (double) (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
