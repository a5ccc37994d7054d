package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolveOptionsTest {
    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;

    @BeforeEach
    void derive() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        ProfileDatasets.write(SampleDatasets.of(6, false), profiles);
        assertEquals(
                0,
                berth.run(
                        "plan",
                        "--profiles",
                        profiles,
                        "--derive-scenario",
                        scenario,
                        "--solver",
                        "fetch-per-request"));
    }

    private Path plan(String name, String solver, Object... more) {
        Path out = folder.resolve(name);
        Object[] words = new Object[9 + more.length];
        Object[] first = {"plan", "--profiles", profiles, "--scenario", scenario, "--solver", solver, "--out", out};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        assertEquals(0, berth.run(words), berth.errors::toString);
        return out;
    }

    @ParameterizedTest
    @CsvSource({"paper-ga", "neighbourhood", "lookahead", "auto"})
    void theSameSeedGivesTheSameBytes(String solver) throws IOException {
        byte[] one = Files.readAllBytes(plan("one.json", solver, "--seed", "7", "--time-limit", "0.01"));
        byte[] other = Files.readAllBytes(plan("other.json", solver, "--seed", "7", "--time-limit", "0.01"));

        assertArrayEquals(one, other);
    }

    @Test
    void withoutMemoryTheExactProgrammeIsLeftOut() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(14, false), profiles);
        assertEquals(
                0,
                berth.run(
                        "plan",
                        "--profiles",
                        profiles,
                        "--derive-scenario",
                        scenario,
                        "--solver",
                        "fetch-per-request"));

        assertEquals(
                3,
                berth.run(
                        "plan",
                        "--profiles",
                        profiles,
                        "--scenario",
                        scenario,
                        "--solver",
                        "horizon-exact",
                        "--max-memory",
                        "1m"));
        assertTrue(berth.errors.toString().contains("horizon-exact"), berth.errors::toString);
    }

    @Test
    void aWideGapIsNoDearerThanItSays() throws IOException {
        long exact = Json.read(plan("exact.json", "horizon-exact"), PlanFile.class)
                .cost()
                .totalNanoCost();
        long near = Json.read(plan("near.json", "lagrangian", "--gap", "0.5"), PlanFile.class)
                .cost()
                .totalNanoCost();

        assertTrue(near >= exact && exact >= 0.5 * near, near + " against " + exact);
    }

    /** Once it was mebibytes. */
    @Test
    void memoryTooSmallToMeanBytesIsRefusedWithTheRemedy() {
        assertEquals(2, berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--max-memory", "8"));

        String fault = berth.errors.toString();
        assertTrue(
                fault.contains(
                        "option '--max-memory': '8' is 8 B, expected 1.05 MB (1m) or more; a bare number is bytes"),
                fault);
    }

    @ParameterizedTest
    @CsvSource({"--gap,-1", "--gap,NaN", "--time-limit,0", "--max-memory,0", "--max-memory,99999999999"})
    void outOfRangeIsAUsageFault(String option, String value) {
        for (String command : new String[] {"plan", "compare", "simulate"}) {
            assertEquals(
                    2,
                    berth.run(command, "--profiles", profiles, "--scenario", scenario, option, value),
                    berth.errors::toString);
            assertTrue(berth.errors.toString().contains(option), berth.errors::toString);
        }
    }
}
