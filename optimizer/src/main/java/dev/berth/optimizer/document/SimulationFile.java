package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.SchemaVersion;
import java.util.List;

/**
 * What {@code simulate --out} writes.
 *
 * @param schemaVersion version of this format, 2
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
 * @param notes what to mind when reading the results, one line each
 * @param results all-cloud, then plans and policies in the order in which they were named; all servers together
 * @param serverResults each server by itself; empty, and not written, for a scenario of one server
 */
@SchemaVersion(value = SimulationFile.SCHEMA_VERSION, remedy = "make it again with 'berth simulate'")
public record SimulationFile(
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
        List<String> notes,
        List<SimulationResult> results,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ServerResults> serverResults)
        implements Document {
    public static final int SCHEMA_VERSION = 2;

    public SimulationFile {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "out of range: schemaVersion=" + schemaVersion + ", expected " + SCHEMA_VERSION);
        }
        assumptions = List.copyOf(assumptions);
        notes = List.copyOf(notes);
        results = List.copyOf(results);
        if (results.isEmpty() || !results.get(0).name().equals(Baseline.ALL_CLOUD)) {
            throw new IllegalArgumentException("out of range: results, expected " + Baseline.ALL_CLOUD + " first");
        }
        serverResults = serverResults == null ? List.of() : List.copyOf(serverResults);
        int methods = results.size();
        if (serverResults.stream().anyMatch(server -> server.results().size() != methods)) {
            throw new IllegalArgumentException(
                    "out of range: serverResults, expected " + methods + " results of each server, as in results");
        }
    }

    /**
     * One server.
     *
     * @param name as in the scenario
     * @param results in the order of the file's
     */
    public record ServerResults(String name, List<SimulationResult> results) {
        public ServerResults {
            results = List.copyOf(results);
        }
    }
}
