package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("Durations of n runs, in nanoseconds.")
public record Distribution(
        @Description("number of runs") @Range(least = 1) int n,
        @Description("arithmetic mean") @Range(least = 0) double meanNanos,

        @Description("sample standard deviation; 0 for n = 1") @Range(least = 0)
        double standardDeviationNanos,

        @Description("shortest") @Range(least = 0) long minNanos,
        @Description("median") @Range(least = 0) long p50Nanos,

        @Description("lower end of the 95 % confidence interval of the median, from order statistics; not supported "
                + "where n is too small")
        @Range(least = 0)
        Reading<Long> p50LowNanos,

        @Description("upper end of it") @Range(least = 0) Reading<Long> p50HighNanos,

        @Description("90th percentile; not supported below n = 64") @Range(least = 0)
        Reading<Long> p90Nanos,

        @Description("99th percentile; not supported below n = 662") @Range(least = 0)
        Reading<Long> p99Nanos,

        @Description("longest") @Range(least = 0) long maxNanos,

        @Description(
                "every run in executed order, length n; of a long session evenly spaced ones of them, fewer than n")
        @Range(least = 0)
        List<Long> samplesNanos,

        @Description("HdrHistogram of the runs, V2 compressed, base64; three significant digits") @Text
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
