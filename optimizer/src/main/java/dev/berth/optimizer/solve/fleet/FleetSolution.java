package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Plans of a fleet's servers and what is known of them.
 *
 * @param plans one a server; they keep every limit
 * @param costs cost of each by the slow evaluator
 * @param bound no plans cost less together, in nano-cost units; empty where none is known
 * @param proven whether no plans are cheaper
 * @param note one line for people
 */
public record FleetSolution(List<Plan> plans, List<PlanCost> costs, OptionalLong bound, boolean proven, String note) {
    public FleetSolution {
        plans = List.copyOf(plans);
        costs = List.copyOf(costs);
        if (bound.isPresent() && bound.getAsLong() > total(costs)) {
            throw new IllegalArgumentException(
                    "out of range: bound=" + bound.getAsLong() + ", expected at most the cost " + total(costs));
        }
    }

    static FleetSolution of(Fleet fleet, List<Plan> plans, OptionalLong bound, String note) {
        List<PlanCost> costs = new ArrayList<>();
        for (int server = 0; server < plans.size(); server++) {
            costs.add(PlanCost.of(fleet.servers().get(server), plans.get(server)));
        }
        boolean proven = bound.isPresent() && bound.getAsLong() == total(costs);
        return new FleetSolution(plans, costs, bound, proven, note);
    }

    private static long total(List<PlanCost> costs) {
        long total = 0;
        for (PlanCost cost : costs) {
            total = Math.addExact(total, cost.total());
        }
        return total;
    }

    /** Cost of all servers together. */
    public PlanCost cost() {
        return PlanCost.sum(costs);
    }

    /** Cost of all servers together, in nano-cost units. */
    public long total() {
        return total(costs);
    }
}
