package dev.berth.optimizer.solve.cuts;

import java.util.Arrays;

/**
 * Looks for an inequality that every set of items a knapsack holds keeps, and that a given mixture of sets breaks: a
 * cover, that is items which do not fit together, so that one of them at least is left out; with coefficients for all
 * other items, found one after the other (E. Balas, 1975; Z. Gu, G. Nemhauser, M. Savelsbergh, 1998). Weights, capacity
 * and coefficients are whole numbers, so that an inequality holds without rounding. For one thread; allocates nothing
 * per search.
 */
final class LiftedCover {
    /** Greatest sum of coefficients that is followed; beyond it a search gives up. */
    private static final int MAX_PROFIT = 1000;

    private static final long TOO_HEAVY = Long.MAX_VALUE / 4;

    /** A part below it counts as none, one above the other as whole. */
    private static final double NOTHING = 1e-6;

    private static final double WHOLE = 0.999;

    private final int[] coefficients;
    private final long[] keys;
    private final int[] cover;
    private final boolean[] isCovered;
    private final long[] lightest = new long[MAX_PROFIT + 1];
    private int profit;
    private int limit;

    /** @param items number of items there are at most */
    LiftedCover(int items) {
        coefficients = new int[items];
        keys = new long[items];
        cover = new int[items];
        isCovered = new boolean[items];
    }

    /**
     * Searches.
     *
     * @param weights of all items, >= 0
     * @param capacity of the knapsack, >= 0
     * @param items indices of those that may be in it, each of weight 1 to {@code capacity}
     * @param count how many of {@code items} count
     * @param parts how much of each item the mixture holds, 0 to 1
     * @param scores of all items, >= 0: those with small ones come into the cover first
     * @return whether there is an inequality; the mixture need not break it
     */
    boolean find(long[] weights, long capacity, int[] items, int count, double[] parts, double[] scores) {
        int size = minimalCover(weights, capacity, items, count, parts, scores);
        if (size < 2) {
            return false;
        }
        Arrays.fill(coefficients, 0);
        Arrays.fill(isCovered, false);
        for (int i = 0; i < size; i++) {
            isCovered[cover[i]] = true;
        }
        int first = wholeOnesFirst(weights, parts, size);
        long left = capacity;
        for (int i = 0; i < first; i++) {
            left -= weights[cover[i]];
        }
        Arrays.fill(lightest, TOO_HEAVY);
        lightest[0] = 0;
        profit = 0;
        limit = size - first - 1;
        for (int i = first; i < size; i++) {
            give(cover[i], 1, weights);
        }
        return liftOthers(weights, left, items, count, parts, true)
                && liftWholeOnes(weights, left, first)
                && liftOthers(weights, capacity, items, count, parts, false);
    }

    /** Fills {@link #cover}; its size, 0 where all that the mixture holds fits. */
    private int minimalCover(long[] weights, long capacity, int[] items, int count, double[] parts, double[] scores) {
        int queued = 0;
        for (int i = 0; i < count; i++) {
            int item = items[i];
            if (parts[item] > NOTHING) {
                keys[queued++] = key(scores[item], item);
            }
        }
        Arrays.sort(keys, 0, queued);
        int size = 0;
        long sum = 0;
        for (int i = 0; i < queued && sum <= capacity; i++) {
            cover[size] = (int) keys[i];
            sum += weights[cover[size++]];
        }
        return sum <= capacity ? 0 : withoutNeedless(weights, capacity, parts, size, sum);
    }

    /** Leaves out what the mixture holds least of, as long as the rest does not fit. */
    private int withoutNeedless(long[] weights, long capacity, double[] parts, int size, long sum) {
        for (int i = 0; i < size; i++) {
            keys[i] = key(parts[cover[i]], cover[i]);
        }
        Arrays.sort(keys, 0, size);
        int kept = 0;
        long left = sum;
        for (int i = 0; i < size; i++) {
            int item = (int) keys[i];
            if (left - weights[item] > capacity) {
                left -= weights[item];
            } else {
                cover[kept++] = item;
            }
        }
        return kept;
    }

    /** Moves items that the mixture holds as a whole to the front, all but two at most; how many they are. */
    private int wholeOnesFirst(long[] weights, double[] parts, int size) {
        for (int i = 0; i < size; i++) {
            int item = cover[i];
            keys[i] = key(parts[item] > WHOLE ? 1 / (double) weights[item] : 2, item);
        }
        Arrays.sort(keys, 0, size);
        int whole = 0;
        for (int i = 0; i < size; i++) {
            cover[i] = (int) keys[i];
            whole += parts[cover[i]] > WHOLE ? 1 : 0;
        }
        return Math.min(whole, size - 2);
    }

    /** Gives items outside of the cover their coefficients: those that the mixture holds a part of, or the others. */
    private boolean liftOthers(long[] weights, long capacity, int[] items, int count, double[] parts, boolean isHeld) {
        int queued = 0;
        for (int i = 0; i < count; i++) {
            int item = items[i];
            if (!isCovered[item] && parts[item] > NOTHING == isHeld) {
                keys[queued++] = key(isHeld ? Math.max(0, 2 - parts[item]) : 1 / (double) weights[item], item);
            }
        }
        Arrays.sort(keys, 0, queued);
        for (int i = 0; i < queued; i++) {
            int item = (int) keys[i];
            long left = capacity - weights[item];
            // What does not fit beside the items that are taken for granted may have any coefficient until these have
            // theirs.
            int coefficient = left < 0 ? limit : limit - greatestProfit(left);
            if (coefficient > 0 && !give(item, coefficient, weights)) {
                return false;
            }
        }
        return true;
    }

    /** Items of the cover that were taken for granted get their coefficients, and the limit rises by them. */
    private boolean liftWholeOnes(long[] weights, long capacity, int first) {
        long left = capacity;
        for (int i = 0; i < first; i++) {
            int item = cover[i];
            left += weights[item];
            int coefficient = Math.max(0, greatestProfit(left) - limit);
            limit += coefficient;
            if (coefficient > 0 && !give(item, coefficient, weights)) {
                return false;
            }
        }
        return true;
    }

    private boolean give(int item, int coefficient, long[] weights) {
        if (profit + coefficient > MAX_PROFIT) {
            return false;
        }
        coefficients[item] = coefficient;
        for (int before = profit; before >= 0; before--) {
            int with = before + coefficient;
            lightest[with] = Math.min(lightest[with], lightest[before] + weights[item]);
        }
        profit += coefficient;
        return true;
    }

    /** The greatest sum of coefficients that fits. */
    private int greatestProfit(long capacity) {
        int greatest = profit;
        while (lightest[greatest] > capacity) {
            greatest--;
        }
        return greatest;
    }

    /** Sorts by score, >= 0, then by item. */
    private static long key(double score, int item) {
        return (long) Float.floatToRawIntBits((float) score) << Integer.SIZE | item;
    }

    /** Of all items, >= 0; 0 for those that were not in question. */
    int coefficient(int item) {
        return coefficients[item];
    }

    /** What the coefficients of the items of a set that fits add up to at most, >= 1. */
    int limit() {
        return limit;
    }
}
