package dev.berth.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;

/** Quantiles of a sample without any assumption on its distribution. */
public final class OrderStatistics {
    private static final double HALF_ALPHA = 0.025;

    private final long[] ascending;

    /** @param values at least one */
    public OrderStatistics(Collection<Long> values) {
        ascending = values.stream().mapToLong(Long::longValue).sorted().toArray();
        if (ascending.length == 0) {
            throw new IllegalArgumentException("no samples: expected at least one");
        }
    }

    public int n() {
        return ascending.length;
    }

    public long min() {
        return ascending[0];
    }

    public long max() {
        return ascending[ascending.length - 1];
    }

    /** Middle value; for an even number of values the mean of the middle two, rounded down. */
    public long median() {
        int upper = ascending.length / 2;
        if (ascending.length % 2 == 1) {
            return ascending[upper];
        }
        long low = ascending[upper - 1];
        return low + (ascending[upper] - low) / 2;
    }

    /**
     * Nearest-rank percentile: the smallest value that at least {@code percent} of the values do not exceed.
     *
     * @param percent 1..100
     */
    public long percentile(int percent) {
        long rank = ((long) ascending.length * percent + 99) / 100;
        return ascending[(int) Math.max(1, rank) - 1];
    }

    /** Value of a rank, 1 for the smallest. */
    public long ofRank(int rank) {
        return ascending[rank - 1];
    }

    /**
     * Rank k such that the interval from the k-th smallest to the k-th largest of n values covers the median with at
     * least 95 %: the largest k with P(Binomial(n, 1/2) &lt; k) &lt;= 2.5 % (Hahn and Meeker, Statistical Intervals,
     * section 5.2). Empty below n = 6, where even minimum to maximum covers less.
     */
    public static OptionalInt medianIntervalRank(int n) {
        // Logarithms, since 2^-n is zero in a double beyond n = 1074.
        double logProbability = -n * Math.log(2);
        double below = 0;
        int rank = 0;
        while (rank < n) {
            below += Math.exp(logProbability);
            if (below > HALF_ALPHA) {
                break;
            }
            logProbability += Math.log((double) (n - rank) / (rank + 1));
            rank++;
        }
        return rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    /** Median of doubles, at least one; the mean of the middle two for an even number. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
    }
}
