package dev.berth.optimizer.simulate;

import dev.berth.record.Reading;

/**
 * What requests waited, over all seeds together; percentiles are those of the merged histogram.
 *
 * @param n number of requests, >= 0
 * @param meanNanos exact mean; not supported where n is 0
 * @param p50Nanos median; not supported where n is 0
 * @param p95Nanos 95th percentile; not supported below n = 20
 * @param p99Nanos 99th percentile; not supported below n = 100
 * @param maxNanos longest; not supported where n is 0
 */
public record SimulatedDelay(
        long n,
        Reading<Double> meanNanos,
        Reading<Long> p50Nanos,
        Reading<Long> p95Nanos,
        Reading<Long> p99Nanos,
        Reading<Long> maxNanos) {
    private static final int LEAST_FOR_P95 = 20;
    private static final int LEAST_FOR_P99 = 100;

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
