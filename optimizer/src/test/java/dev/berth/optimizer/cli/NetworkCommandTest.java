package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.document.WorstDelay;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, radio and the longest mean delay through every command. */
class NetworkCommandTest {
    private static final String LINKED = """
            server:
              storageBytes: 60000000
              memoryBytes: 60000000
              links:
                - {name: backhaul, bytesPerSecond: 1e7}
                - {name: neighbour, bytesPerSecond: 2e7, delayMillis: 20}
                - name: cell
                  radio: {bandwidthHertz: 2e7, distanceMeters: 300, pathLossAtOneMeterDecibels: 40, pathLossExponent: 3.5, noiseDecibelMilliwattsPerHertz: -174, transmitPowerWatts: 1}
              chunkBytes: 1000000
            """;

    private static final String RADIO = """
            server:
              storageBytes: 60000000
              memoryBytes: 60000000
              backhaulBytesPerSecond: 1e7
              radio:
                bandwidthHertz: 1e6
                distanceMeters: 200
                pathLossAtOneMeterDecibels: 40
                pathLossExponent: 3.5
                noiseDecibelMilliwattsPerHertz: -174
                uploadPowerWatts: 0.1
                downloadPowerWatts: 1
                requestBytes: 10000
                resultBytes: 200000
                surface: {elements: 64, phases: aligned, transmitterMeters: 190, receiverMeters: 20, pathLossExponent: 2.2}
            """;

    private static final String SHARED = """
            servers:
              - name: north
                storageBytes: 60000000
                memoryBytes: 60000000
                links: [{name: metro}, {name: own, bytesPerSecond: 200000}]
                demandShare: 0.25
              - name: south
                storageBytes: 40000000
                memoryBytes: 60000000
                links: [{name: metro, bytesPerSecond: 300000, delayMillis: 5}, {name: ring}]
                demandShare: 0.5
              - name: west
                storageBytes: 40000000
                memoryBytes: 40000000
                links: [{name: ring}]
                demandShare: 0.25
            links: {metro: {bytesPerSecond: 400000}, ring: {bytesPerSecond: 500000}}
            """;

    private static final String WORST = "objective: worst\n";

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;

    @BeforeEach
    void writeProfiles() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
    }

    private void write(String servers) throws IOException {
        Files.writeString(scenario, FleetCommandTest.HEAD + servers + FleetCommandTest.GENERATOR);
    }

    private PlanFile plan(String... words) {
        Path out = folder.resolve("plan.json");
        Object[] all = new Object[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--out";
        all[words.length + 1] = out;
        assertEquals(0, berth.onScenario("plan", profiles, scenario, all), berth.errors::toString);
        return Json.read(out, PlanFile.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {LINKED, RADIO, SHARED, WORST + LINKED, WORST + RADIO, WORST + SHARED})
    void everyCommandWorks(String servers) throws IOException {
        write(servers);
        Path simulated = folder.resolve("simulation.json");
        Path compared = folder.resolve("comparison.json");
        assertEquals(0, berth.run("validate", scenario), berth.errors::toString);
        assertEquals(0, berth.run("validate", "--profiles", profiles, scenario), berth.errors::toString);
        plan("--solver", "horizon-exact", "--solver", "slot-exact");
        assertEquals(
                0,
                berth.onScenario(
                        "simulate",
                        profiles,
                        scenario,
                        "--plan",
                        folder.resolve("plan.json"),
                        "--policy",
                        "lru",
                        "--seeds",
                        2,
                        "--out",
                        simulated),
                berth.errors::toString);
        assertEquals(
                0,
                berth.onScenario(
                        "compare",
                        profiles,
                        scenario,
                        "--solver",
                        "slot-exact",
                        "--policy",
                        "lru",
                        "--seeds",
                        2,
                        "--out",
                        compared),
                berth.errors::toString);
        assertEquals(Set.of(), CommandRun.schemaFaults(PlanFile.SCHEMA, folder.resolve("plan.json")));
        assertEquals(Set.of(), CommandRun.schemaFaults(SimulationFile.SCHEMA, simulated));
        assertEquals(Set.of(), CommandRun.schemaFaults(ComparisonFile.SCHEMA, compared));
        assertEquals(0, berth.run("validate", folder.resolve("plan.json"), simulated, compared));
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        String page = Files.readString(folder.resolve("report.html"));
        assertEquals(servers.contains(WORST), page.contains("shortest longest mean delay"));
        assertEquals(servers.contains("ring"), page.contains("Over link ring all servers together download"));
        assertTrue(berth.output.toString().contains("all-cloud"));
    }

    @Test
    void whatIsAssumedSaysLinksAndRadio() throws IOException {
        write(LINKED);
        plan("--solver", "slot-exact");
        String said = berth.output.toString().replaceAll("\\s+", " ");
        assertTrue(
                said.contains(
                        "downloads run over backhaul at 10.0 MB/s, neighbour at 20.0 MB/s after 20.0 ms, cell at "),
                said);
        assertTrue(said.contains("in parts that end together, in equal chunks of at most 1.00 MB"), said);
        write(SHARED);
        plan("--solver", "slot-exact");
        said = berth.output.toString().replaceAll("\\s+", " ");
        assertTrue(said.contains("link metro carries 400 kB/s, divided equally"), said);
        assertTrue(said.contains("shared link ring: 30.0 MB a slot"), said);
        write(RADIO);
        plan("--solver", "slot-exact");
        said = berth.output.toString().replaceAll("\\s+", " ");
        assertTrue(said.contains("users reach the server by radio: upload of a request takes "), said);
    }

    @Test
    void radioDelaysEveryRequestByAsMuch() throws IOException {
        write(LINKED.replaceAll("(?s)links:.*", "backhaulBytesPerSecond: 1e7\n"));
        PlanFile without = plan("--solver", "all-cloud");
        write(RADIO);
        PlanFile with = plan("--solver", "all-cloud");
        write(RADIO.replace("resultBytes", "cloudByRadio: false\n    resultBytes"));
        PlanFile direct = plan("--solver", "all-cloud");
        assertTrue(with.cost().delayNanoCost() > without.cost().delayNanoCost());
        assertEquals(without.cost(), direct.cost());
    }

    @Test
    void thePlanSaysHowLongTheLongestMeanIsAndWhatIsProven() throws IOException {
        write(WORST + SHARED);
        PlanFile plan = plan("--solver", "horizon-exact");
        assertEquals("worst", plan.objective());
        WorstDelay worst = plan.worstDelay().orElseThrow();
        assertTrue(worst.boundNanos().optional().orElseThrow() <= worst.meanDelayNanos());
        assertTrue(Set.of("north", "south", "west").contains(worst.name()), worst::toString);
        String said = berth.output.toString();
        assertTrue(said.contains("longest mean delay: ") && said.contains("; no plan has one below "), said);

        write(SHARED);
        PlanFile total = plan("--solver", "horizon-exact");
        assertTrue(total.worstDelay().isEmpty());
        assertTrue(total.cost().totalNanoCost() <= plan.cost().totalNanoCost());
    }

    @Test
    void sweepsVaryLinksAndSurfaces() throws IOException {
        write(LINKED);
        Path out = folder.resolve("out.csv");
        assertEquals(0, compare("links=1:3:1", out), berth.errors::toString);
        assertEquals(1 + 3 * 2, Files.readAllLines(out).size());
        assertEquals(0, compare("link-rate=0.5,2", out), berth.errors::toString);
        assertEquals(3, compare("links=4", out));
        assertTrue(berth.errors.toString().contains("has 3; expected no more than that"), berth.errors::toString);
        assertEquals(3, compare("surface-elements=4", out));
        assertTrue(berth.errors.toString().contains("has no radio with a surface"), berth.errors::toString);
        write(WORST + RADIO);
        assertEquals(0, compare("surface-elements=1,16", out), berth.errors::toString);
        assertTrue(Files.readAllLines(out).get(0).contains(",longest_delay_nanos,"));
    }

    private int compare(String sweep, Path out) {
        return berth.onScenario(
                "compare", profiles, scenario, "--sweep", sweep, "--solver", "slot-exact", "--seeds", 1, "--out", out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bytesPerSecond: 1e7};byteRate: 1e7}; byteRate: unknown key, expected one of bytesPerSecond",
                "'{name: backhaul, bytesPerSecond: 1e7}'; '{name: backhaul}'; expected bytesPerSecond, radio or a name of one of links",
                "name: neighbour; name: backhaul; expected a name of its own, found backhaul again",
                "delayMillis: 20; delayMillis: -1; delayMillis: expected a number from 0",
                "chunkBytes: 1000000; chunkBytes: 0; chunkBytes: expected a whole number from 1",
                "chunkBytes: 1000000; backhaulBytesPerSecond: 5; expected exactly one of backhaulBytesPerSecond, links",
                "transmitPowerWatts: 1; transmitPowerWatts: 0; transmitPowerWatts: expected a number from 1.0E-9",
                "distanceMeters: 300, ; '' ; no path: expected distanceMeters or a surface",
                "distanceMeters: 300; distanceMeters: 1e7; next to nothing gets through"
            })
    void aFaultOfALinkIsOneLine(String right, String wrong, String said) throws IOException {
        assertTrue(LINKED.contains(right), right);
        write(LINKED.replace(right, wrong == null ? "" : wrong));
        refused(said);
    }

    private void refused(String expected) {
        berth.errors.getBuffer().setLength(0);
        berth.output.getBuffer().setLength(0);
        assertEquals(3, berth.run("validate", scenario));
        String said = berth.errors.toString() + berth.output;
        assertTrue(said.contains(expected.strip()), said);
        assertEquals(
                1, said.lines().filter(line -> line.contains("scenario.yaml:")).count(), said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{name: ring}];{name: rang}]; expected bytesPerSecond, radio or a name of one of links",
                "ring: {bytesPerSecond: 500000};ring: {bytesPerSecond: 0}; bytesPerSecond: expected a number >= 1.0E-9",
                "ring: {bytesPerSecond: 500000};ring: {}; expected exactly one of bytesPerSecond, radio, found none",
                "ring: {bytesPerSecond: 500000};ring: {bytesPerSecond: 5}, idle: {bytesPerSecond: 5}; no server names idle"
            })
    void aFaultOfASharedLinkIsOneLine(String right, String wrong, String said) throws IOException {
        assertTrue(SHARED.contains(right), right);
        write(SHARED.replaceFirst(Pattern.quote(right), wrong));
        refused(said);
    }

    @Test
    void sharedLinksAndASharedBackhaulDoNotGoTogether() throws IOException {
        write(SHARED + "sharedBackhaulBytesPerSecond: 5\n");
        assertEquals(3, berth.run("validate", scenario));
        assertTrue(
                (berth.errors + "" + berth.output).contains("expected either links or sharedBackhaulBytesPerSecond"),
                berth.errors::toString);
        write(LINKED + "links: {metro: {bytesPerSecond: 5}}\n");
        refused("expected servers that share them");
        write("objective: fair\n" + RADIO);
        refused("objective: expected one of total, worst, found \"fair\"");
        write(RADIO.replace("phases: aligned", "phases: random"));
        refused("seed: expected a whole number");
    }
}
