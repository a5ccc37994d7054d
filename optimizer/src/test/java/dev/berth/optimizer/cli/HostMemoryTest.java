package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios with host memory, from the keys to the plan, its page, and what refuses them. */
class HostMemoryTest {
    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path plan;

    @BeforeEach
    void write() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        plan = folder.resolve("plan.json");
        ProfileDatasets.write(SampleDatasets.withWarmLoads(6), profiles);
        Files.writeString(scenario, """
                schemaVersion: 1
                profile: {device: "cuda:0", tier: storage-cold}
                server:
                  storageFraction: 1
                  memoryFraction: 0.2
                  hostMemory: {fraction: 0.6}
                  backhaulBytesPerSecond: 1e6
                cloudDelayMillis: 2000
                inferenceAssumedMillis: 20
                prices:
                  storagePerGibibyteHour: 0
                  memoryPerGibibyteHour: 0.01
                  delayPerSecond: 0.001
                  switchingPerSecond: 0.01
                  hostMemoryPerGibibyteHour: 0.001
                charging: both
                slots: 6
                slotSeconds: 900
                demand:
                  generator: {requestsPerSecond: 0.3, zipfExponent: 0.9, driftSlots: 2, dailyAmplitude: 0.6, seed: 1}
                """);
    }

    @Test
    void modelsAreKeptInHostMemoryWithinItsLimitAndThePageShowsThem() throws IOException {
        assertEquals(
                0,
                berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan),
                berth.errors::toString);

        PlanFile written = Json.read(plan, PlanFile.class);
        long[] hosted = new long[written.slots()];
        written.models()
                .forEach(model -> model.stretches().stream()
                        .filter(stretch -> stretch.residency() == Residency.HOSTED)
                        .forEach(stretch -> {
                            for (int slot = 0; slot < stretch.slots(); slot++) {
                                hosted[stretch.fromSlot() + slot] +=
                                        model.hosting().hostMemoryBytes();
                            }
                        }));
        for (long bytes : hosted) {
            // 0.6 of 10 + 20 + … + 60 MB.
            assertTrue(bytes <= 126_000_000, Long.toString(bytes));
        }
        assertTrue(hosted[0] > 0);
        assertTrue(berth.output.toString().contains("o hosted (in host memory)"), berth.output::toString);
        assertEquals(Set.of(), CommandRun.schemaFaults(PlanFile.SCHEMA, plan));
        assertEquals(0, berth.run("validate", "--profiles", profiles, plan, scenario), berth.errors::toString);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        assertTrue(Files.readString(folder.resolve("report.html")).contains("in host memory"));
    }

    /** The way by host memory is not quicker than the one the scenario states, however quickly that was measured. */
    @Test
    void aStatedPreloadIsTheWholeWayByHostMemory() throws IOException {
        String first = ProfileDatasets.read(profiles).models().get(0).model().name();
        Files.writeString(scenario, Files.readString(scenario) + "models: {" + first + ": {preloadMillis: 50000}}\n");

        Service service = ScenarioFile.readFleet(scenario)
                .problems(ProfileDatasets.read(profiles), "profiles.json")
                .get(0)
                .services()
                .get(0);

        assertEquals(50_000_000_000L, service.preloadNanos());
        Service.Hosting hosting = service.hosting().orElseThrow();
        assertEquals(50_000_000_000L, hosting.fillNanos() + hosting.wakeNanos());
    }

    @Test
    void simulationsFollowPlansAndLetCachesKeepModelsThere() throws IOException {
        Path simulation = folder.resolve("simulation.json");
        berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan);

        assertEquals(
                0,
                berth.run(
                        "simulate",
                        "--profiles",
                        profiles,
                        "--scenario",
                        scenario,
                        "--plan",
                        plan,
                        "--policy",
                        "lru",
                        "--seeds",
                        "2",
                        "--out",
                        simulation),
                berth.errors::toString);

        for (SimulationResult result :
                Json.read(simulation, SimulationFile.class).results().subList(1, 3)) {
            assertTrue(result.hostedShare().mean() > 0, result::name);
            assertTrue(result.models().stream().anyMatch(model -> model.requestsWhileHosted() != null), result::name);
        }
        assertEquals(Set.of(), CommandRun.schemaFaults(SimulationFile.SCHEMA, simulation));
    }

    @Test
    void aPlanWithHostMemoryIsNotOneOfAServerWithout() throws IOException {
        berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan);
        Files.writeString(
                scenario,
                Files.readString(scenario)
                        .replaceAll("(?m)^  hostMemory: .*$", "")
                        .replaceAll("(?m)^\\s*\\n", ""));

        assertEquals(3, berth.run("simulate", "--profiles", profiles, "--scenario", scenario, "--plan", plan));
    }
}
