package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.command.Commands;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.scenario.SampleDatasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same seed gives the same bytes on every Java runtime, processor and locale: digests of what one of them wrote are
 * held here, and every build compares. Where a generator, solver, policy or file format is changed on purpose, digests
 * change with it.
 */
class GoldenBytesTest {
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

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path out;

    @BeforeEach
    void writeDataset() throws IOException {
        profiles = folder.resolve("profiles.json");
        out = folder.resolve("out.json");
        ProfileDatasets.write(SampleDatasets.of(9, false), profiles);
    }

    private Path scenario(String bursts) throws IOException {
        return Files.writeString(folder.resolve("scenario.yaml"), SCENARIO + bursts);
    }

    /** Of the file, the writer's version, the folder and the dataset's fingerprint left out. */
    private String digest(Path file) throws IOException {
        byte[] bytes = Files.readString(file)
                .replace(Commands.TOOL, "berth")
                .replace(folder.toString(), "folder")
                .replace(Fingerprint.of(profiles), "dataset")
                .getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "static-greedy, b65f1160bc4393c2",
        "slot-exact, 5de60c2ccc785b8a",
        "horizon-exact, 662c4416669bc69f",
        "lagrangian, 33866a77f148ac74",
        "neighbourhood, b59ce8f9afa4d0ba",
        "lookahead, 9ce4f959cc263b73",
        "paper-ga, e648da6b57d3a16d",
        "auto, 12ebd8fc76aa4df4"
    })
    void plans(String solver, String digest) throws IOException {
        assertEquals(
                0,
                berth.onScenario("plan", profiles, scenario(""), "--solver", solver, "--seed", 7, "--out", out),
                berth.errors::toString);
        assertEquals(digest, digest(out));
    }

    @ParameterizedTest
    @CsvSource({"gamma, 01205cb4ae0e6f37", "weibull, 940f44fcdf2dac5d"})
    void simulations(String gaps, String digest) throws IOException {
        Path scenario = scenario("    bursts: {gaps: " + gaps + ", coefficientOfVariation: 2.5}\n");
        assertEquals(
                0,
                berth.onScenario("simulate", profiles, scenario, "--seeds", 3, "--out", out),
                berth.errors::toString);
        assertEquals(digest, digest(out));
    }

    @Test
    void derivedScenario() throws IOException {
        Path derived = folder.resolve("derived.yaml");
        assertEquals(
                0,
                berth.run(
                        "plan", "--profiles", profiles, "--derive-scenario", derived, "--solver", "fetch-per-request"),
                berth.errors::toString);
        assertEquals("7413b9d8a1b7064c", digest(derived));
    }
}
