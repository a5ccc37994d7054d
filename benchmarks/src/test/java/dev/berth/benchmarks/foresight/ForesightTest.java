package dev.berth.benchmarks.foresight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ForesightTest {
    /** Mean 0.9, deviation 0.1, three seeds: half of the interval is 4.303·0.1/√3. */
    @Test
    void intervalsWorkedOutOnPaper() {
        RatioSummary summary = RatioSummary.of(new double[] {0.8, 0.9, 1.0});

        assertEquals(0.9, summary.mean(), 1e-12);
        assertEquals(0.9 - 0.24843, summary.low(), 1e-4);
        assertEquals(0.9 + 0.24843, summary.high(), 1e-4);
        assertEquals(1.0, summary.worst());
    }

    @ParameterizedTest
    @EnumSource(DemandRegime.class)
    void theSeedDecidesTheDemand(DemandRegime regime) {
        double[] one = requests(regime.problem(4, 20, SwitchingWeight.MEDIUM, 1));

        assertArrayEquals(one, requests(regime.problem(4, 20, SwitchingWeight.HEAVY, 1)));
        assertFalse(Arrays.equals(one, requests(regime.problem(4, 20, SwitchingWeight.HEAVY, 2))));
    }

    private static double[] requests(Problem problem) {
        double[] requests = new double[problem.slots() * problem.models()];
        for (int cell = 0; cell < requests.length; cell++) {
            requests[cell] = problem.expectedRequests(cell / problem.models(), cell % problem.models());
        }
        return requests;
    }

    @Test
    void countsAreWholeAndTheNoiseKeepsTheMean() {
        Problem rates = DemandRegime.DRIFT.problem(10, 400, SwitchingWeight.MEDIUM, 3);
        double[] counts = requests(DemandRegime.COUNTED.problem(10, 400, SwitchingWeight.MEDIUM, 3));
        double[] noisy = requests(DemandRegime.UNPREDICTABLE.problem(10, 400, SwitchingWeight.MEDIUM, 3));
        double rate = sum(requests(rates));

        for (double count : counts) {
            assertEquals(Math.rint(count), count);
        }
        // 1,800 requests expected: five deviations of a Poisson sum are 12 %.
        assertEquals(0.01, sum(counts) / rate, 0.0012);
        assertEquals(1, sum(noisy) / rate, 0.2);
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    @Test
    void printsAndWritesOneLineASolver(@TempDir Path folder) throws IOException {
        StringWriter output = new StringWriter();
        Path file = folder.resolve("foresight.csv");

        int status = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(output, true))
                .execute(
                        "--models",
                        "3",
                        "--slots",
                        "6",
                        "--seeds",
                        "2",
                        "--demand",
                        "bursts",
                        "--switching",
                        "heavy",
                        "--out",
                        file.toString());

        assertEquals(0, status);
        List<String> lines = Files.readAllLines(file);
        assertEquals(output.toString().lines().toList(), lines);
        assertEquals(Experiment.HEADER, lines.get(0));
        assertEquals(10, lines.size());
        assertTrue(lines.get(1).matches("bursts,heavy,3,6,2,[0-9.]+,paper-ga,1\\.00000,1\\.00000,.*"), lines.get(1));
        assertTrue(lines.get(9).contains(",horizon-exact,"), lines.get(9));
    }

    @Test
    void numbersOutOfRangeAreUsageErrors() {
        StringWriter errors = new StringWriter();

        assertEquals(
                2,
                new CommandLine(new Main())
                        .setErr(new PrintWriter(errors, true))
                        .execute("--seeds", "1"));
        assertTrue(errors.toString().contains("--seeds: 1, expected 2 to 31"), errors::toString);
    }
}
