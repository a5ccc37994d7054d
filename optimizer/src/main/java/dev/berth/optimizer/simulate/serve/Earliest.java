package dev.berth.optimizer.simulate.serve;

import java.util.Arrays;

/**
 * Which of several comes first: one value each, of equals the first; a tournament, so that a change is told quickly.
 */
public final class Earliest {
    private final int leaves;
    private final long[] values;

    /** Index of the first among those below each node; node 1 is the root. */
    private final int[] winners;

    /**
     * All at {@link Long#MAX_VALUE}.
     *
     * @param count >= 1
     */
    public Earliest(int count) {
        leaves = count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
        values = new long[leaves];
        Arrays.fill(values, Long.MAX_VALUE);
        winners = new int[2 * leaves];
        for (int node = 2 * leaves - 1; node >= 1; node--) {
            winners[node] = node >= leaves ? node - leaves : winners[2 * node];
        }
    }

    /** Gives one another value. */
    public void set(int index, long value) {
        if (values[index] == value) {
            return;
        }
        values[index] = value;
        for (int node = (leaves + index) / 2; node >= 1; node /= 2) {
            int left = winners[2 * node];
            int right = winners[2 * node + 1];
            winners[node] = values[right] < values[left] ? right : left;
        }
    }

    /** The one with the least value, of equals that with the least index. */
    public int first() {
        return winners[1];
    }

    /** The least value. */
    public long least() {
        return values[winners[1]];
    }
}
