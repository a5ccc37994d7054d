package dev.berth.benchmarks.published;

import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.Arrays;
import java.util.List;

@Description("An amount of each resource; null where there is no limit.")
public record Amounts(
        @Description("storage") @MayBeNull @Range(least = 0) Long storageBytes,

        @Description("host memory") @MayBeNull @Range(least = 0)
        Long hostMemoryBytes,

        @Description("device memory") @MayBeNull @Range(least = 0)
        Long deviceMemoryBytes,

        @Description("energy a slot") @MayBeNull @Range(least = 0)
        Long energyMillijoules,

        @Description("compute, in millionths of what the server has") @MayBeNull @Range(least = 0)
        Long computePpm) {
    /** Names of the resources, in the order of {@link #values}. */
    static final List<String> NAMES =
            List.of("storageBytes", "hostMemoryBytes", "deviceMemoryBytes", "energyMillijoules", "computePpm");

    public Amounts {
        atLeastZero("storageBytes", storageBytes);
        atLeastZero("hostMemoryBytes", hostMemoryBytes);
        atLeastZero("deviceMemoryBytes", deviceMemoryBytes);
        atLeastZero("energyMillijoules", energyMillijoules);
        atLeastZero("computePpm", computePpm);
    }

    private static void atLeastZero(String component, Long value) {
        if (value != null) {
            Require.atLeast(component, value, 0);
        }
    }

    /** One a resource; null where there is no limit. */
    List<Long> values() {
        return Arrays.asList(storageBytes, hostMemoryBytes, deviceMemoryBytes, energyMillijoules, computePpm);
    }
}
