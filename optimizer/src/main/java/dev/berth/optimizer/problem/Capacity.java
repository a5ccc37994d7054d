package dev.berth.optimizer.problem;

import java.util.OptionalLong;

/**
 * What the edge server has in every slot.
 *
 * @param storageBytes S, >= 0
 * @param memoryBytes G, >= 0
 * @param energyMillijoules E, energy a slot may take, >= 0; empty where there is no limit
 * @param hostMemoryBytes H, >= 0; empty where there is no limit
 * @param computePpm compute that modes may share, in millionths, >= 0; empty where there is no limit
 */
public record Capacity(
        long storageBytes,
        long memoryBytes,
        OptionalLong energyMillijoules,
        OptionalLong hostMemoryBytes,
        OptionalLong computePpm) {
    /** A server whose host memory and compute have no limit. */
    public Capacity(long storageBytes, long memoryBytes, OptionalLong energyMillijoules) {
        this(storageBytes, memoryBytes, energyMillijoules, OptionalLong.empty(), OptionalLong.empty());
    }
}
