package dev.berth.profiler.run.plan;

import dev.berth.statistics.OrderStatistics;
import java.util.List;
import java.util.OptionalInt;

/**
 * When a point of the plan has been measured often enough.
 *
 * @param minRuns runs before the interval is looked at, >= 1
 * @param maxRuns runs after which it ends in any case, >= minRuns
 * @param relativeHalfWidth half-width of the 95 % confidence interval of the median, relative to it, at which it ends;
 *     0 asks for maxRuns
 */
public record StopRule(int minRuns, int maxRuns, double relativeHalfWidth) {
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
     * Half-width of the 95 % confidence interval of the median relative to the median, from order statistics; infinite
     * where n does not allow an interval.
     */
    static double relativeHalfWidth(List<Long> totalNanos) {
        OptionalInt rank = OrderStatistics.medianIntervalRank(totalNanos.size());
        if (rank.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        OrderStatistics order = new OrderStatistics(totalNanos);
        long low = order.ofRank(rank.getAsInt());
        long high = order.ofRank(order.n() + 1 - rank.getAsInt());
        return (high - low) / 2.0 / Math.max(1, order.median());
    }
}
