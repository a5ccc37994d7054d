package dev.berth.benchmarks.published;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.List;

@Description(
        "The cheapest plan that is known of an instance, and the highest bound: where both are equal, the optimum.")
public record BestKnown(
        @Description("cost of the plan") @Range(least = 0) long planNanoCost,
        @Description("who found it first") String planSolver,

        @Description("a row a slot, the index of a mode a service")
        List<List<Integer>> plan,

        @Description("no plan costs less; null where nothing is proven") @MayBeNull @Range(least = 0)
        Long boundNanoCost,

        @Description("who proved it first; null where nothing is proven") @MayBeNull
        String boundSolver) {
    public BestKnown {
        Require.atLeast("planNanoCost", planNanoCost, 0);
        plan = Require.list("plan", plan);
        if (boundNanoCost != null && boundNanoCost > planNanoCost) {
            throw new ComponentException("boundNanoCost", boundNanoCost, "at most planNanoCost " + planNanoCost);
        }
        if ((boundNanoCost == null) != (boundSolver == null)) {
            throw new ComponentException("boundSolver", boundSolver, "null exactly where boundNanoCost is");
        }
    }

    /** Whether no plan is cheaper. */
    boolean isOptimal() {
        return boundNanoCost != null && boundNanoCost == planNanoCost;
    }

    /** Whether a bound tells more than the one that is known. */
    boolean isBelow(long bound) {
        return boundNanoCost == null || boundNanoCost < bound;
    }

    BestKnown withBound(long bound, String solver) {
        return new BestKnown(planNanoCost, planSolver, plan, bound, solver);
    }
}
