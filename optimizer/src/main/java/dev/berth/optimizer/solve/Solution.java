package dev.berth.optimizer.solve;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.OptionalLong;

/**
 * A plan and what is known of it.
 *
 * @param plan keeps every limit
 * @param cost its cost by the slow evaluator
 * @param bound no plan costs less, in nano-cost units; empty where the solver knows no bound
 * @param proven whether no plan is cheaper
 * @param note one line for people: size, what was given up; may be empty
 */
public record Solution(Plan plan, PlanCost cost, OptionalLong bound, boolean proven, String note) {
    public Solution {
        if (bound.isPresent() && bound.getAsLong() > cost.total()) {
            throw new IllegalArgumentException(
                    "out of range: bound=" + bound.getAsLong() + ", expected at most the cost " + cost.total());
        }
    }

    public static Solution heuristic(Problem problem, Plan plan, String note) {
        return new Solution(plan, PlanCost.of(problem, plan), OptionalLong.empty(), false, note);
    }

    /** A plan, and what no plan costs less than; proven where both are equal. */
    public static Solution bounded(Problem problem, Plan plan, long bound, String note) {
        PlanCost cost = PlanCost.of(problem, plan);
        return new Solution(plan, cost, OptionalLong.of(bound), bound == cost.total(), note);
    }

    public static Solution optimal(Problem problem, Plan plan, String note) {
        PlanCost cost = PlanCost.of(problem, plan);
        return new Solution(plan, cost, OptionalLong.of(cost.total()), true, note);
    }
}
