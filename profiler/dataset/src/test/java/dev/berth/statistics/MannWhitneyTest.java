package dev.berth.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.DelayLine.Estimate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyTest {
    private static long[] longs(long... values) {
        return values;
    }

    @Test
    void threeAgainstThreeApartIsOneOfTwentySplitsOnEachSide() {
        MannWhitney test = MannWhitney.of(longs(1, 2, 3), longs(4, 5, 6));

        assertEquals(9, test.u());
        assertEquals(2 / 20.0, test.pValue(), 1e-12);
        assertTrue(test.exact());
    }

    @Test
    void interleavedSamplesAreNoEvidence() {
        // U = 1 + 2 + 3 = 6 of 9 pairs; |U - 4.5| >= 1.5 for all of the 20 splits but those with U = 4 or 5, 3 each.
        MannWhitney test = MannWhitney.of(longs(1, 3, 5), longs(2, 4, 6));

        assertEquals(6, test.u());
        assertEquals(14 / 20.0, test.pValue(), 1e-12);
    }

    @Test
    void tiesCountHalfAndAreCountedExactly() {
        // Pooled 1 1 2 2: mid-ranks 1.5 1.5 3.5 3.5. The second holds 2 2: one of six splits, and its mirror.
        MannWhitney test = MannWhitney.of(longs(1, 1), longs(2, 2));
        assertEquals(4, test.u());
        assertEquals(2 / 6.0, test.pValue(), 1e-12);

        MannWhitney equal = MannWhitney.of(longs(5, 5, 5), longs(5, 5));
        assertEquals(3, equal.u());
        assertEquals(1, equal.pValue(), 1e-12);
    }

    @Test
    void exactAgreesWithEnumerationOverAllSplits() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            int first = 1 + random.nextInt(5);
            int second = 1 + random.nextInt(5);
            long[] pooled = random.longs(first + second, 0, 6).toArray();
            long[] a = Arrays.copyOf(pooled, first);
            long[] b = Arrays.copyOfRange(pooled, first, pooled.length);
            double observed = Math.abs(pairs(a, b) - first * second / 2.0);
            int splits = 0;
            int asFar = 0;
            for (int chosen = 0; chosen < 1 << pooled.length; chosen++) {
                if (Integer.bitCount(chosen) == second) {
                    int mask = chosen;
                    splits++;
                    double u = pairs(chosen(pooled, ~mask), chosen(pooled, mask));
                    asFar += Math.abs(u - first * second / 2.0) >= observed - 1e-9 ? 1 : 0;
                }
            }
            MannWhitney test = MannWhitney.of(a, b);
            assertEquals(pairs(a, b), test.u());
            assertEquals(asFar / (double) splits, test.pValue(), 1e-12);
        }
    }

    private static long[] chosen(long[] pooled, int mask) {
        return java.util.stream.IntStream.range(0, pooled.length)
                .filter(i -> (mask >> i & 1) == 1)
                .mapToLong(i -> pooled[i])
                .toArray();
    }

    private static double pairs(long[] first, long[] second) {
        double u = 0;
        for (long a : first) {
            for (long b : second) {
                u += b > a ? 1 : b == a ? 0.5 : 0;
            }
        }
        return u;
    }

    @Test
    void theNormalApproximationTakesOverSmoothly() {
        Random random = new Random(4);
        for (int trial = 0; trial < 20; trial++) {
            long[] a = random.longs(40, 0, 50).toArray();
            long[] b = random.longs(40, 5, 55).toArray();
            double beyond = MannWhitney.of(a, b).pValue();
            assertFalse(MannWhitney.of(a, b).exact());
            assertEquals(MannWhitney.exact(a, b).pValue(), beyond, 0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "0.5, 0.3085375387259869",
        "1.959963984540054, 0.025",
        "2.999, 0.0013543299",
        "3.001, 0.0013454665",
        "5, 2.866515718791939e-7",
        "10, 7.619853024160525e-24"
    })
    void tailOfTheNormalDistribution(double z, double probability) {
        assertEquals(probability, Normal.above(z), probability * 1e-4);
    }

    @Test
    void ratioOfTwoShiftedSamples() {
        long[] first = longs(100, 200, 400, 800, 1600, 3200, 6400, 12800);
        long[] second = Arrays.stream(first).map(value -> value * 2).toArray();

        RatioShift shift = RatioShift.of(first, second);

        assertEquals(2, shift.ratio(), 1e-9);
        Estimate interval = shift.interval().orElseThrow();
        assertTrue(interval.low() < 2 && interval.high() > 2);
    }

    @Test
    void medianRatioOfFourPairs() {
        // Ratios 3, 6, 1.5, 3: median of 1.5, 3, 3, 6.
        assertEquals(3, RatioShift.of(longs(1, 2), longs(3, 6)).ratio(), 1e-9);
        assertEquals(Optional.empty(), RatioShift.of(longs(1, 2), longs(3, 6)).interval());
    }

    @Test
    void theRatioIsTheMedianOfAllPairsAndTheIntervalCoversIt() {
        Random random = new Random(5);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            long[] a = sample(random, 15, 1.0);
            long[] b = sample(random, 12, 1.1);
            double[] ratios = new double[a.length * b.length];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = (double) b[i / a.length] / a[i % a.length];
            }
            RatioShift shift = RatioShift.of(a, b);
            Arrays.sort(ratios);
            assertTrue(ratios[89] - 1e-9 <= shift.ratio() && shift.ratio() <= ratios[90] + 1e-9);
            Estimate interval = shift.interval().orElseThrow();
            covered += interval.low() <= 1.1 && 1.1 <= interval.high() ? 1 : 0;
        }
        assertTrue(covered >= 370 && covered <= 395, "covered " + covered + " of 400, expected about 380");
    }

    private static long[] sample(Random random, int n, double factor) {
        return random.doubles(n)
                .mapToLong(uniform -> Math.round(1e6 * factor * Math.exp(uniform)))
                .toArray();
    }

    @Test
    void holmStepsDown() {
        // Sorted 0.01, 0.03, 0.04: times 3, 2, 1, never falling.
        assertArrayEquals(new double[] {0.06, 0.03, 0.06}, Holm.adjusted(new double[] {0.04, 0.01, 0.03}), 1e-12);
        assertArrayEquals(new double[] {1, 1}, Holm.adjusted(new double[] {0.7, 0.9}), 1e-12);
        assertArrayEquals(new double[] {}, Holm.adjusted(new double[] {}));
    }
}
