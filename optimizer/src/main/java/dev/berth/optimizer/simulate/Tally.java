package dev.berth.optimizer.simulate;

import dev.berth.optimizer.problem.Residency;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** What one model, or all of them, came to in one run or several; plain counters. */
final class Tally {
    /** Delays below are not told apart. */
    private static final long UNIT_NANOS = 1_000;

    /** Three digits: a percentile is off by less than 0.1 %. */
    private static final int DIGITS = 3;

    private static final long FIRST_HIGHEST_NANOS = 1_000_000_000;

    /** Requests by what was held of the model when they arrived. */
    final long[] requests = new long[Residency.values().length];

    long servedByCloud;

    /** Requests that found their model absent and were served here: downloaded and loaded for. */
    long fetched;

    /** Requests that came from users of other servers. */
    long away;

    /** Requests that were lost where a server was overloaded. */
    long lost;

    long networkNanos;
    long longestNanos;
    long backhaulBytes;
    long switchingNanos;
    long switches;
    double rentNanoCost;

    /** What all answers together lack of full quality, in requests that have none. */
    double qualityLoss;

    /** What requests waited is {@code delayCarries · 2^63 + delayNanos}: a cloud that is out of reach adds up. */
    private long delayNanos;

    private long delayCarries;
    final AbstractHistogram delays;

    private Tally(AbstractHistogram delays) {
        this.delays = delays;
        delays.setAutoResize(true);
    }

    /** For one of many models: small where few different delays occur. */
    static Tally ofModel() {
        return new Tally(new PackedHistogram(UNIT_NANOS, FIRST_HIGHEST_NANOS, DIGITS));
    }

    static Tally ofAll() {
        return new Tally(new Histogram(UNIT_NANOS, FIRST_HIGHEST_NANOS, DIGITS));
    }

    void served(long nanos) {
        addDelay(nanos, 0);
        longestNanos = Math.max(longestNanos, nanos);
        delays.recordValue(nanos);
    }

    private void addDelay(long nanos, long carries) {
        delayNanos += nanos;
        delayCarries += carries;
        if (delayNanos < 0) {
            delayNanos &= Long.MAX_VALUE;
            delayCarries++;
        }
    }

    /** What all requests waited together; exact to a nanosecond up to 2^53 of them, 104 days. */
    double delayNanos() {
        return (double) delayCarries * 0x1p63 + (double) delayNanos;
    }

    /** The upper end of the histogram's step, but never more than the longest; 0 where nothing was served. */
    long percentileNanos(int percent) {
        return Math.min(longestNanos, delays.getValueAtPercentile(percent));
    }

    long requests() {
        return requests[0] + requests[1] + requests[2] + requests[3];
    }

    void add(Tally other) {
        addAllButDelays(other);
        addDelay(other.delayNanos, other.delayCarries);
        longestNanos = Math.max(longestNanos, other.longestNanos);
        // Histograms are added step by step, which is most of the work where many models have no requests.
        if (other.delays.getTotalCount() > 0) {
            delays.add(other.delays);
        }
    }

    /** For a tally that is told of every delay itself. */
    void addAllButDelays(Tally other) {
        for (int held = 0; held < requests.length; held++) {
            requests[held] += other.requests[held];
        }
        servedByCloud += other.servedByCloud;
        fetched += other.fetched;
        away += other.away;
        lost += other.lost;
        networkNanos += other.networkNanos;
        backhaulBytes += other.backhaulBytes;
        switchingNanos += other.switchingNanos;
        switches += other.switches;
        rentNanoCost += other.rentNanoCost;
        qualityLoss += other.qualityLoss;
    }
}
