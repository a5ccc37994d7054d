package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import java.io.Serializable;
import java.util.List;

/** What the plans of a block come to that keep within what it may download. */
public final class KeptBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long cost;
    private final long[] usedBytes;
    private final long[] putOffBytes;

    private KeptBlock(long cost, long[] usedBytes, long[] putOffBytes) {
        this.cost = cost;
        this.usedBytes = usedBytes;
        this.putOffBytes = putOffBytes;
    }

    /** What they cost, nano-cost units; the link is free. */
    long cost() {
        return cost;
    }

    /** What they download, a value a slot; not to be written. */
    long[] usedBytes() {
        return usedBytes;
    }

    /** What was wanted in a slot and put off to the next; not to be written. */
    long[] putOffBytes() {
        return putOffBytes;
    }

    /**
     * Makes the plans.
     *
     * @param servers of the block, in order
     * @param wanted plans that keep the servers' own limits
     * @param budget bytes that the block may download, a value a slot; at least what is pinned
     * @param effort passes that improve them stop where it is used up
     * @param plans filled with the plans, in order
     */
    public static KeptBlock of(
            List<Problem> servers, List<Plan> wanted, long[] budget, Effort effort, List<Plan> plans) {
        FleetPlans kept = new FleetPlans(servers, budget);
        kept.take(wanted);
        kept.improve(effort);
        plans.addAll(kept.plans());
        long cost = 0;
        for (int server = 0; server < servers.size(); server++) {
            cost = Math.addExact(
                    cost, PlanCost.of(servers.get(server), plans.get(server)).total());
        }
        long[] used = new long[budget.length];
        for (int slot = 0; slot < used.length; slot++) {
            used[slot] = budget[slot] - kept.left()[slot];
        }
        return new KeptBlock(cost, used, kept.putOff());
    }
}
