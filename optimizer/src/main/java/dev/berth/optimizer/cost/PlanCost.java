package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.SharedParts;
import java.util.List;

/**
 * What a plan costs, split as in {@link Problem}; all in nano-cost units, >= 0.
 *
 * @param resources storage, device memory and energy
 * @param delay what requests wait
 * @param switching what rises of residency wait
 * @param quality what answers lack of full quality
 */
public record PlanCost(long resources, long delay, long switching, long quality) {
    /** As dear as plans may be, so that sums of costs fit. */
    private static final long MOST_NANO_COST = 1L << 61;

    public PlanCost {
        if (resources < 0 || delay < 0 || switching < 0 || quality < 0) {
            throw new IllegalArgumentException("out of range: resources=" + resources + ", delay=" + delay
                    + ", switching=" + switching + ", quality=" + quality + ", expected >= 0");
        }
    }

    /** Where nothing is charged for quality. */
    public PlanCost(long resources, long delay, long switching) {
        this(resources, delay, switching, 0);
    }

    /** Sum of the four. */
    public long total() {
        return Math.addExact(Math.addExact(resources, delay), Math.addExact(switching, quality));
    }

    /**
     * Those of several servers together.
     *
     * @throws ArithmeticException where that is more than is counted
     */
    public static PlanCost sum(List<PlanCost> costs) {
        long resources = 0;
        long delay = 0;
        long switching = 0;
        long quality = 0;
        for (PlanCost cost : costs) {
            resources = Math.addExact(resources, cost.resources);
            delay = Math.addExact(delay, cost.delay);
            switching = Math.addExact(switching, cost.switching);
            quality = Math.addExact(quality, cost.quality);
        }
        return new PlanCost(resources, delay, switching, quality);
    }

    /**
     * Adds up a plan term by term, what services share once: slow, obvious, the reference every solver is held against.
     *
     * @throws IllegalArgumentException where the plan has another shape than the problem
     * @throws ArithmeticException where all requests served by the cloud cost more than is counted; no other plan does
     */
    public static PlanCost of(Problem problem, Plan plan) {
        requireShape(problem, plan);
        if (problem.sharedParts().isPresent()) {
            SharedParts parts = problem.sharedParts().get();
            return of(parts.apart(), parts.whole(plan));
        }
        if (plan.isAllCloud()) {
            return allCloud(problem);
        }
        long resources = 0;
        long delay = 0;
        long switching = 0;
        long quality = 0;
        for (int model = 0; model < problem.models(); model++) {
            int before = problem.initialMode(model);
            for (int slot = 0; slot < problem.slots(); slot++) {
                int now = plan.indexAt(slot, model);
                resources = Math.addExact(resources, problem.resourceCost(model, now));
                long loss = problem.qualityCost(slot, model, now);
                delay = Math.addExact(delay, problem.delayCost(slot, model, now) - loss);
                quality = Math.addExact(quality, loss);
                switching = Math.addExact(switching, problem.switchingCost(slot, model, before, now));
                before = now;
            }
        }
        return new PlanCost(resources, delay, switching, quality);
    }

    /** Nothing but what requests wait for the cloud. */
    private static PlanCost allCloud(Problem problem) {
        long delay = 0;
        for (int model = 0; model < problem.models(); model++) {
            for (int slot = 0; slot < problem.slots(); slot++) {
                delay = Math.addExact(delay, problem.cloudCost(slot, model));
            }
        }
        if (delay >= MOST_NANO_COST) {
            throw new ArithmeticException("2^61 nano-cost units or more");
        }
        return new PlanCost(0, delay, 0);
    }

    static void requireShape(Problem problem, Plan plan) {
        if (plan.slots() != problem.slots() || plan.models() != problem.models()) {
            throw new IllegalArgumentException("plan of " + plan.slots() + " slots × " + plan.models()
                    + " models, expected " + problem.slots() + " × " + problem.models());
        }
    }
}
