package dev.berth.dataset;

import dev.berth.record.Require;

/**
 * The instrument's own error.
 *
 * @param clockGranularityNanos smallest step seen between two readings of the monotonic clock, >= 0
 * @param clockReadNanos median cost of reading the clock once, >= 0
 * @param emptyRunNanos median duration of a preload of zero bytes: what every total contains, >= 0
 * @param n readings behind each median, >= 1
 */
public record Instrument(long clockGranularityNanos, double clockReadNanos, long emptyRunNanos, int n) {
    public Instrument {
        Require.atLeast("clockGranularityNanos", clockGranularityNanos, 0);
        Require.notNegative("clockReadNanos", clockReadNanos);
        Require.atLeast("emptyRunNanos", emptyRunNanos, 0);
        Require.atLeast("n", n, 1);
    }
}
