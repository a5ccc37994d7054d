package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profile.Distribution;
import dev.berth.profile.Provenance;
import dev.berth.profile.Reading;
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
    private static List<Long> upTo(int n) {
        return LongStream.rangeClosed(1, n).map(i -> i * 1_000_000).boxed().toList();
    }

    @Test
    void figuresOfOneToTenMilliseconds() {
        Distribution ten = Durations.of(upTo(10));

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
        assertEquals(Reading.notSupported("n<64"), Durations.of(upTo(63)).p90Nanos());
        assertEquals(
                new Reading.Value<>(58_000_000L, Provenance.MEASURED),
                Durations.of(upTo(64)).p90Nanos());
        assertEquals(Reading.notSupported("n<662"), Durations.of(upTo(661)).p99Nanos());
        assertEquals(
                new Reading.Value<>(656_000_000L, Provenance.MEASURED), // 655.38 rounded up
                Durations.of(upTo(662)).p99Nanos());
    }

    @Test
    void oneRunHasNoSpreadAndNoInterval() {
        Distribution one = Durations.of(List.of(7L));

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
                ByteBuffer.wrap(Base64.getDecoder().decode(Durations.of(samples).histogram())), 0);

        assertEquals(samples.size(), decoded.getTotalCount());
        long max = Collections.max(samples);
        assertTrue(decoded.getMaxValue() >= max && decoded.getMaxValue() <= max * 1.001);
        long median = new OrderStatistics(samples).percentile(50);
        assertTrue(Math.abs(median - decoded.getValueAtPercentile(50)) <= median * 0.001 + 1);
    }

    @Test
    void theOrderOfTheRunsChangesTheirListAlone() {
        List<Long> samples = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            samples.add((long) random.nextInt(1_000_000_000));
        }
        Distribution before = Durations.of(samples);
        Collections.shuffle(samples, random);
        Distribution after = Durations.of(samples);

        assertEquals(before.histogram(), after.histogram());
        assertEquals(before.p50LowNanos(), after.p50LowNanos());
        assertEquals(before.meanNanos(), after.meanNanos());
        assertEquals(before.standardDeviationNanos(), after.standardDeviationNanos(), 1e-3);
    }
}
