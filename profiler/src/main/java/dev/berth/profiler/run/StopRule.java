package dev.berth.profiler.run;

import java.util.Arrays;
import java.util.List;

/**
 * When a point of the plan has been measured often enough.
 *
 * @param minRuns runs before the interval is looked at, >= 1
 * @param maxRuns runs after which it ends in any case, >= minRuns
 * @param relativeHalfWidth half-width of the 95 % confidence interval of the median, relative to it, at which it ends;
 *     0 asks for maxRuns
 */
public record StopRule(int minRuns, int maxRuns, double relativeHalfWidth) {
    private static final double NORMAL_QUANTILE_975 = 1.959964;

    public StopRule {
        if (minRuns < 1 || maxRuns < minRuns) {
            throw new IllegalArgumentException("runs out of range: minRuns=" + minRuns + ", maxRuns=" + maxRuns
                    + ", expected 1 <= minRuns <= maxRuns");
        }
        if (!(relativeHalfWidth >= 0 && relativeHalfWidth < 1)) {
            throw new IllegalArgumentException(
                    "relative half-width out of range: " + relativeHalfWidth + ", expected 0 to below 1");
        }
    }

    /** Exactly this many runs. */
    public static StopRule exactly(int runs) {
        return new StopRule(runs, runs, 0);
    }

    /**
     * Whether to stop.
     *
     * @param totalNanos totals of the counted runs so far, in any order
     */
    boolean met(List<Long> totalNanos) {
        int n = totalNanos.size();
        return n >= maxRuns || (n >= minRuns && relativeHalfWidth(totalNanos) <= relativeHalfWidth);
    }

    /**
     * Half-width of the 95 % confidence interval of the median relative to the median, by order statistics; infinite
     * where n does not allow one. Ranks by the normal approximation of the binomial (Conover, Practical Nonparametric
     * Statistics, 3.2), exact to one rank from n = 6.
     */
    static double relativeHalfWidth(List<Long> totalNanos) {
        int n = totalNanos.size();
        int lower = (int) Math.floor((n - NORMAL_QUANTILE_975 * Math.sqrt(n)) / 2);
        if (n < 6 || lower < 1) {
            return Double.POSITIVE_INFINITY;
        }
        long[] sorted = totalNanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        double median = (sorted[(n - 1) / 2] + (double) sorted[n / 2]) / 2;
        return median == 0 ? 0 : (sorted[n - lower] - (double) sorted[lower - 1]) / 2 / median;
    }
}
