package dev.berth.optimizer.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.Commands;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.1, delayPerSecond: 1, switchingPerSecond: 0.1,
              qualityPerRequest: 0.5}
            charging: both
            slots: 8
            slotSeconds: 60
            services:
              "writer, 2 loaded":
                variants: [{model: model-a, quality: 0.6}, {model: model-c}]
                shares: [0.5, 1]
            servers:
              - {name: north, storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7, demandShare: 0.25}
              - {name: south, storageBytes: 40000000, memoryBytes: 60000000, backhaulBytesPerSecond: 1e7, demandShare: 0.75}
            demand:
              generator: {requestsPerSecond: 1, zipfExponent: 0.9, driftSlots: 2, dailyAmplitude: 0, seed: 1}
            """;

    @TempDir
    private Path folder;

    /** Modes of services among them, whose names could be taken for others. */
    @Test
    void plansOfAFleetsFolderAreReadAndCostWhatItsDocumentSays() throws IOException {
        Path profiles = folder.resolve("profiles.json");
        Path scenario = folder.resolve("scenario.yaml");
        Path fleet = folder.resolve("fleet");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        Files.writeString(scenario, SCENARIO);
        assertEquals(
                0, run("plan", "--profiles", profiles, "--scenario", scenario, "--master", "threads", "--out", fleet));
        Servers servers = Servers.read(profiles, scenario);

        for (Path named : List.of(fleet, fleet.resolve("fleet.json"))) {
            List<Plan> plans = servers.plans(named, profiles, scenario);

            NanoCost cost =
                    Json.read(fleet.resolve("fleet.json"), FleetFile.class).cost();
            List<PlanCost> costs = new Neighbourhood(servers.fleet()).costs(plans);
            assertEquals(cost, NanoCost.of(PlanCost.sum(costs)));
        }

        Files.writeString(scenario, SCENARIO.replace("slots: 8", "slots: 9"));
        String fault = assertThrows(
                        BadInputException.class,
                        () -> Servers.read(profiles, scenario).plans(fleet, profiles, scenario))
                .getMessage();
        assertTrue(fault.startsWith(fleet.resolve("fleet.json").toString()), fault);
    }

    private static int run(Object... words) {
        StringWriter ignored = new StringWriter();
        return Commands.run(
                new PrintWriter(ignored, true),
                new PrintWriter(ignored, true),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }
}
