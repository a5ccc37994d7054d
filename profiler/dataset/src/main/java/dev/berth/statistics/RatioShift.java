package dev.berth.statistics;

import dev.berth.dataset.DelayLine.Estimate;
import java.util.Arrays;
import java.util.Optional;

/**
 * By what factor the runs of a second sample are longer than those of a first: the Hodges–Lehmann shift of the
 * logarithms, that is the median of all ratios of a run of the second to a run of the first, with the interval that
 * belongs to the Mann–Whitney test.
 *
 * @param ratio the median ratio, > 0
 * @param interval the ratio with its 95 % confidence interval; empty where the samples are too small to have one
 */
public record RatioShift(double ratio, Optional<Estimate> interval) {
    private static final double Z_975 = 1.959963984540054;

    /** Both samples at least one. */
    public static RatioShift of(long[] first, long[] second) {
        double[] logFirst = logarithms(first);
        double[] logSecond = logarithms(second);
        long pairs = (long) first.length * second.length;
        double middle = (select(logFirst, logSecond, (pairs + 1) / 2) + select(logFirst, logSecond, pairs / 2 + 1)) / 2;
        double ratio = StrictMath.exp(middle);
        long rank = intervalRank(first.length, second.length);
        if (rank < 1) {
            return new RatioShift(ratio, Optional.empty());
        }
        double low = StrictMath.exp(select(logFirst, logSecond, rank));
        double high = StrictMath.exp(select(logFirst, logSecond, pairs + 1 - rank));
        return new RatioShift(ratio, Optional.of(new Estimate(ratio, Math.min(low, ratio), Math.max(high, ratio))));
    }

    /** A duration of zero is below the clock's step; one nanosecond keeps its logarithm finite. */
    private static double[] logarithms(long[] nanos) {
        return Arrays.stream(nanos)
                .sorted()
                .mapToDouble(value -> StrictMath.log((double) Math.max(1, value)))
                .toArray();
    }

    /**
     * Rank of the interval's lower end among the ordered pairs, from the normal approximation of U (Hollander and
     * Wolfe, Nonparametric Statistical Methods, section 4.3), rounded so that the interval is rather too wide; below 1
     * where there is none.
     */
    private static long intervalRank(int first, int second) {
        double pairs = (double) first * second;
        return (long) Math.floor(pairs / 2 - Z_975 * Math.sqrt(pairs * (first + second + 1) / 12));
    }

    /**
     * The k-th smallest of all differences second - first without listing them: bisection on the value, pairs counted
     * along the two sorted samples.
     */
    private static double select(double[] first, double[] second, long k) {
        double low = second[0] - first[first.length - 1];
        double high = second[second.length - 1] - first[0];
        if (countUpTo(first, second, low) >= k) {
            return low;
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (countUpTo(first, second, middle) >= k) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    private static long countUpTo(double[] first, double[] second, double limit) {
        long count = 0;
        int from = 0;
        for (double value : second) {
            while (from < first.length && value - first[from] > limit) {
                from++;
            }
            count += first.length - from;
        }
        return count;
    }
}
