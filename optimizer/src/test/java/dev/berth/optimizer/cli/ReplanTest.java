package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that give way to new ones where the forecast was wrong. */
class ReplanTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageFraction: 0.4, memoryFraction: 0.4, backhaulBytesPerSecond: 1e6}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 20
            prices: {storagePerGibibyteHour: 0, memoryPerGibibyteHour: 0.01, delayPerSecond: 0.001, switchingPerSecond: 0.01}
            charging: both
            slots: 24
            slotSeconds: 900
            demand: {generator: {requestsPerSecond: 0.3, zipfExponent: 1.5, driftSlots: 0, dailyAmplitude: 0, seed: 1}}
            """;

    /** Hardly any requests, so that a plan keeps nothing. */
    private static final String FORECAST = "forecast: {matrix: ["
            + String.join(", ", Collections.nCopies(24, "[0.01, 0.01, 0.01, 0.01, 0.01, 0.01]")) + "]}\n";

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();

    private Map<String, Double> costs(String scenario) throws IOException {
        Path profiles = folder.resolve("profiles.json");
        Path file = folder.resolve("scenario.yaml");
        Path out = folder.resolve("simulation.json");
        ProfileDatasets.write(SampleDatasets.of(6, false), profiles);
        Files.writeString(file, scenario);
        assertEquals(
                0,
                berth.run(
                        "simulate",
                        "--profiles",
                        profiles,
                        "--scenario",
                        file,
                        "--solver",
                        "auto",
                        "--replan",
                        "never",
                        "--replan",
                        "drift",
                        "--replan",
                        "every-slot",
                        "--seeds",
                        "2",
                        "--out",
                        out),
                berth.errors::toString);
        Map<String, Double> costs = new LinkedHashMap<>();
        Json.read(out, SimulationFile.class)
                .results()
                .forEach(result ->
                        costs.put(result.name(), result.totalNanoCost().mean()));
        assertEquals(
                List.of("all-cloud", "auto", "auto anew on drift", "auto anew every slot"),
                List.copyOf(costs.keySet()));
        return costs;
    }

    @Test
    void aWrongForecastIsMendedOnceItShows() throws IOException {
        Map<String, Double> costs = costs(SCENARIO + FORECAST);

        assertTrue(costs.get("auto anew on drift") < 0.95 * costs.get("auto"), costs::toString);
        assertTrue(costs.get("auto anew every slot") < 0.95 * costs.get("auto"), costs::toString);
    }

    @Test
    void aRightForecastIsNotReplaced() throws IOException {
        Map<String, Double> costs = costs(SCENARIO);

        assertEquals(costs.get("auto"), costs.get("auto anew on drift"));
    }
}
