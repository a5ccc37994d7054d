package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios of several servers through simulate, compare and report. */
class FleetSimulationTest {
    private static final String ONE = """
            server: {storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7}
            """;

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path plan;
    private Path out;

    @BeforeEach
    void writeFiles() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        plan = folder.resolve("plan.json");
        out = folder.resolve("out.json");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        Files.writeString(scenario, FleetCommandTest.HEAD + FleetCommandTest.SERVERS + FleetCommandTest.GENERATOR);
    }

    private int run(String command, Object... words) {
        return berth.onScenario(command, profiles, scenario, words);
    }

    /** Runs, and requires one line on stderr and the exit status of bad input. */
    private void refused(String expected, String command, Object... words) {
        berth.errors.getBuffer().setLength(0);
        assertEquals(3, run(command, words), berth.errors::toString);
        assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
        assertTrue(berth.errors.toString().contains(expected), berth.errors::toString);
    }

    @Test
    void resultsAreGivenPerServerAndOverAll() throws IOException {
        assertEquals(0, run("simulate", "--seeds", 2, "--out", out), berth.errors::toString);

        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(1 + Policies.all().size(), written.results().size());
        assertEquals(
                List.of("north", "south"),
                written.serverResults().stream()
                        .map(SimulationFile.ServerResults::name)
                        .toList());
        for (int method = 0; method < written.results().size(); method++) {
            SimulationResult all = written.results().get(method);
            int each = method;
            List<SimulationResult> servers = written.serverResults().stream()
                    .map(server -> server.results().get(each))
                    .toList();
            servers.forEach(server -> assertEquals(all.name(), server.name()));
            assertEquals(
                    all.delay().n(),
                    servers.stream().mapToLong(server -> server.delay().n()).sum());
            assertEquals(
                    all.backhaulBytes().mean(),
                    servers.stream()
                            .mapToDouble(server -> server.backhaulBytes().mean())
                            .sum(),
                    1e-6);
            // 8 slots of 60 s at no more than 500 000 bytes per second, and the download that ends after them.
            assertTrue(all.backhaulBytes().mean() <= 8 * 60 * 500_000 + 30_000_000, all::name);
        }
        assertTrue(berth.output.toString().contains("server south")
                && berth.output.toString().contains("all servers"));
        assertTrue(
                written.assumptions().stream().anyMatch(line -> line.contains(" at 500 kB/s ")),
                written.assumptions()::toString);
        assertEquals(Set.of(), CommandRun.schemaFaults(SimulationFile.SCHEMA, out));
        assertEquals(0, berth.run("validate", out), berth.errors::toString);
    }

    @Test
    void aSingleServerHasNoResultsPerServer() throws IOException {
        Files.writeString(scenario, FleetCommandTest.HEAD + ONE + FleetCommandTest.GENERATOR);
        assertEquals(0, run("simulate", "--seeds", 1, "--policy", "lru", "--out", out), berth.errors::toString);
        assertFalse(Files.readString(out).contains("serverResults"));
        assertEquals(List.of(), Json.read(out, SimulationFile.class).serverResults());
        assertEquals(Set.of(), CommandRun.schemaFaults(SimulationFile.SCHEMA, out));
    }

    @Test
    void resultsOfServersMustMatchThoseOverAll() throws IOException {
        run("simulate", "--seeds", 1, "--policy", "lru", "--out", out);
        SimulationFile written = Json.read(out, SimulationFile.class);
        SimulationFile.ServerResults none = new SimulationFile.ServerResults("north", List.of());
        String line =
                Json.line(written).replace(Json.line(written.serverResults().get(0)), Json.line(none));
        Files.writeString(out, line);
        assertEquals(3, berth.run("validate", out));
        assertTrue(berth.errors.toString().contains("expected 2 results of each server"), berth.errors::toString);
    }

    @Test
    void plansOfServersAreFollowedLikeTheirSolver() throws IOException {
        assertEquals(0, run("plan", "--solver", "slot-exact", "--out", plan), berth.errors::toString);
        assertEquals(
                0,
                run("simulate", "--seeds", 2, "--plan", plan, "--solver", "slot-exact", "--out", out),
                berth.errors::toString);

        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(
                written.results().get(1).totalNanoCost(),
                written.results().get(2).totalNanoCost());
        byte[] first = Files.readAllBytes(out);
        run("simulate", "--seeds", 2, "--threads", 1, "--plan", plan, "--solver", "slot-exact", "--out", out);
        assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(out)));
    }

    /** The plan as if it had been made for the scenario that lies there now. */
    private void adopt(String fleetPlan) throws IOException {
        Files.writeString(
                plan, fleetPlan.replaceFirst("(?<=\"scenarioFingerprint\": \")[^\"]*", Origin.fingerprint(scenario)));
    }

    @Test
    void plansOfOtherServersAreRefusedInOneLine() throws IOException {
        run("plan", "--solver", "slot-exact", "--out", plan);
        String fleetPlan = Files.readString(plan);
        String fleet = Files.readString(scenario);

        Files.writeString(plan, fleetPlan.replace("\"north\"", "\"west\""));
        refused("plan of the servers west, south, expected north, south", "simulate", "--plan", plan);
        Files.writeString(
                scenario,
                fleet.replaceFirst("(?s)  - name: south.*?(?=sharedB)", "")
                        .replace("demandShare: 0.25", "demandShare: 1"));
        adopt(fleetPlan);
        refused("plan of the servers north, south, expected north;", "simulate", "--plan", plan);
        Files.writeString(scenario, fleet.replace("500000", "200000"));
        adopt(fleetPlan);
        refused("more downloads than the shared backhaul carries", "simulate", "--plan", plan);
        Files.writeString(scenario, fleet.replace("slots: 8", "slots: 9"));
        refused("made from the scenario " + scenario + " (sha256:", "simulate", "--plan", plan);
        adopt(fleetPlan);
        refused("server north: plan of 8 slots", "simulate", "--plan", plan);
        Files.writeString(scenario, FleetCommandTest.HEAD + ONE + FleetCommandTest.GENERATOR);
        refused("plans of several servers, expected that of the one server", "simulate", "--plan", plan);

        assertEquals(0, run("plan", "--solver", "slot-exact", "--out", plan), berth.errors::toString);
        Files.writeString(scenario, fleet);
        refused("plan of a single server, expected those of the servers north, south", "simulate", "--plan", plan);
        refused("no such file", "simulate", "--plan", folder.resolve("none.json"));
    }

    @Test
    void stretchesOfAServerMustCoverAllSlots() throws IOException {
        run("plan", "--solver", "fetch-per-request", "--out", plan);
        String text = Files.readString(plan);
        int stretch = text.indexOf("\"stretches\"");
        Files.writeString(
                plan,
                text.substring(0, stretch) + text.substring(stretch).replaceFirst("\"slots\": 8", "\"slots\": 7"));
        refused(
                ": $.servers: out of range: stretches of model-a cover 7 slots, expected 8",
                "simulate",
                "--plan",
                plan);
        assertEquals(3, berth.run("validate", plan));
    }

    @Test
    void compareHoldsEveryMethodAgainstTheBoundOfAllServers() throws IOException {
        assertEquals(0, run("compare", "--seeds", 2, "--out", out), berth.errors::toString);

        assertEquals(Set.of(), CommandRun.schemaFaults(ComparisonFile.SCHEMA, out));
        ComparisonFile.Case only = Json.read(out, ComparisonFile.class).cases().get(0);
        assertEquals(3, only.models());
        assertEquals(
                Solvers.all().size() + Policies.all().size() - 1, only.rows().size());
        long bound = only.boundNanoCost().optional().orElseThrow();
        for (ComparisonFile.Row row : only.rows()) {
            boolean plans = row.kind() == ComparisonFile.Kind.SOLVER;
            assertTrue(row.simulatedNanoCost().low().optional().isPresent(), row::name);
            assertEquals(plans, row.provenGap().optional().isPresent(), row::name);
            assertTrue(!plans || row.plannedNanoCost().optional().orElseThrow() >= bound, row::name);
        }
        ComparisonFile.Row allCloud = only.rows().get(0);
        assertEquals("all-cloud", allCloud.name());
        run("plan", "--solver", "slot-exact", "--out", plan);
        assertEquals(
                Json.read(plan, PlanFile.class)
                        .allCloudCost()
                        .optional()
                        .orElseThrow()
                        .totalNanoCost(),
                allCloud.plannedNanoCost().optional().orElseThrow());
        assertEquals(0, berth.run("validate", out), berth.errors::toString);
    }

    @Test
    void sweepsChangeEveryServer() throws IOException {
        int status = run(
                "compare",
                "--seeds",
                1,
                "--solver",
                "lagrangian",
                "--policy",
                "lru",
                "--format",
                "csv",
                "--sweep",
                "shared-backhaul=0.6,1",
                "--sweep",
                "storage=1",
                "--sweep",
                "rate=0.5,2");
        assertEquals(0, status, berth.errors::toString);
        List<String> lines = berth.output.toString().lines().toList();
        assertEquals(1 + 2 * 2 * 3, lines.size());
        assertTrue(lines.get(0).startsWith("sweep_shared_backhaul,sweep_storage,sweep_rate,models,"), lines.get(0));
        assertTrue(lines.get(1).startsWith("0.6,1,0.5,3,all-cloud,"), lines.get(1));
        assertTrue(lines.get(2).startsWith("0.6,1,0.5,3,lagrangian,"), lines.get(2));
        Set<String> results = lines.stream()
                .filter(line -> !line.contains("all-cloud"))
                .map(line -> line.replaceFirst("^([^,]*,){3}", ""))
                .collect(Collectors.toSet());
        assertEquals(1 + 2 * 2 * 2, results.size());
        Files.writeString(scenario, FleetCommandTest.HEAD + ONE + FleetCommandTest.GENERATOR);
        refused("has no sharedBackhaulBytesPerSecond", "compare", "--sweep", "shared-backhaul=2");
    }

    @Test
    void reportDrawsOneFigureAServer() throws IOException {
        run("plan", "--solver", "slot-exact", "--out", plan);
        Path figures = folder.resolve("figures");
        assertEquals(0, berth.run("report", folder, "--figures", figures), berth.errors::toString);

        String page = Files.readString(folder.resolve("report.html"));
        assertEquals(2, page.split("id=\"plan-[0-9]+\"", -1).length - 1);
        assertTrue(page.contains("over time at north<") && page.contains("id=\"server-table\""));
        assertTrue(Files.readString(figures.resolve("plan-2.svg")).contains("over time at south"));
        assertTrue(Files.exists(figures.resolve("plan-at-north.svg")) && Files.exists(figures.resolve("preload.svg")));
        assertFalse(Files.exists(figures.resolve("plan.svg")));
    }

    @Test
    void aServerDownloadsNoFasterThanTheLinkItShares() {
        FleetScenario fleet = ScenarioFile.readFleet(scenario);
        assertEquals(1e7, fleet.servers().get(0).server().backhaulBytesPerSecond());
        assertEquals(500_000.0, fleet.server(0).server().backhaulBytesPerSecond());
    }

    @Test
    void aServerWithOneNameOnASharedLinkIsAFleet() throws IOException {
        String one = """
                servers:
                  - {name: server, storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7,
                     demandShare: 1}
                sharedBackhaulBytesPerSecond: 200000
                """;
        Files.writeString(scenario, FleetCommandTest.HEAD + one + FleetCommandTest.GENERATOR);
        assertTrue(ScenarioFile.readFleet(scenario).isFleet());
        assertEquals(0, run("simulate", "--seeds", 1, "--policy", "lru"), berth.errors::toString);
        assertTrue(berth.output.toString().contains("all servers"), berth.output::toString);
    }

    @Test
    void theExampleOfSeveralServersIsPlannedAndSimulated() throws IOException {
        Path results = Path.of("..", "results");
        // Its models are those of this dataset.
        profiles = results.resolve("profiles/2026-11-24-epyc-2-cores-virtio/profiles.json");
        scenario = results.resolve("scenarios/fleet.yaml");
        assertEquals(0, berth.run("validate", scenario), berth.errors::toString);
        assertEquals(0, run("plan", "--solver", "static-greedy", "--out", plan), berth.errors::toString);
        assertEquals(0, run("simulate", "--seeds", 1, "--plan", plan, "--out", out), berth.errors::toString);

        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(3, written.serverResults().size());
        PlanFile planned = Json.read(plan, PlanFile.class);
        // Requests are drawn around what is expected, and downloads queue: within a tenth of the planned cost.
        assertEquals(
                1.0,
                written.results().get(1).totalNanoCost().mean()
                        / (double) planned.cost().totalNanoCost(),
                0.1);
    }
}
