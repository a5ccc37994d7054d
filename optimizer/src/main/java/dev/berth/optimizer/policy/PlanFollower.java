package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;

/** Does what a plan says. */
final class PlanFollower implements Policy.Run {
    private final Plan plan;
    private final Berths berths;

    PlanFollower(Plan plan, Berths berths) {
        this.plan = plan;
        this.berths = berths;
    }

    @Override
    public void slotBegins(int slot) {
        berths.keepAll(plan, Math.min(slot, plan.slots() - 1));
    }

    @Override
    public void requested(int model, long arrivalNanos) {}
}
