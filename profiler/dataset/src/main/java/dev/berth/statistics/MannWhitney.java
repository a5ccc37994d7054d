package dev.berth.statistics;

import java.util.Arrays;

/**
 * The two-sided Mann–Whitney U test of two samples of durations: is a run of one as likely longer as shorter than a run
 * of the other? Ranks alone count, so that a few disturbed runs decide nothing.
 *
 * @param u number of pairs in which the second sample's run is longer, ties counted half
 * @param pValue probability of a U at least as far from its mean where both samples have one distribution
 * @param exact whether that is from the permutation distribution itself, ties included, or its normal approximation
 */
public record MannWhitney(double u, double pValue, boolean exact) {
    /** Up to here all ways to split the pooled ranks are counted; beyond, the normal law is close to three digits. */
    private static final int MAX_EXACT_TOTAL = 60;

    /** Both samples at least one. */
    public static MannWhitney of(long[] first, long[] second) {
        return first.length + second.length <= MAX_EXACT_TOTAL ? exact(first, second) : approximate(first, second);
    }

    static MannWhitney exact(long[] first, long[] second) {
        int[] doubledRanks = doubledMidranks(pooled(first, second));
        long doubledSum = doubledSum(first, second);
        return new MannWhitney(
                u(second.length, doubledSum), exactPValue(doubledRanks, second.length, doubledSum), true);
    }

    static MannWhitney approximate(long[] first, long[] second) {
        double u = u(second.length, doubledSum(first, second));
        return new MannWhitney(u, normalPValue(pooled(first, second), first.length, second.length, u), false);
    }

    private static long[] pooled(long[] first, long[] second) {
        long[] pooled = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, pooled, first.length, second.length);
        Arrays.sort(pooled);
        return pooled;
    }

    private static long doubledSum(long[] first, long[] second) {
        long[] pooled = pooled(first, second);
        int[] doubledRanks = doubledMidranks(pooled);
        long sum = 0;
        for (long value : second) {
            sum += doubledRanks[Arrays.binarySearch(pooled, value)];
        }
        return sum;
    }

    private static double u(int second, long doubledSum) {
        return (doubledSum - (long) second * (second + 1)) / 2.0;
    }

    /** Twice the mean rank of each value among its equals; whole numbers, so that sums can be counted exactly. */
    private static int[] doubledMidranks(long[] ascending) {
        int[] ranks = new int[ascending.length];
        int start = 0;
        while (start < ascending.length) {
            int end = start;
            while (end < ascending.length && ascending[end] == ascending[start]) {
                end++;
            }
            // Ranks start+1 .. end share their mean.
            Arrays.fill(ranks, start, end, start + 1 + end);
            start = end;
        }
        return ranks;
    }

    /** Counts the subsets of the pooled ranks by size and sum. */
    private static double exactPValue(int[] doubledRanks, int size, long observed) {
        int total = Arrays.stream(doubledRanks).sum();
        double[][] ways = new double[size + 1][total + 1];
        ways[0][0] = 1;
        for (int rank : doubledRanks) {
            for (int taken = size; taken > 0; taken--) {
                for (int sum = total; sum >= rank; sum--) {
                    ways[taken][sum] += ways[taken - 1][sum - rank];
                }
            }
        }
        // The mean rank is (N + 1) / 2 however many are tied.
        long mean = (long) size * (doubledRanks.length + 1);
        long distance = Math.abs(observed - mean);
        double all = 0;
        double asFar = 0;
        for (int sum = 0; sum <= total; sum++) {
            all += ways[size][sum];
            if (Math.abs(sum - mean) >= distance) {
                asFar += ways[size][sum];
            }
        }
        return asFar / all;
    }

    private static double normalPValue(long[] pooled, int first, int second, double u) {
        double n = pooled.length;
        double mean = first * (double) second / 2;
        double variance = first * (double) second / 12 * (n + 1 - tieTerm(pooled) / (n * (n - 1)));
        if (variance <= 0) {
            return 1;
        }
        double distance = Math.max(0, Math.abs(u - mean) - 0.5);
        return Math.min(1, 2 * Normal.above(distance / Math.sqrt(variance)));
    }

    /** Sum of t³ - t over groups of t equal values. */
    private static double tieTerm(long[] ascending) {
        double sum = 0;
        int start = 0;
        for (int i = 1; i <= ascending.length; i++) {
            if (i == ascending.length || ascending[i] != ascending[start]) {
                double ties = i - start;
                sum += ties * ties * ties - ties;
                start = i;
            }
        }
        return sum;
    }
}
