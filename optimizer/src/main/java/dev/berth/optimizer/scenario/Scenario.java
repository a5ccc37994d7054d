package dev.berth.optimizer.scenario;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.profile.CacheTier;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a scenario file says; {@link ScenarioFile} reads it and checks the ranges.
 *
 * @param source name of the file, for messages
 * @param device device of the dataset whose memory and preload delays are used
 * @param tier tier of the dataset's preload delays that is used
 * @param storage S
 * @param memory G
 * @param energy energy limit and what loaded models draw
 * @param backhaulBytesPerSecond rate of downloads, > 0
 * @param cloudDelayMillis one request served by the cloud, >= 0
 * @param inferenceAssumedMillis delay of one request on the edge, for models whose inference was not measured, >= 0
 * @param prices prices and weights
 * @param charging which terms are present
 * @param slots T, >= 1
 * @param slotSeconds Δ, > 0
 * @param demand expected requests
 * @param initial residencies before slot 0; ABSENT where not named
 */
public record Scenario(
        String source,
        String device,
        CacheTier tier,
        Amount storage,
        Amount memory,
        Energy energy,
        double backhaulBytesPerSecond,
        double cloudDelayMillis,
        double inferenceAssumedMillis,
        Prices prices,
        Charging charging,
        int slots,
        double slotSeconds,
        Demand demand,
        Map<String, Residency> initial) {
    public Scenario {
        initial = new TreeMap<>(initial);
    }

    /**
     * Energy of loaded models.
     *
     * @param limitJoulesPerSlot what the loaded models may take in one slot; empty for no limit
     * @param loadedWattsPerGibibyte power of 2^30 bytes of device memory in use, >= 0
     */
    public record Energy(OptionalDouble limitJoulesPerSlot, double loadedWattsPerGibibyte) {}
}
