package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Residency;

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
        int planned = Math.min(slot, plan.slots() - 1);
        for (int model = 0; model < plan.models(); model++) {
            berths.keep(
                    model,
                    Residency.of(Math.min(
                            plan.indexAt(planned, model), berths.at(model).index())));
        }
        for (int model = 0; model < plan.models(); model++) {
            berths.keep(model, plan.at(planned, model));
        }
    }

    @Override
    public void requested(int model, long arrivalNanos) {}
}
