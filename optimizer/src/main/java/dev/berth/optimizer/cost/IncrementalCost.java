package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/**
 * The cost of a plan that is changed cell by cell: a change of one model in one slot costs constant time and allocates
 * nothing. For one thread.
 */
public final class IncrementalCost {
    private final Problem problem;
    private final int models;
    private final byte[] modes;
    private long total;

    /**
     * Starts at a plan.
     *
     * @throws IllegalArgumentException where the plan has another shape than the problem, or is all-cloud, or services
     *     share parts, so that one's cost depends on others
     */
    public IncrementalCost(Problem problem, Plan plan) {
        if (plan.isAllCloud()) {
            throw new IllegalArgumentException("all-cloud keeps no model that could be changed, expected a plan");
        }
        if (problem.sharedParts().isPresent()) {
            throw new IllegalArgumentException("services share parts, expected costs of each by itself");
        }
        this.problem = problem;
        this.models = problem.models();
        this.total = PlanCost.of(problem, plan).total();
        this.modes = new byte[problem.slots() * models];
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < models; model++) {
                this.modes[slot * models + model] = (byte) plan.indexAt(slot, model);
            }
        }
    }

    /** Cost of the plan as it stands, in nano-cost units. */
    public long total() {
        return total;
    }

    /** What {@link #set} would add to the cost, in nano-cost units; negative where the plan would become cheaper. */
    public long change(int slot, int model, int mode) {
        int to = mode;
        int from = modes[slot * models + model];
        int before = slot == 0 ? problem.initialMode(model) : modes[(slot - 1) * models + model];
        long change = problem.slotCost(slot, model, to) - problem.slotCost(slot, model, from);
        change += problem.switchingCost(slot, model, before, to) - problem.switchingCost(slot, model, before, from);
        if (slot + 1 < problem.slots()) {
            int after = modes[(slot + 1) * models + model];
            change += problem.switchingCost(slot + 1, model, to, after)
                    - problem.switchingCost(slot + 1, model, from, after);
        }
        return change;
    }

    /** Changes one model in one slot; limits are not checked. */
    public void set(int slot, int model, int mode) {
        total += change(slot, model, mode);
        modes[slot * models + model] = (byte) mode;
    }

    /** The plan as it stands. */
    public Plan plan() {
        return new Plan(models, modes);
    }
}
