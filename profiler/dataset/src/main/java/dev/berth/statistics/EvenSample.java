package dev.berth.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * Values of any number as they come: all of them up to a limit, beyond it evenly spaced ones in their order, more than
 * half as many as the limit.
 */
public final class EvenSample {
    private final int most;
    private long[] values = new long[64];
    private int size;
    private long seen;
    private long stride = 1;

    /** @param most values that are kept, >= 1 */
    public EvenSample(int most) {
        this.most = most;
    }

    public void add(long value) {
        if (seen++ % stride != 0) {
            return;
        }
        if (size == most) {
            thin();
            if ((seen - 1) % stride != 0) {
                return;
            }
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.min(most, 2 * size));
        }
        values[size++] = value;
    }

    public void add(double value) {
        add(Double.doubleToRawLongBits(value));
    }

    /** Keeps every other one. */
    private void thin() {
        for (int i = 0; 2 * i < size; i++) {
            values[i] = values[2 * i];
        }
        size = (size + 1) / 2;
        stride *= 2;
    }

    /** How many were added. */
    public long n() {
        return seen;
    }

    public boolean isEmpty() {
        return seen == 0;
    }

    /** Those that are kept, of which at most so many. */
    public List<Long> values(int fewer) {
        EvenSample thinned = new EvenSample(fewer);
        for (int i = 0; i < size; i++) {
            thinned.add(values[i]);
        }
        return Arrays.stream(thinned.values, 0, thinned.size).boxed().toList();
    }

    /** Those that are kept. */
    public List<Long> values() {
        return values(most);
    }

    /** The same where doubles were added. */
    public double[] doubles() {
        return Arrays.stream(values, 0, size)
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
    }
}
