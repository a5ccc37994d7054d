package dev.berth.benchmarks.published;

import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.List;

@Description("One way a service can be in a slot, and what it takes then.")
public record InstanceMode(
        @Description("unique within its service") String name,
        @Description("storage") @Range(least = 0) long storageBytes,
        @Description("host memory") @Range(least = 0) long hostMemoryBytes,
        @Description("device memory") @Range(least = 0) long deviceMemoryBytes,
        @Description("energy a slot") @Range(least = 0) long energyMillijoules,

        @Description("compute, in millionths of what the server has") @Range(least = 0)
        long computePpm) {
    public InstanceMode {
        Require.text("name", name);
        Require.atLeast("storageBytes", storageBytes, 0);
        Require.atLeast("hostMemoryBytes", hostMemoryBytes, 0);
        Require.atLeast("deviceMemoryBytes", deviceMemoryBytes, 0);
        Require.atLeast("energyMillijoules", energyMillijoules, 0);
        Require.atLeast("computePpm", computePpm, 0);
    }

    /** What it takes of each resource, in the order of {@link Amounts#NAMES}. */
    List<Long> uses() {
        return List.of(storageBytes, hostMemoryBytes, deviceMemoryBytes, energyMillijoules, computePpm);
    }
}
