package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;

/** Keeps nothing: the yardstick. */
final class CloudOnly implements Policy.Run {
    private final Berths berths;

    CloudOnly(Berths berths) {
        this.berths = berths;
    }

    @Override
    public void slotBegins(int slot) {
        for (int model = 0; slot == 0 && model < berths.models(); model++) {
            berths.keep(model, Residency.ABSENT);
        }
    }

    @Override
    public void requested(int model, long arrivalNanos) {}
}
