package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.command.Commands;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same seed gives the same bytes on every Java runtime, processor and locale: what one of them wrote is kept in
 * files, and every build compares. Where a generator, solver, policy or file format is changed on purpose, the files
 * change with it: {@link GoldenFile} says how.
 */
class GoldenBytesTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/berth/optimizer/golden");

    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageFraction: 0.4, memoryFraction: 0.3, backhaulBytesPerSecond: 10000000}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.2, delayPerSecond: 0.001, switchingPerSecond: 0.01}
            charging: both
            slots: 24
            slotSeconds: 600
            demand:
              generator:
                requestsPerSecond: 0.3
                zipfExponent: 0.9
                driftSlots: 4
                dailyAmplitude: 0.5
                seed: 1
                churn: {offeredSlots: 20, withdrawnSlots: 4}
            """;

    private static final String BURSTS = "    bursts: {gaps: %s, coefficientOfVariation: 2.5}\n";

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path out;

    @BeforeEach
    void writeDataset() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        out = folder.resolve("out.json");
        ProfileDatasets.write(SampleDatasets.of(9, false), profiles);
        Files.writeString(scenario, SCENARIO);
    }

    /** The writer's version, the folder and the dataset's fingerprint left out. */
    private void requireGolden(String name, Path file) throws IOException {
        new GoldenFile(FOLDER.resolve(name))
                .requireSame(Files.readString(file)
                        .replace(Commands.TOOL, "berth")
                        .replace(folder.toString(), "folder")
                        .replace(Origin.fingerprint(profiles), "dataset"));
    }

    private void run(String command, Object... words) {
        assertEquals(0, berth.onScenario(command, profiles, scenario, words), berth.errors::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static-greedy",
                "slot-exact",
                "horizon-exact",
                "lagrangian",
                "neighbourhood",
                "lookahead",
                "paper-ga",
                "learned",
                "auto"
            })
    void plans(String solver) throws IOException {
        run("plan", "--solver", solver, "--seed", 7, "--out", out);
        requireGolden("plan-" + solver + ".json", out);
    }

    @Test
    void networks() throws IOException {
        assertEquals(
                0,
                berth.run("train", "--instances", 3, "--held-out", 2, "--epochs", 2, "--seed", 7, "--out", out),
                berth.errors::toString);
        requireGolden("denoiser.json", out);
    }

    @Test
    void plansOfAFleet() throws IOException {
        Files.writeString(scenario, FleetCommandTest.HEAD + FleetCommandTest.SERVERS + FleetCommandTest.GENERATOR);
        run("plan", "--solver", "slot-exact", "--solver", "lagrangian", "--seed", 7, "--out", out);
        requireGolden("plan-fleet.json", out);
    }

    /** Of three models, whose file is not long. */
    @ParameterizedTest
    @ValueSource(strings = {"gamma", "weibull"})
    void simulations(String gaps) throws IOException {
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        Files.writeString(scenario, SCENARIO + BURSTS.formatted(gaps));
        run("simulate", "--seeds", 3, "--out", out);
        requireGolden("simulation-" + gaps + ".json", out);
    }

    @Test
    void simulationsOfAFleet() throws IOException {
        Files.writeString(scenario, FleetCommandTest.HEAD + FleetCommandTest.SERVERS + FleetCommandTest.GENERATOR);
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        run("simulate", "--seeds", 2, "--policy", "lru", "--solver", "lagrangian", "--out", out);
        requireGolden("simulation-fleet.json", out);
    }

    /** But for how long decisions took. */
    @Test
    void comparisons() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(3, false), profiles);
        run(
                "compare",
                "--seeds",
                2,
                "--sweep",
                "storage=0.4,1",
                "--solver",
                "horizon-exact",
                "--policy",
                "lru",
                "--out",
                out);
        Files.writeString(out, Files.readString(out).replaceAll("(\"elapsedNanos\": )[0-9]+", "$1\"time\""));
        requireGolden("comparison.json", out);
    }

    @Test
    void derivedScenario() throws IOException {
        assertEquals(
                0,
                berth.run(
                        "plan", "--profiles", profiles, "--derive-scenario", scenario, "--solver", "fetch-per-request"),
                berth.errors::toString);
        requireGolden("scenario.yaml", scenario);
    }
}
