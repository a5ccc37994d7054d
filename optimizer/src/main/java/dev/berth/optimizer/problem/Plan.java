package dev.berth.optimizer.problem;

import java.util.Arrays;

/**
 * A residency for each model in each slot, or no use of the edge server at all; immutable, knows nothing of limits or
 * costs.
 */
public final class Plan {
    private final int models;
    private final byte[] residencies;
    private final boolean allCloud;

    /**
     * Copies a plan.
     *
     * @param models number of models, >= 1
     * @param residencies indices of {@link Residency}, the models of slot 0 first; length slots × models
     * @throws IllegalArgumentException where the length is not a multiple of models, or an index is not 0 to 2
     */
    public Plan(int models, byte[] residencies) {
        if (models < 1 || residencies.length % models != 0) {
            throw new IllegalArgumentException("out of range: models=" + models + ", residencies=" + residencies.length
                    + ", expected a multiple of models");
        }
        for (byte residency : residencies) {
            if (residency < 0 || residency >= Residency.COUNT) {
                throw new IllegalArgumentException("out of range: residency=" + residency + ", expected 0 to 2");
            }
        }
        this.models = models;
        this.residencies = residencies.clone();
        allCloud = false;
    }

    private Plan(int slots, int models) {
        this.models = models;
        residencies = new byte[Math.multiplyExact(slots, models)];
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
        return residencies.length / models;
    }

    /** Number of models, >= 1. */
    public int models() {
        return models;
    }

    /** Residency of a model in a slot. */
    public Residency at(int slot, int model) {
        return Residency.of(residencies[slot * models + model]);
    }

    /** Index of the residency of a model in a slot, 0 to 2. */
    public int indexAt(int slot, int model) {
        return residencies[slot * models + model];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan plan
                && plan.models == models
                && plan.allCloud == allCloud
                && Arrays.equals(plan.residencies, residencies);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(residencies);
    }
}
