package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.workload.Requests;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected requests that the problem is built from and the requests one by one belong together. */
class ScenarioDemandTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageBytes: 40000000, memoryFraction: 1, backhaulBytesPerSecond: 1e6}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0, memoryPerGibibyteHour: 0, delayPerSecond: 1, switchingPerSecond: 2}
            charging: both
            slots: 3
            slotSeconds: 60
            """;

    @TempDir
    private Path folder;

    private ScenarioProblem join(String... lines) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, SCENARIO + String.join("\n", lines) + "\n");
        return ScenarioProblem.of(ScenarioFile.read(file), SampleDatasets.of(3, false), "profiles.json");
    }

    private static List<String> requests(ScenarioProblem joined, long seed) {
        List<String> found = new ArrayList<>();
        try (Requests requests = joined.workload().open(seed)) {
            while (requests.next()) {
                found.add(requests.arrivalNanos() + " " + requests.model());
            }
        }
        return found;
    }

    @Test
    void aTraceIsBothTheDemandAndTheRequests() throws IOException {
        Files.writeString(
                folder.resolve("trace.csv"), "timestamp,model\n5,model-c\n6,model-b\n70,model-a\n71,model-a\n");

        ScenarioProblem joined =
                join("demand: {trace: {file: trace.csv, format: requests}}", "models: {model-b: {exclude: true}}");

        // Two requests of model a in slot 1, 2 s of waiting each; one of model c in slot 0.
        assertEquals(4_000_000_000L, joined.problem().delayCost(1, 0, 0));
        assertEquals(2_000_000_000L, joined.problem().delayCost(0, 1, 0));
        assertEquals(0, joined.problem().delayCost(2, 1, 0));
        assertEquals(List.of("0 1", "65000000000 0", "66000000000 0"), requests(joined, 1));
        assertEquals(requests(joined, 1), requests(joined, 2));
        assertTrue(joined.assumptions()
                .contains("the plan knows the 3 requests of " + folder.resolve("trace.csv")
                        + " beforehand, slot by slot"));
    }

    @Test
    void anAzureTraceStatesItsAssumptions() throws IOException {
        Files.writeString(
                folder.resolve("trace.csv"),
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n");

        ScenarioProblem joined =
                join("demand: {trace: {file: trace.csv, format: azure-2023, zipfExponent: 0.9, seed: 1}}");

        assertTrue(joined.assumptions()
                .contains("the trace names no models: each request draws one, Zipf exponent 0.9, and its work is its"
                        + " tokens over their mean"));
        assertEquals(1, requests(joined, 1).size());
    }

    @Test
    void generatedRequestsFollowTheExpectedOnesAndTheSeed() throws IOException {
        ScenarioProblem joined = join(
                "demand:",
                "  generator: {requestsPerSecond: 50, zipfExponent: 0, driftSlots: 0, dailyAmplitude: 0, seed: 1,",
                "    bursts: {gaps: weibull, coefficientOfVariation: 2}}");

        assertEquals(9000, requests(joined, 1).size(), 1500);
        assertEquals(requests(joined, 1), requests(joined, 1));
        assertNotEquals(requests(joined, 1), requests(joined, 2));
    }

    @Test
    void churnReachesTheExpectedDemand() throws IOException {
        String generator =
                "  generator: {requestsPerSecond: 1, zipfExponent: 0, driftSlots: 0, dailyAmplitude: 0, seed: 1";
        ScenarioProblem joined = join("demand:", generator + ", churn: {offeredSlots: 1, withdrawnSlots: 1000000}}");

        assertTrue(requests(joined, 1).isEmpty());
    }

    @Test
    void faultsOfATraceAreNamedByItsOwnLines() throws IOException {
        Files.writeString(folder.resolve("trace.csv"), "timestamp,model\n5,model-c\n4,model-b\n");

        assertEquals(
                folder.resolve("trace.csv")
                        + ":3: '4', expected a timestamp not before that of the line before; sort the file by time",
                assertThrows(
                                BadInputException.class,
                                () -> join("demand: {trace: {file: trace.csv, format: requests}}"))
                        .getMessage());
    }
}
