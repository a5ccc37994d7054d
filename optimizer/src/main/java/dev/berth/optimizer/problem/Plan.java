package dev.berth.optimizer.problem;

import java.util.Arrays;

/**
 * A mode for each service in each slot, or no use of the edge server at all; immutable, knows nothing of limits or
 * costs.
 */
public final class Plan {
    private final int models;
    private final byte[] modes;
    private final boolean allCloud;

    /**
     * Copies a plan.
     *
     * @param models number of models, >= 1
     * @param modes indices of modes, the models of slot 0 first; length slots × models
     * @throws IllegalArgumentException where the length is not a multiple of models, or an index is not 0 to 63
     */
    public Plan(int models, byte[] modes) {
        if (models < 1 || modes.length % models != 0) {
            throw new IllegalArgumentException(
                    "out of range: models=" + models + ", modes=" + modes.length + ", expected a multiple of models");
        }
        for (byte mode : modes) {
            if (mode < 0 || mode >= ModesBuilder.MAX_MODES) {
                throw new IllegalArgumentException(
                        "out of range: mode=" + mode + ", expected 0 to " + (ModesBuilder.MAX_MODES - 1));
            }
        }
        this.models = models;
        this.modes = modes.clone();
        allCloud = false;
    }

    private Plan(int slots, int models) {
        this.models = models;
        modes = new byte[Math.multiplyExact(slots, models)];
        allCloud = true;
    }

    /**
     * Every request is served by the cloud and nothing is kept, pinned or not: what plans are held against.
     *
     * @param slots number of slots, >= 0
     * @param models number of models, >= 1
     */
    public static Plan allCloud(int slots, int models) {
        return new Plan(slots, models);
    }

    /** Whether every request is served by the cloud; with any other plan those of absent models may be fetched for. */
    public boolean isAllCloud() {
        return allCloud;
    }

    /** Number of slots, >= 0. */
    public int slots() {
        return modes.length / models;
    }

    /** Number of models, >= 1. */
    public int models() {
        return models;
    }

    /** Residency of a model in a slot, where its modes are ABSENT, STORED and LOADED. */
    public Residency at(int slot, int model) {
        return Residency.of(modes[slot * models + model]);
    }

    /** Index of the mode of a service in a slot. */
    public int indexAt(int slot, int model) {
        return modes[slot * models + model];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan plan
                && plan.models == models
                && plan.allCloud == allCloud
                && Arrays.equals(plan.modes, modes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(modes);
    }
}
