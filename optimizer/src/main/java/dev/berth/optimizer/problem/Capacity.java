package dev.berth.optimizer.problem;

import java.util.OptionalLong;

/**
 * What the edge server has in every slot.
 *
 * @param storageBytes S, >= 0
 * @param memoryBytes G, >= 0
 * @param energyMillijoules E, energy a slot may take, >= 0; empty where there is no limit
 */
public record Capacity(long storageBytes, long memoryBytes, OptionalLong energyMillijoules) {}
