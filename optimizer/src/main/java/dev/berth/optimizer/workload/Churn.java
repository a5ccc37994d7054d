package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/**
 * Models that retire and come back, each by itself: in every slot an offered model is withdrawn with probability
 * {@code 1 / offeredSlots} and a withdrawn one offered again with probability {@code 1 / withdrawnSlots}. Stationary
 * from slot 0 on.
 *
 * @param offeredSlots mean slots that a model stays on offer, finite and >= 1
 * @param withdrawnSlots mean slots until it comes back, finite and >= 1
 */
public record Churn(double offeredSlots, double withdrawnSlots) {
    public Churn {
        require("offeredSlots", offeredSlots);
        require("withdrawnSlots", withdrawnSlots);
    }

    private static void require(String name, double value) {
        if (!(value >= 1) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "out of range: " + name + "=" + value + ", expected a finite number >= 1");
        }
    }

    /** Which models are on offer in slot 0. */
    boolean[] first(int models, SplittableRandom random) {
        boolean[] offered = new boolean[models];
        double share = offeredSlots / (offeredSlots + withdrawnSlots);
        for (int model = 0; model < models; model++) {
            offered[model] = random.nextDouble() < share;
        }
        return offered;
    }

    /** Goes on by one slot. */
    void advance(boolean[] offered, SplittableRandom random) {
        for (int model = 0; model < offered.length; model++) {
            double changes = 1 / (offered[model] ? offeredSlots : withdrawnSlots);
            offered[model] ^= random.nextDouble() < changes;
        }
    }
}
