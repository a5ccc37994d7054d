package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers, bounds of models and traces through the command line. */
class FleetCommandTest {
    static final String HEAD = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.1, delayPerSecond: 1, switchingPerSecond: 0.1}
            charging: both
            slots: 8
            slotSeconds: 60
            """;

    static final String GENERATOR = """
            demand:
              generator: {requestsPerSecond: 1, zipfExponent: 0.9, driftSlots: 2, dailyAmplitude: 0, seed: 1}
            """;

    /** 10 + 20 + 30 MB of models on each server; 30 MB a slot for both. */
    static final String SERVERS = """
            servers:
              - name: north
                storageBytes: 60000000
                memoryBytes: 120000000
                backhaulBytesPerSecond: 1e7
                demandShare: 0.25
                models: {model-a: {minResidency: stored}}
              - name: south
                storageBytes: 40000000
                memoryBytes: 60000000
                backhaulBytesPerSecond: 1e7
                demandShare: 0.75
                models: {model-c: {maxResidency: absent}}
            sharedBackhaulBytesPerSecond: 500000
            """;

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path plan;

    @BeforeEach
    void writeDataset() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        plan = folder.resolve("plan.json");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
    }

    private int plan(String text) throws IOException {
        Files.writeString(scenario, text);
        return berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan);
    }

    @Test
    void eachServerGetsItsPlanWithinTheSharedBackhaul() throws IOException {
        assertEquals(0, plan(HEAD + SERVERS + GENERATOR), berth.errors::toString);

        PlanFile written = Json.read(plan, PlanFile.class);
        assertEquals(
                List.of("north", "south"),
                written.servers().stream().map(ServerPlan::name).toList());
        assertEquals(
                30_000_000L, written.sharedBackhaulBytesPerSlot().optional().orElseThrow());
        long firstSlot = 0;
        for (ServerPlan server : written.servers()) {
            for (ModelPlan model : server.models()) {
                boolean absent = model.stretches().get(0).residency().index() == 0;
                firstSlot += absent ? 0 : model.storageBytes();
            }
        }
        assertTrue(firstSlot > 0 && firstSlot <= 30_000_000, "downloads of slot 0: " + firstSlot);
        assertEquals(
                "absent",
                written.servers()
                        .get(1)
                        .models()
                        .get(2)
                        .stretches()
                        .get(0)
                        .residency()
                        .label());
        assertTrue(written.cost().totalNanoCost()
                < written.allCloudCost().optional().orElseThrow().totalNanoCost());
        assertTrue(berth.output.toString().contains("server north")
                && berth.output.toString().contains("all servers"));
        assertTrue(berth.output.toString().contains("shared backhaul: 30.0 MB a slot"), berth.output::toString);
    }

    @Test
    void whatIsWrittenFitsItsSchemaAndValidates() throws IOException {
        plan(HEAD + SERVERS + GENERATOR);

        JsonNode written = new ObjectMapper().readTree(plan.toFile());
        Path schema = folder.resolve(PlanFile.SCHEMA.fileName());
        assertEquals(Set.of(), CommandRun.schemaFaults(Files.readAllBytes(schema), written));
        assertEquals(0, berth.run("validate", plan, scenario), berth.errors::toString);
        Files.writeString(plan, Files.readString(plan).replace("\"north\"", "7"));
        assertEquals(3, berth.run("validate", plan));
    }

    @Test
    void aFleetIsPlannedBlockByBlockIntoAFolder() throws IOException {
        Files.writeString(scenario, HEAD + SERVERS + GENERATOR);
        Path out = folder.resolve("fleet");

        int status = berth.onScenario("plan", profiles, scenario, "--master", "threads", "--out", out, "--json");

        assertEquals(0, status, berth.errors::toString);
        JsonNode written = new ObjectMapper().readTree(out.resolve("fleet.json").toFile());
        assertEquals(written, new ObjectMapper().readTree(berth.output.toString()));
        assertEquals(Set.of(), CommandRun.schemaFaults(Files.readAllBytes(out.resolve("fleet.schema.json")), written));
        assertEquals(0, berth.run("validate", out.resolve("fleet.json")), berth.errors::toString);
        assertEquals(2, written.get("servers").asInt());
        assertTrue(Files.exists(out.resolve("plans/block-00000.parquet")));
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("The plans of 2 servers cost"), page::toString);
        assertTrue(page.contains("data-file=\"fleet-model-table\""), page::toString);
    }

    @Test
    void whatAFleetNeedsIsAskedForBeforeAnythingIsRead() {
        Path nowhere = folder.resolve("nowhere.yaml");

        assertEquals(2, berth.onScenario("plan", profiles, nowhere, "--master", "yarn", "--out", folder));
        assertTrue(
                berth.errors.toString().contains("--master: yarn, expected threads, local[N], local[*] or spark://"),
                berth.errors::toString);
        assertEquals(3, berth.onScenario("plan", profiles, nowhere, "--master", "threads"));
        assertTrue(berth.errors.toString().contains("--master: expected --out DIR"), berth.errors::toString);
    }

    @Test
    void aSweepOfTheSharedBackhaulIsDrawn() throws IOException {
        Files.writeString(scenario, HEAD + SERVERS + GENERATOR);
        Path figure = folder.resolve("sweep.svg");

        assertEquals(
                0,
                berth.run(
                        "compare",
                        "--profiles",
                        profiles,
                        "--scenario",
                        scenario,
                        "--seeds",
                        1,
                        "--solver",
                        "slot-exact",
                        "--sweep",
                        "shared-backhaul=0.5,2",
                        "--figure",
                        figure),
                berth.errors::toString);

        assertTrue(Files.readString(figure).contains("slot-exact"));
        assertEquals(2, berth.run("compare", "--profiles", profiles, "--scenario", scenario, "--figure", figure));
        assertTrue(berth.errors.toString().contains("--figure " + figure + ": 0 sweeps, "), berth.errors::toString);
    }

    @Test
    void pinnedModelsThatDoNotFitEndWithTheirOwnExitCode() throws IOException {
        String one = """
                server: {storageBytes: 5, memoryBytes: 5, backhaulBytesPerSecond: 1e6}
                models: {model-a: {minResidency: stored}}
                """;

        assertEquals(5, plan(HEAD + one + GENERATOR));
        assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
        assertEquals(5, plan(HEAD + SERVERS.replace("500000", "100000") + GENERATOR));
        assertEquals(5, plan(HEAD + SERVERS.replace("storageBytes: 60000000", "storageBytes: 6") + GENERATOR));
        assertTrue(
                berth.errors
                        .toString()
                        .lines()
                        .anyMatch(line -> line.contains("scenario.yaml:10: servers[0] (north): no plan exists: ")),
                berth.errors::toString);
        assertFalse(Files.exists(plan));
    }

    /** Shares are decimals: 0.1 + 0.2 + 0.7 is 1, which it is not in floating point. */
    @Test
    void sharesOfDemandAddUpToOneExactly() throws IOException {
        assertEquals(0, plan(HEAD + sharing("0.1", "0.2", "0.7") + GENERATOR), berth.errors::toString);
        for (String[] shares :
                new String[][] {{"0.3", "0.3", "0.3"}, {"0.1", "0.2", "0.70000001"}, {"0.5", "0.5", "0.000001"}}) {
            berth.errors.getBuffer().setLength(0);
            assertEquals(3, plan(HEAD + sharing(shares) + GENERATOR), berth.errors::toString);
            String sum = Stream.of(shares)
                    .map(BigDecimal::new)
                    .reduce(BigDecimal::add)
                    .orElseThrow()
                    .toPlainString();
            assertTrue(
                    berth.errors
                            .toString()
                            .matches("berth: .*scenario.yaml:\\d+: servers: the demandShare of s0, s1, s2 adds up to "
                                    + sum + ", expected 1\\b.*\\R"),
                    berth.errors::toString);
        }
        berth.errors.getBuffer().setLength(0);
        assertEquals(3, plan(HEAD + sharing("0.5", "0.5").replaceFirst(", demandShare: 0.5", "") + GENERATOR));
        assertTrue(
                berth.errors
                        .toString()
                        .matches(
                                "berth: .*scenario.yaml:\\d+: servers\\[0\\].demandShare: expected a number from 1.0E-6 to 1,"
                                        + " found no such key\\R"),
                berth.errors::toString);
    }

    private static String sharing(String... shares) {
        StringBuilder servers = new StringBuilder("servers:\n");
        for (int server = 0; server < shares.length; server++) {
            servers.append("  - {name: s" + server
                    + ", storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7, demandShare: "
                    + shares[server] + "}\n");
        }
        return servers.toString();
    }

    @Test
    void everyFaultHasItsLine() throws IOException {
        assertEquals(3, plan(HEAD + SERVERS.replace("south", "north").replace("0.25", "2") + "initial: 3\n"));

        List<String> lines = berth.errors.toString().lines().toList();
        assertEquals(
                List.of(
                        "servers[0]: expected demand",
                        "servers[0].demandShare: expected a number from 1.0E-6 to 1, found 2",
                        "servers[1].name: expected a name of its own, found north again",
                        "servers[1]: expected demand",
                        "initial: expected a mapping, found 3"),
                lines.stream()
                        .map(line -> line.replaceFirst("^berth: .*scenario.yaml:\\d+: ", "")
                                .replaceFirst("(?<=: expected demand) .*", ""))
                        .toList());
    }
}
