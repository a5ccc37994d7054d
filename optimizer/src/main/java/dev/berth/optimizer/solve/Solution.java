package dev.berth.optimizer.solve;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.List;
import java.util.OptionalLong;

/**
 * Plans and what is known of them: that of one server, or those of a fleet.
 *
 * @param plans one a server; they keep every limit
 * @param costs cost of each by the slow evaluator
 * @param bound no plans cost less together, in nano-cost units; empty where the solver knows no bound
 * @param proven whether no plans are cheaper
 * @param note one line for people: size, what was given up; may be empty
 */
public record Solution(List<Plan> plans, List<PlanCost> costs, OptionalLong bound, boolean proven, String note) {
    public Solution {
        plans = List.copyOf(plans);
        costs = List.copyOf(costs);
        long total = PlanCost.sum(costs).total();
        if (bound.isPresent() && bound.getAsLong() > total) {
            throw new IllegalArgumentException(
                    "out of range: bound=" + bound.getAsLong() + ", expected at most the cost " + total);
        }
    }

    /** Of one server. */
    public Solution(Plan plan, PlanCost cost, OptionalLong bound, boolean proven, String note) {
        this(List.of(plan), List.of(cost), bound, proven, note);
    }

    /** Plans of a fleet, and what no plans cost less than; proven where both are equal. */
    public static Solution of(Fleet fleet, List<Plan> plans, OptionalLong bound, String note) {
        List<PlanCost> costs = new Neighbourhood(fleet).costs(plans);
        boolean proven =
                bound.isPresent() && bound.getAsLong() == PlanCost.sum(costs).total();
        return new Solution(plans, costs, bound, proven, note);
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

    /** The plan of the one server that was solved. */
    public Plan plan() {
        if (plans.size() != 1) {
            throw new IllegalStateException("plans of " + plans.size() + " servers, expected that of one");
        }
        return plans.get(0);
    }

    /** Cost of all servers together. */
    public PlanCost cost() {
        return PlanCost.sum(costs);
    }
}
