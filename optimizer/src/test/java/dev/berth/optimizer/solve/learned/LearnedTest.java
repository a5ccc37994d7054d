package dev.berth.optimizer.solve.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomModes;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedTest {
    private static final SolveLimits LIMITS = new SolveLimits(256L << 20, 2_000_000);

    @TempDir
    private Path folder;

    /** Whatever a network says, weights of no sense included. */
    @Test
    void anySampleBecomesAPlanThatKeepsTheLimits() {
        for (int seed = 0; seed < 1500; seed++) {
            Problem problem =
                    switch (seed % 3) {
                        case 0 -> new RandomProblems(seed).next(1 + seed % 9, 1 + seed % 14, Charging.BOTH);
                        case 1 -> new RandomServices(seed).next(1 + seed % 9, 1 + seed % 7);
                        default -> new RandomModes(seed).next(1 + seed % 9, 1 + seed % 7, 2 + seed % 6);
                    };
            Cells cells = new Cells(problem);
            float[] sample = new float[cells.count()];
            Noise.draw(sample, new SplittableRandom(seed));
            byte[] plan = new byte[problem.slots() * problem.models()];

            new SampleRepair(cells).run(sample, plan);

            assertEquals(Optional.empty(), Limits.broken(problem, new Plan(problem.models(), plan)), "seed " + seed);
        }
    }

    @Test
    void inputsAreNumbersOfTheirRange() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = seed % 2 == 0
                    ? new RandomProblems(seed).next(1 + seed % 9, 1 + seed % 14, Charging.PER_SWITCH)
                    : new RandomServices(seed).next(1 + seed % 9, 1 + seed % 7);
            Cells cells = new Cells(problem);
            Inputs inputs = new Inputs(cells);
            float[] noisy = new float[cells.count()];
            for (int slot = 0; slot < problem.slots(); slot++) {
                inputs.begin(slot, noisy);
                for (int model = 0; model < problem.models(); model++) {
                    for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                        for (double input : inputs.of(slot, model, mode, noisy, 1)) {
                            assertTrue(input >= -1 && input <= 1, "seed " + seed + ": " + input);
                        }
                    }
                }
            }
        }
    }

    @Test
    void itIsNeverDearerThanKeepingNothing() {
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = new RandomProblems(seed).next(1 + seed % 9, 1 + seed % 9, Charging.BOTH);

            long cost = Learned.shipped().solve(problem, LIMITS).cost().total();

            assertTrue(
                    cost <= new FetchPerRequest().solve(problem, LIMITS).cost().total(), "seed " + seed);
        }
    }

    @Test
    void withoutWorkForASampleNothingIsKeptAndItSaysSo() {
        Problem problem = new RandomProblems(3).next(8, 6, Charging.BOTH);
        Effort effort = new Effort(LIMITS.withEffort(10, 0));

        Solution solution = Learned.shipped().solve(problem, effort);

        assertEquals("no sample: nothing but pinned models is kept, ended by the time limit", solution.note());
    }

    @Test
    void withWorkForAllSamplesItSaysHowMany() {
        Problem problem = new RandomProblems(3).next(20, 12, Charging.BOTH);

        Solution solution = Learned.shipped().solve(problem, LIMITS);

        assertEquals("16 samples, the cheapest kept", solution.note());
        assertEquals(solution, Learned.shipped().solve(problem, LIMITS));
    }

    @Test
    void memoryIsHeldBeforeAnythingIsAllocated() {
        Problem problem = new RandomProblems(1).next(30, 20, Charging.BOTH);

        assertEquals(
                "learned: needs 0 MB, the limit is 0 MB; allow more memory (java -Xmx)",
                assertThrows(TooLargeException.class, () -> Learned.shipped().solve(problem, new SolveLimits(1000, 1)))
                        .getMessage());
    }

    @Test
    void theShippedNetworkIsSmallAndSaysHowItWasMade() throws Exception {
        DenoiserFile shipped = DenoiserFile.shipped();

        assertTrue(shipped.command().startsWith("berth train"), shipped.command());
        assertTrue(Json.pretty(shipped).length() < 100_000);
        assertTrue(shipped.training().lossAfter() < 0.3 * shipped.training().lossBefore());
        assertTrue(shipped.training().meanGap() < shipped.training().meanGapBefore());
        Path file = folder.resolve("denoiser.json");
        shipped.write(file);
        assertEquals(shipped, DenoiserFile.read(file));
        assertTrue(Files.exists(folder.resolve("denoiser.schema.json")));
    }

    @Test
    void networksThatDoNotFitAreRefusedByFileAndLine() throws Exception {
        DenoiserFile shipped = DenoiserFile.shipped();
        Path file = folder.resolve("wrong.json");
        String first = shipped.weights().get(0).toString();
        Files.writeString(file, Json.pretty(shipped).replace("[ " + first + ", ", "[ "), StandardCharsets.UTF_8);

        String fewer = assertThrows(BadInputException.class, () -> DenoiserFile.read(file))
                .getMessage();
        assertTrue(fewer.matches(".*wrong\\.json:\\d+: .*weights of \\d+, expected \\d+ as layers have"), fewer);

        List<Integer> layers = new ArrayList<>(shipped.layers());
        layers.set(0, 7);
        Files.writeString(
                file,
                Json.pretty(shipped).replace("\"layers\": [ " + shipped.layers().get(0), "\"layers\": [ 7"),
                StandardCharsets.UTF_8);
        String narrow = assertThrows(BadInputException.class, () -> DenoiserFile.read(file))
                .getMessage();
        assertTrue(narrow.contains("layers=" + layers + ", expected"), narrow);
    }
}
