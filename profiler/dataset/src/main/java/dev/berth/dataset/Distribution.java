package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import java.util.List;

/**
 * Durations of n runs, in nanoseconds.
 *
 * @param n number of runs, >= 1
 * @param meanNanos arithmetic mean
 * @param standardDeviationNanos sample standard deviation; 0 for n = 1
 * @param minNanos shortest
 * @param p50Nanos median
 * @param p50LowNanos lower end of the 95 % confidence interval of the median, from order statistics; not supported
 *     where n is too small
 * @param p50HighNanos upper end of it
 * @param p90Nanos 90th percentile; not supported below n = 64
 * @param p99Nanos 99th percentile; not supported below n = 662
 * @param maxNanos longest
 * @param samplesNanos every run in executed order, length n; of a long session evenly spaced ones of them, fewer than n
 * @param histogram HdrHistogram of the runs, V2 compressed, base64; three significant digits
 */
public record Distribution(
        int n,
        double meanNanos,
        double standardDeviationNanos,
        long minNanos,
        long p50Nanos,
        Reading<Long> p50LowNanos,
        Reading<Long> p50HighNanos,
        Reading<Long> p90Nanos,
        Reading<Long> p99Nanos,
        long maxNanos,
        List<Long> samplesNanos,
        String histogram) {
    /** Fewest samples that stand for more runs. */
    private static final int MIN_THINNED = 64;

    public Distribution {
        Require.atLeast("n", n, 1);
        Require.notNegative("meanNanos", meanNanos);
        Require.notNegative("standardDeviationNanos", standardDeviationNanos);
        Require.atLeast("minNanos", minNanos, 0);
        Require.atLeast("p50Nanos", p50Nanos, minNanos);
        Require.atLeast("maxNanos", maxNanos, p50Nanos);
        Require.atLeast("p50LowNanos", p50LowNanos, minNanos);
        Require.atLeast("p50HighNanos", p50HighNanos, p50Nanos);
        Require.atLeast("p90Nanos", p90Nanos, p50Nanos);
        Require.atLeast("p99Nanos", p99Nanos, p50Nanos);
        samplesNanos = Require.list("samplesNanos", samplesNanos);
        if (samplesNanos.size() > n || (samplesNanos.size() < n && samplesNanos.size() < MIN_THINNED)) {
            throw new ComponentException("samplesNanos", samplesNanos.size() + " samples", "n=" + n + " of them");
        }
        for (long sample : samplesNanos) {
            if (sample < minNanos || sample > maxNanos) {
                throw new ComponentException("samplesNanos", sample, minNanos + " to " + maxNanos);
            }
        }
        Require.text("histogram", histogram);
    }
}
