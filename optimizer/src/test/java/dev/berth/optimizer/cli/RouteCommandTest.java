package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests between the servers of a scenario, by command. */
class RouteCommandTest {
    private static final String ROUTES = """
            routes:
              delayMillis: 5
              crash: {waitingSeconds: 600, penaltySeconds: 1}
            """;

    private static final String FLEET = FleetCommandTest.HEAD + FleetCommandTest.SERVERS + FleetCommandTest.GENERATOR;

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path out;

    @BeforeEach
    void writeFiles() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        out = folder.resolve("out.json");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        Files.writeString(scenario, FLEET + ROUTES);
    }

    private int run(String command, Object... words) {
        return berth.onScenario(command, profiles, scenario, words);
    }

    private void refused(int status, String expected, Object... words) {
        berth.errors.getBuffer().setLength(0);
        assertEquals(status, run("simulate", words), berth.errors::toString);
        assertTrue(berth.errors.toString().contains(expected), berth.errors::toString);
        assertFalse(berth.errors.toString().contains("Exception"), berth.errors::toString);
    }

    @Test
    void everyMethodIsSimulatedWithEveryRouter() throws IOException {
        assertEquals(
                0,
                run(
                        "simulate",
                        "--seeds",
                        2,
                        "--policy",
                        "lru",
                        "--policy",
                        "gdsf",
                        "--route",
                        "home,random",
                        "--route",
                        "clairvoyant",
                        "--out",
                        out),
                berth.errors::toString);
        SimulationFile file = Json.read(out, SimulationFile.class);
        assertEquals(
                List.of(
                        "all-cloud",
                        "lru",
                        "lru via random",
                        "lru via clairvoyant",
                        "gdsf",
                        "gdsf via random",
                        "gdsf via clairvoyant"),
                file.results().stream().map(SimulationResult::label).toList());
        assertTrue(berth.output.toString().contains("lru via random"), berth.output::toString);
        assertTrue(berth.output.toString().contains("clairvoyant is no router"), berth.output::toString);
        for (SimulationResult result : file.results()) {
            assertEquals(file.results().get(0).delay().n(), result.delay().n());
            assertTrue(result.routing().lostShare() != null);
        }
        assertEquals(2, file.serverResults().size());
    }

    @Test
    void withoutRoutesNothingIsSaidOfThem() throws IOException {
        Files.writeString(scenario, FLEET);
        assertEquals(0, run("simulate", "--seeds", 2, "--policy", "lru", "--out", out), berth.errors::toString);
        assertNull(Json.read(out, SimulationFile.class).results().get(1).routing());
        assertFalse(Files.readString(out).contains("routing"));
        assertFalse(berth.output.toString().contains("away"), berth.output::toString);
    }

    @Test
    void whatCannotBeRoutedIsRefusedInOneLine() throws IOException {
        refused(2, "did you mean shortest-delay?", "--route", "shortest-dely");
        Files.writeString(scenario, FLEET);
        refused(2, "says nothing of what lies between its servers, expected routes", "--route", "random");
        Files.writeString(
                scenario,
                FleetCommandTest.HEAD
                        + "server: {storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7}\n"
                        + FleetCommandTest.GENERATOR);
        refused(2, "has one server, expected several", "--route", "random");
        Files.writeString(
                scenario,
                FleetCommandTest.HEAD
                        + "server: {storageBytes: 60000000, memoryBytes: 120000000, backhaulBytesPerSecond: 1e7}\n"
                        + FleetCommandTest.GENERATOR + ROUTES);
        refused(3, "routes: expected servers between which requests go, found one server");
        Files.writeString(
                scenario, FLEET + "routes: {delayMillis: 5, between: [{from: north, to: noth, delayMillis: 1}]}\n");
        refused(3, "routes.between[0].to: expected the name of a server, found noth, which none has");
        Files.writeString(scenario, FLEET + "routes: {delayMillis: 5, crash: {penaltySeconds: 1}}\n");
        refused(3, "routes.crash: expected waitingSeconds or workSeconds, found neither");
        Files.writeString(scenario, FLEET + "routes: {delayMilis: 5}\n");
        refused(3, "delayMillis");
    }

    @Test
    void plansComparisonsAndReportsTakeAScenarioWithRoutes() throws IOException {
        assertEquals(0, run("plan", "--out", folder.resolve("plan.json")), berth.errors::toString);
        assertEquals(
                0,
                run("compare", "--solver", "static-greedy", "--policy", "lru", "--seeds", 2),
                berth.errors::toString);
        assertEquals(
                0,
                run(
                        "simulate",
                        "--seeds",
                        2,
                        "--solver",
                        "static-greedy",
                        "--route",
                        "home,best-response",
                        "--out",
                        out),
                berth.errors::toString);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        assertTrue(Files.readString(folder.resolve("report.html")).contains("static-greedy via best-response"));
    }
}
