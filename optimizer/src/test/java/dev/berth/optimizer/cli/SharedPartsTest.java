package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that share models, from the key to the plan, its simulation and its page. */
class SharedPartsTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageBytes: 60000000, memoryFraction: 1, backhaulBytesPerSecond: 1e6}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 20
            prices: {storagePerGibibyteHour: 0.01, memoryPerGibibyteHour: 0.01, delayPerSecond: 0.01, switchingPerSecond: 0.01}
            charging: both
            slots: 6
            slotSeconds: 900
            demand: {generator: {requestsPerSecond: 0.3, zipfExponent: 0.5, driftSlots: 2, dailyAmplitude: 0.6, seed: 1}}
            services:
              first: {variants: [{models: [model-c, model-a]}]}
              second: {variants: [{models: [model-c, model-b]}]}
            """;

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();

    private PlanFile plan(String scenario, Path plan) throws IOException {
        Path profiles = folder.resolve("profiles.json");
        Path file = folder.resolve("scenario.yaml");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        Files.writeString(file, scenario);
        assertEquals(
                0,
                berth.run(
                        "plan", "--profiles", profiles, "--scenario", file, "--solver", "horizon-exact", "--out", plan),
                berth.errors::toString);
        return Json.read(plan, PlanFile.class);
    }

    /** Model c takes 30 MB, a and b 10 and 20: with copies both services take 90 MB, with c once 60. */
    @Test
    void whatIsSharedIsThereOnceInPlanSimulationAndPage() throws IOException {
        long copies = plan(SCENARIO, folder.resolve("copies.json")).cost().totalNanoCost();
        Path plan = folder.resolve("plan.json");
        PlanFile shared = plan(SCENARIO + "sharedParts: true\n", plan);

        assertTrue(shared.cost().totalNanoCost() < copies);
        ModelPlan first = shared.models().get(0);
        assertEquals(
                30_000_000,
                first.modes().get(1).storageBytes() - first.modes().get(1).ownStorageBytes());
        boolean isBoth = false;
        for (ModelPlan.Stretch stretch : first.stretches()) {
            isBoth |= stretch.residency().index() > 0;
        }
        assertTrue(isBoth, () -> shared.models().toString());
        assertEquals(0, berth.run("validate", plan), berth.errors::toString);
        Path simulation = folder.resolve("simulation.json");
        assertEquals(
                0,
                berth.run(
                        "simulate",
                        "--profiles",
                        folder.resolve("profiles.json"),
                        "--scenario",
                        folder.resolve("scenario.yaml"),
                        "--plan",
                        plan,
                        "--policy",
                        "lru",
                        "--seeds",
                        "1",
                        "--out",
                        simulation),
                berth.errors::toString);
        assertEquals(3, Json.read(simulation, SimulationFile.class).results().size());
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
    }

    @Test
    void severalServersDoNotShare() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(
                file,
                SCENARIO.replace("server: {", "servers: [{name: a, demandShare: 1, ")
                                .replace("1e6}", "1e6}]") + "sharedParts: true\n");

        assertEquals(3, berth.run("validate", file));
        assertTrue(
                (berth.output.toString() + berth.errors)
                        .contains(
                                "sharedParts: expected it with one server, found servers; plan each server by itself"),
                berth.output::toString);
    }
}
