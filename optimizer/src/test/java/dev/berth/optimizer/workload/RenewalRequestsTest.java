package dev.berth.optimizer.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalRequestsTest {
    private static final int DRAWS = 200_000;

    /** Of the test below, as one JDK computed it: pins the bits for all others. */
    private static final long PINNED = -4_030_997_802_935_265_551L;

    @ParameterizedTest
    @CsvSource({"GAMMA, 0.1", "GAMMA, 1", "GAMMA, 3", "WEIBULL, 0.3", "WEIBULL, 1", "WEIBULL, 2.5"})
    void gapsHaveMeanOneAndTheirVariation(Gaps.Shape shape, double variation) {
        Gaps.Sampler gaps = new Gaps(shape, variation).sampler();
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        double biased = 0;
        for (int i = 0; i < DRAWS; i++) {
            double gap = gaps.next(random);
            sum += gap;
            squares += gap * gap;
            biased += gaps.lengthBiased(random);
        }
        double mean = sum / DRAWS;

        assertEquals(1, mean, 5 * variation / Math.sqrt(DRAWS));
        assertEquals(variation, Math.sqrt(squares / DRAWS - mean * mean) / mean, 0.05 * variation);
        // Mean of a length-biased gap: E[x²] / E[x].
        assertEquals(1 + variation * variation, biased / DRAWS, 0.05 * (1 + variation * variation));
    }

    @ParameterizedTest
    @CsvSource({"GAMMA, 0.2", "GAMMA, 1", "GAMMA, 4", "WEIBULL, 0.5", "WEIBULL, 3"})
    void everySlotGetsInTheMeanWhatIsExpected(Gaps.Shape shape, double variation) {
        double[][] expected = {{3, 0}, {0.5, 8}, {0, 0.25}, {2, 0}};
        double[][] sum = new double[4][2];
        int seeds = 4000;
        for (int seed = 0; seed < seeds; seed++) {
            try (Requests requests = new RenewalRequests(expected, 10, new Gaps(shape, variation), seed)) {
                long before = 0;
                while (requests.next()) {
                    assertTrue(requests.arrivalNanos() >= before);
                    before = requests.arrivalNanos();
                    assertEquals(1, requests.work());
                    sum[(int) (before / 10_000_000_000L)][requests.model()]++;
                }
                assertFalse(requests.next());
            }
        }
        for (int slot = 0; slot < 4; slot++) {
            for (int model = 0; model < 2; model++) {
                double deviation = Math.sqrt(expected[slot][model] * (1 + 4 * variation * variation) / seeds);
                assertEquals(expected[slot][model], sum[slot][model] / seeds, 5 * deviation, slot + "/" + model);
            }
        }
    }

    @Test
    void burstsMakeCountsMoreUneven() {
        assertEquals(1, dispersion(Gaps.POISSON), 0.1);
        assertTrue(dispersion(new Gaps(Gaps.Shape.GAMMA, 3)) > 5);
        assertTrue(dispersion(new Gaps(Gaps.Shape.WEIBULL, 0.3)) < 0.3);
    }

    /** Variance over mean of the counts of slots with 40 expected requests. */
    private static double dispersion(Gaps gaps) {
        double[][] expected = new double[5000][];
        Arrays.fill(expected, new double[] {40});
        double[] counts = new double[expected.length];
        try (Requests requests = new RenewalRequests(expected, 1, gaps, 9)) {
            while (requests.next()) {
                counts[(int) (requests.arrivalNanos() / 1_000_000_000L)]++;
            }
        }
        double mean = Arrays.stream(counts).average().orElseThrow();
        return Arrays.stream(counts)
                        .map(count -> (count - mean) * (count - mean))
                        .sum()
                / counts.length
                / mean;
    }

    @Test
    void theSameSeedGivesTheSameRequests() {
        double[][] expected = new DemandGenerator(2, 1, 3, 0.5, 7).expectedRequests(20, 9, 30);
        long hash = 0;
        for (Gaps.Shape shape : Gaps.Shape.values()) {
            try (Requests requests = new RenewalRequests(expected, 30, new Gaps(shape, 2), 5)) {
                while (requests.next()) {
                    hash = 31 * hash + 7 * requests.arrivalNanos() + requests.model();
                }
            }
        }

        assertEquals(PINNED, hash);
    }

    @Test
    void logGammaIsThatOfFactorialsAndHalves() {
        double factorial = 1;
        for (int n = 1; n < 20; n++) {
            assertEquals(Math.log(factorial), LogGamma.of(n), 1e-13 * Math.max(1, Math.log(factorial)));
            factorial *= n;
        }
        assertEquals(Math.log(Math.sqrt(Math.PI)), LogGamma.of(0.5), 1e-14);
    }

    @Test
    void aVariationOutOfRangeIsRefused() {
        assertEquals(
                "out of range: coefficientOfVariation=0.0, expected 0.05 to 10.0",
                assertThrows(IllegalArgumentException.class, () -> new Gaps(Gaps.Shape.GAMMA, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Gaps(Gaps.Shape.WEIBULL, Double.NaN));
    }
}
