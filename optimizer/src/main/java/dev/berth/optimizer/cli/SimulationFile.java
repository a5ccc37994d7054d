package dev.berth.optimizer.cli;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.simulate.SimulationResult;
import java.util.List;

/**
 * What {@code simulate --out} writes.
 *
 * @param schemaVersion version of this format, 1
 * @param tool name and version of the writer
 * @param profiles dataset that delays were drawn from
 * @param profilesFingerprint {@code sha256:} of that file
 * @param scenario scenario that was simulated
 * @param scenarioFingerprint {@code sha256:} of that file
 * @param assumptions what was assumed and not measured, one line each
 * @param charging who waits for a load
 * @param slots number of slots, >= 1
 * @param slotSeconds length of a slot
 * @param seeds number of runs of each, >= 1
 * @param firstSeed seed of the first run; the next ones follow by one
 * @param results plans and policies, in the order in which they were named
 */
record SimulationFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,
        List<String> assumptions,
        Charging charging,
        int slots,
        double slotSeconds,
        int seeds,
        long firstSeed,
        List<SimulationResult> results) {
    static final int SCHEMA_VERSION = 1;

    SimulationFile {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("out of range: schemaVersion=" + schemaVersion + ", expected 1");
        }
        assumptions = List.copyOf(assumptions);
        results = List.copyOf(results);
    }
}
