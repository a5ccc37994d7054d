package dev.berth.optimizer.problem;

import java.util.Optional;

/**
 * A model as the decision sees it. Ranges are checked by {@link ProblemBuilder#build}, so that all faults of a problem
 * are told at once.
 *
 * @param name not blank, unique within a problem
 * @param storageBytes storage it takes when stored or loaded, >= 0
 * @param memoryBytes device memory it takes when loaded, >= 0
 * @param energyMillijoules energy it takes in one slot when loaded, >= 0; 0 where energy is not modelled
 * @param transferNanos tr: download over the backhaul, >= 0
 * @param preloadNanos io: from storage into device memory, >= 0
 * @param inferenceNanos inf: one request on the edge's device, >= 0
 * @param cloudNanos cloud: one request served by the cloud, everything included, >= 0
 * @param hosting how it is kept in host memory; empty where it is not
 */
public record Service(
        String name,
        long storageBytes,
        long memoryBytes,
        long energyMillijoules,
        long transferNanos,
        long preloadNanos,
        long inferenceNanos,
        long cloudNanos,
        Optional<Hosting> hosting) {
    /**
     * How a model is kept in host memory.
     *
     * @param hostMemoryBytes host memory it takes, >= 0
     * @param fillNanos from storage into host memory, >= 0
     * @param wakeNanos from host memory into device memory, >= 0
     * @param sleepNanos from device memory into host memory, >= 0
     */
    public record Hosting(long hostMemoryBytes, long fillNanos, long wakeNanos, long sleepNanos) {}

    /** A model that is not kept in host memory. */
    public Service(
            String name,
            long storageBytes,
            long memoryBytes,
            long energyMillijoules,
            long transferNanos,
            long preloadNanos,
            long inferenceNanos,
            long cloudNanos) {
        this(
                name,
                storageBytes,
                memoryBytes,
                energyMillijoules,
                transferNanos,
                preloadNanos,
                inferenceNanos,
                cloudNanos,
                Optional.empty());
    }
}
