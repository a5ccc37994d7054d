package dev.berth.optimizer.solve;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/** Tries every plan there is; shares nothing with the solvers. */
public final class BruteForce {
    private BruteForce() {}

    /** Cost of the cheapest plan that keeps the limits. */
    public static long cheapest(Problem problem) {
        byte[] residencies = new byte[problem.slots() * problem.models()];
        long best = Long.MAX_VALUE;
        do {
            Plan plan = new Plan(problem.models(), residencies);
            if (Limits.broken(problem, plan).isEmpty()) {
                best = Math.min(best, PlanCost.of(problem, plan).total());
            }
        } while (next(residencies, problem.choices()));
        return best;
    }

    /** Counts on in base 3; false after the last. */
    public static boolean next(byte[] residencies) {
        return next(residencies, 3);
    }

    /** Counts on in base {@code choices}; false after the last. */
    public static boolean next(byte[] residencies, int choices) {
        for (int cell = 0; cell < residencies.length; cell++) {
            if (++residencies[cell] < choices) {
                return true;
            }
            residencies[cell] = 0;
        }
        return false;
    }
}
