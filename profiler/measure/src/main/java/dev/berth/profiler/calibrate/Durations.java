package dev.berth.profiler.calibrate;

import dev.berth.dataset.Distribution;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.EvenSample;
import dev.berth.statistics.OrderStatistics;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Durations of runs, taken one by one, as a {@link Distribution}. Up to {@link #MAX_SAMPLES} of them all are kept and
 * quantiles come from the samples themselves, never from averages of quantiles; of more, quantiles come from a
 * histogram of them all, which takes as much memory for any number.
 */
public final class Durations {
    /** Fewest samples for a 90th and a 99th percentile, after MLPerf LoadGen. */
    static final int MIN_N_P90 = 64;

    static final int MIN_N_P99 = 662;

    /** Most samples that are kept and written. */
    public static final int MAX_SAMPLES = 4096;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final EvenSample samples = new EvenSample(MAX_SAMPLES);
    private Optional<Histogram> all = Optional.empty();
    private double sum;
    private double mean;
    private double squares;
    private long min = Long.MAX_VALUE;
    private long max;

    /**
     * Takes a run.
     *
     * @param nanos of the run made next, >= 0
     */
    public void add(long nanos) {
        if (samples.n() == MAX_SAMPLES) {
            Histogram growing = new Histogram(SIGNIFICANT_DIGITS);
            samples.values().forEach(growing::recordValue);
            all = Optional.of(growing);
        }
        samples.add(nanos);
        all.ifPresent(histogram -> histogram.recordValue(nanos));
        sum += nanos;
        // Welford's recurrence: the squares of large values would leave no digits for their differences.
        double before = nanos - mean;
        mean += before / samples.n();
        squares += before * (nanos - mean);
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
    }

    /** How many were taken. */
    long n() {
        return samples.n();
    }

    public boolean isEmpty() {
        return samples.isEmpty();
    }

    /** Those that are kept, in executed order. */
    public List<Long> samples() {
        return samples.values();
    }

    /**
     * The distribution of what was taken, at least one.
     *
     * @param most samples in it, >= 1
     */
    public Distribution distribution(int most) {
        int n = Math.toIntExact(n());
        List<Long> kept = samples.values(most);
        Histogram histogram = new Histogram(1, Math.max(2, max), SIGNIFICANT_DIGITS);
        // A fixed range, so that the bytes depend on the values alone and not on the order they came in.
        all.ifPresentOrElse(histogram::add, () -> samples.values().forEach(histogram::recordValue));
        Ranks ranks = all.isPresent()
                ? rank -> Math.min(max, Math.max(min, ofRank(histogram, rank)))
                : new OrderStatistics(samples.values())::ofRank;
        OptionalInt rank = OrderStatistics.medianIntervalRank(n);
        return new Distribution(
                n,
                sum / n,
                standardDeviation(n),
                min,
                all.isPresent() ? ranks.of((n + 1) / 2) : new OrderStatistics(samples.values()).median(),
                rank.isPresent() ? Reading.derived(ranks.of(rank.getAsInt())) : tooFew(6),
                rank.isPresent() ? Reading.derived(ranks.of(n + 1 - rank.getAsInt())) : tooFew(6),
                n >= MIN_N_P90 ? percentile(ranks, n, 90) : tooFew(MIN_N_P90),
                n >= MIN_N_P99 ? percentile(ranks, n, 99) : tooFew(MIN_N_P99),
                max,
                kept,
                encode(histogram));
    }

    private double standardDeviation(int n) {
        if (n == 1) {
            return 0;
        }
        double exact = squares;
        if (all.isEmpty()) {
            exact = 0;
            for (long sample : samples.values()) {
                exact += (sample - sum / n) * (sample - sum / n);
            }
        }
        return Math.sqrt(exact / (n - 1));
    }

    /** The k-th smallest, k from 1. */
    private interface Ranks {
        long of(int rank);
    }

    /** Nearest rank. */
    private static Reading<Long> percentile(Ranks ranks, long n, int percent) {
        return new Reading.Value<>(ranks.of((int) ((n * percent + 99) / 100)), Provenance.MEASURED);
    }

    private static Reading<Long> tooFew(int least) {
        return Reading.notSupported("n<" + least);
    }

    /** The k-th smallest of a histogram, within its three digits. */
    public static long ofRank(Histogram histogram, long rank) {
        for (HistogramIterationValue value : histogram.recordedValues()) {
            if (value.getTotalCountToThisValue() >= rank) {
                return histogram.medianEquivalentValue(value.getValueIteratedTo());
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + histogram.getTotalCount());
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
    public static Histogram decode(String base64) throws DataFormatException {
        return Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
    }
}
