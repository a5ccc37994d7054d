package dev.berth.optimizer.simulate;

import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("What requests waited, over all seeds together; percentiles are those of the merged histogram.")
public record SimulatedDelay(
        @Description("number of requests") @Range(least = 0) long n,

        @Description("exact mean; not supported where n is 0")
        Reading<Double> meanNanos,

        @Description("median; not supported where n is 0") @Range(least = 0)
        Reading<Long> p50Nanos,

        @Description("95th percentile; not supported below n = 20") @Range(least = 0)
        Reading<Long> p95Nanos,

        @Description("99th percentile; not supported below n = 100") @Range(least = 0)
        Reading<Long> p99Nanos,

        @Description("longest; not supported where n is 0") @Range(least = 0)
        Reading<Long> maxNanos) {
    private static final int LEAST_FOR_P95 = 20;
    private static final int LEAST_FOR_P99 = 100;

    public SimulatedDelay {
        Require.atLeast("n", n, 0);
        Require.atLeast("p50Nanos", p50Nanos, 0);
        Require.atLeast("p95Nanos", p95Nanos, 0);
        Require.atLeast("p99Nanos", p99Nanos, 0);
        Require.atLeast("maxNanos", maxNanos, 0);
    }

    static SimulatedDelay of(Tally tally) {
        long n = tally.requests();
        Reading<Double> mean =
                n == 0 ? Reading.notSupported("no requests") : Reading.derived(tally.delayNanos() / (double) n);
        return new SimulatedDelay(
                n,
                mean,
                percentile(tally, n, 50, 1),
                percentile(tally, n, 95, LEAST_FOR_P95),
                percentile(tally, n, 99, LEAST_FOR_P99),
                n == 0 ? Reading.notSupported("no requests") : Reading.derived(tally.longestNanos));
    }

    private static Reading<Long> percentile(Tally tally, long n, int percent, int least) {
        return n < least
                ? Reading.notSupported("n=" + n + ", expected at least " + least)
                : Reading.derived(tally.percentileNanos(percent));
    }
}
