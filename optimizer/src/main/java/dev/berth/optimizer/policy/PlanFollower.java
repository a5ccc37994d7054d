package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;
import java.util.Optional;

/** Does what a plan says, and what the plans say that take its place. */
final class PlanFollower implements Policy.Run {
    private final Berths berths;
    private final Optional<Replanner> replanner;
    private Plan plan;
    private int firstSlot;

    /** @param replanner told of all that happens; empty where nothing takes the plan's place */
    PlanFollower(Plan plan, Berths berths, Optional<Replanner> replanner) {
        this.plan = plan;
        this.berths = berths;
        this.replanner = replanner;
    }

    @Override
    public void slotBegins(int slot) {
        replanner.flatMap(other -> other.slotBegins(slot, modes())).ifPresent(next -> {
            plan = next;
            firstSlot = slot;
        });
        berths.keepAll(plan, Math.min(slot - firstSlot, plan.slots() - 1));
    }

    private byte[] modes() {
        byte[] modes = new byte[berths.models()];
        for (int model = 0; model < modes.length; model++) {
            modes[model] = (byte) berths.modeAt(model);
        }
        return modes;
    }

    @Override
    public void requested(int model, long arrivalNanos) {
        replanner.ifPresent(other -> other.requested(model));
    }
}
