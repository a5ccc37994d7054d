package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Distribution;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.OrderStatistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DurationsTest {
    private static Distribution of(List<Long> samples) {
        Durations durations = new Durations();
        samples.forEach(durations::add);
        return durations.distribution(Durations.MAX_SAMPLES);
    }

    private static List<Long> upTo(int n) {
        return LongStream.rangeClosed(1, n).map(i -> i * 1_000_000).boxed().toList();
    }

    @Test
    void figuresOfOneToTenMilliseconds() {
        Distribution ten = of(upTo(10));

        assertEquals(10, ten.n());
        assertEquals(5_500_000, ten.meanNanos());
        // Sample variance of 1..10 is 110/12.
        assertEquals(1e6 * Math.sqrt(110 / 12.0), ten.standardDeviationNanos(), 1e-3);
        assertEquals(1_000_000, ten.minNanos());
        assertEquals(5_500_000, ten.p50Nanos());
        assertEquals(Reading.derived(2_000_000L), ten.p50LowNanos());
        assertEquals(Reading.derived(9_000_000L), ten.p50HighNanos());
        assertEquals(Reading.notSupported("n<64"), ten.p90Nanos());
        assertEquals(10_000_000, ten.maxNanos());
    }

    @Test
    void percentilesAppearWhereTheNumberOfRunsCarriesThem() {
        assertEquals(Reading.notSupported("n<64"), of(upTo(63)).p90Nanos());
        assertEquals(
                new Reading.Value<>(58_000_000L, Provenance.MEASURED),
                of(upTo(64)).p90Nanos());
        assertEquals(Reading.notSupported("n<662"), of(upTo(661)).p99Nanos());
        assertEquals(
                new Reading.Value<>(656_000_000L, Provenance.MEASURED), // 655.38 rounded up
                of(upTo(662)).p99Nanos());
    }

    @Test
    void oneRunHasNoSpreadAndNoInterval() {
        Distribution one = of(List.of(7L));

        assertEquals(0, one.standardDeviationNanos());
        assertEquals(Reading.notSupported("n<6"), one.p50LowNanos());
        assertEquals(7, one.p50Nanos());
    }

    @Test
    void theHistogramHoldsEveryRunWithinItsThreeDigits() throws Exception {
        List<Long> samples = new ArrayList<>(List.of(0L, 1L, 999L, 1_000_001L, 86_400_000_000_000L));
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            samples.add((long) Math.exp(random.nextDouble() * 25));
        }
        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(of(samples).histogram())), 0);

        assertEquals(samples.size(), decoded.getTotalCount());
        long max = Collections.max(samples);
        assertTrue(decoded.getMaxValue() >= max && decoded.getMaxValue() <= max * 1.001);
        long median = new OrderStatistics(samples).percentile(50);
        assertTrue(Math.abs(median - decoded.getValueAtPercentile(50)) <= median * 0.001 + 1);
    }

    /** Exact figures of many runs against those of the histogram, which keeps three digits of each. */
    @Test
    void ofMoreRunsThanAreKeptQuantilesComeFromTheHistogramOfAll() {
        List<Long> runs = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 50_001; i++) {
            runs.add((long) Math.exp(15 + random.nextGaussian()));
        }
        OrderStatistics order = new OrderStatistics(runs);

        Distribution many = of(runs);

        assertEquals(runs.size(), many.n());
        assertEquals(order.min(), many.minNanos());
        assertEquals(order.max(), many.maxNanos());
        assertWithin(order.median(), many.p50Nanos());
        assertWithin(order.percentile(90), many.p90Nanos().optional().orElseThrow());
        assertWithin(order.percentile(99), many.p99Nanos().optional().orElseThrow());
        double mean = runs.stream().mapToLong(Long::longValue).average().orElseThrow();
        double squares =
                runs.stream().mapToDouble(run -> (run - mean) * (run - mean)).sum();
        assertEquals(mean, many.meanNanos(), mean * 1e-9);
        assertEquals(Math.sqrt(squares / (runs.size() - 1)), many.standardDeviationNanos(), mean * 1e-9);
        // 50 001 runs fill 4096 places at every 16th run.
        assertEquals(3126, many.samplesNanos().size());
        for (int i = 0; i < many.samplesNanos().size(); i++) {
            assertEquals(runs.get(16 * i), many.samplesNanos().get(i));
        }
    }

    private static void assertWithin(long exact, long found) {
        assertTrue(Math.abs(exact - found) <= exact / 1000, exact + " and " + found);
    }

    @Test
    void theOrderOfTheRunsChangesTheirListAlone() {
        List<Long> samples = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            samples.add((long) random.nextInt(1_000_000_000));
        }
        Distribution before = of(samples);
        Collections.shuffle(samples, random);
        Distribution after = of(samples);

        assertEquals(before.histogram(), after.histogram());
        assertEquals(before.p50LowNanos(), after.p50LowNanos());
        assertEquals(before.meanNanos(), after.meanNanos());
        assertEquals(before.standardDeviationNanos(), after.standardDeviationNanos(), 1e-3);
    }
}
