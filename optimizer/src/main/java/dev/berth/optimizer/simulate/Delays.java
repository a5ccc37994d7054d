package dev.berth.optimizer.simulate;

import dev.berth.dataset.Distribution;
import java.util.Arrays;
import java.util.List;

/**
 * A distribution of delays that can be drawn from. Between the runs that were measured it interpolates their quantiles
 * (Hazen's rule: the i-th of n stands at (i - 1/2)/n), which keeps the mean of the runs to the nanosecond; nothing
 * shorter or longer than what was measured is ever drawn.
 */
public final class Delays {
    private final long[] sortedNanos;

    private Delays(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    /** Always the same delay, in nanoseconds, >= 0. */
    public static Delays constant(long nanos) {
        return ofRuns(List.of(nanos));
    }

    /** The runs of a measured distribution. */
    public static Delays measured(Distribution distribution) {
        return ofRuns(distribution.samplesNanos());
    }

    /** Runs in nanoseconds, >= 0, in any order; at least one. */
    static Delays ofRuns(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0 || sorted[0] < 0) {
            throw new IllegalArgumentException("out of range: runs=" + nanos + ", expected at least one, all >= 0");
        }
        return new Delays(sorted);
    }

    /** Number of runs behind it; 1 for a constant. */
    public int runs() {
        return sortedNanos.length;
    }

    /** Mean of the runs in nanoseconds. */
    public double meanNanos() {
        return Arrays.stream(sortedNanos).average().orElseThrow();
    }

    /** The delay in nanoseconds that a share of 0 to 1 stays below. */
    long quantileNanos(double share) {
        double position = share * sortedNanos.length - 0.5;
        int below = (int) Math.floor(position);
        if (below < 0) {
            return sortedNanos[0];
        }
        if (below >= sortedNanos.length - 1) {
            return sortedNanos[sortedNanos.length - 1];
        }
        double part = position - below;
        return sortedNanos[below] + Math.round(part * (double) (sortedNanos[below + 1] - sortedNanos[below]));
    }
}
