package dev.berth.profiler.calibrate;

import dev.berth.profile.Distribution;
import dev.berth.profile.Provenance;
import dev.berth.profile.Reading;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/**
 * Durations of runs as a {@link Distribution}: quantiles from the samples themselves, never from averages of quantiles.
 */
final class Durations {
    /** Fewest samples for a 90th and a 99th percentile, after MLPerf LoadGen. */
    static final int MIN_N_P90 = 64;

    static final int MIN_N_P99 = 662;
    private static final int SIGNIFICANT_DIGITS = 3;

    private Durations() {}

    /** @param samplesNanos durations in executed order, at least one, each >= 0 */
    static Distribution of(List<Long> samplesNanos) {
        OrderStatistics order = new OrderStatistics(samplesNanos);
        int n = order.n();
        double mean = samplesNanos.stream().mapToLong(Long::longValue).sum() / (double) n;
        OptionalInt rank = OrderStatistics.medianIntervalRank(n);
        return new Distribution(
                n,
                mean,
                standardDeviation(samplesNanos, mean),
                order.min(),
                order.median(),
                rank.isPresent() ? Reading.derived(order.ofRank(rank.getAsInt())) : tooFew(6),
                rank.isPresent() ? Reading.derived(order.ofRank(n + 1 - rank.getAsInt())) : tooFew(6),
                n >= MIN_N_P90 ? percentile(order, 90) : tooFew(MIN_N_P90),
                n >= MIN_N_P99 ? percentile(order, 99) : tooFew(MIN_N_P99),
                order.max(),
                samplesNanos,
                encode(histogram(samplesNanos, order.max())));
    }

    private static Reading<Long> percentile(OrderStatistics order, int percent) {
        return new Reading.Value<>(order.percentile(percent), Provenance.MEASURED);
    }

    private static Reading<Long> tooFew(int least) {
        return Reading.notSupported("n<" + least);
    }

    private static double standardDeviation(List<Long> samples, double mean) {
        if (samples.size() == 1) {
            return 0;
        }
        double squares = 0;
        for (long sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        return Math.sqrt(squares / (samples.size() - 1));
    }

    private static Histogram histogram(List<Long> samples, long max) {
        // A fixed range, so that the bytes depend on the values alone and not on the order they came in.
        Histogram histogram = new Histogram(1, Math.max(2, max), SIGNIFICANT_DIGITS);
        samples.forEach(histogram::recordValue);
        return histogram;
    }

    private static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        // Stored, not deflated: deflated bytes differ between builds of zlib, and the encoding itself already folds
        // runs of empty buckets.
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.NO_COMPRESSION);
        byte[] bytes = new byte[length];
        buffer.flip();
        buffer.get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Undoes {@link #encode}.
     *
     * @throws DataFormatException where it is not an encoded histogram
     * @throws IllegalArgumentException where it is not base64
     */
    static Histogram decode(String base64) throws DataFormatException {
        return Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
    }
}
