package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/**
 * Random requests around expected ones, model by model and merged in order of arrival: gaps are drawn in units of the
 * mean gap and stretched over time so that each slot gets, in the mean, exactly the requests that are expected. The
 * same seed gives the same requests on every JDK. Work is 1.
 */
public final class RenewalRequests implements Requests {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double[][] expected;
    private final double slotNanos;
    private final Gaps.Sampler gaps;
    private final SplittableRandom[] randoms;

    /** Slot that a model's next request falls into, and how much of what is expected there lies before it. */
    private final int[] slots;

    private final double[] used;
    private final long[] arrivals;

    /** Models with requests left, as a binary heap by next arrival and, of equals, by index. */
    private final int[] heap;

    private int size;
    private long arrivalNanos;
    private int model;

    /**
     * Stands before the first request.
     *
     * @param expected requests, finite and >= 0: one row a slot, one value a model; kept, must not change
     * @param slotSeconds Δ, finite and > 0
     */
    public RenewalRequests(double[][] expected, double slotSeconds, Gaps gaps, long seed) {
        this.expected = expected;
        slotNanos = slotSeconds * NANOS_PER_SECOND;
        this.gaps = gaps.sampler();
        int models = expected.length == 0 ? 0 : expected[0].length;
        SplittableRandom random = new SplittableRandom(seed);
        randoms = new SplittableRandom[models];
        slots = new int[models];
        used = new double[models];
        arrivals = new long[models];
        heap = new int[models];
        for (int each = 0; each < models; each++) {
            randoms[each] = random.split();
            if (advance(each, this.gaps.first(randoms[each]))) {
                heap[size] = each;
                siftUp(size++);
            }
        }
    }

    @Override
    public boolean next() {
        if (size == 0) {
            return false;
        }
        model = heap[0];
        arrivalNanos = arrivals[model];
        if (!advance(model, gaps.next(randoms[model]))) {
            heap[0] = heap[--size];
        }
        siftDown();
        return true;
    }

    /** Moves a model's next request on by a gap; false where it falls behind the last slot. */
    private boolean advance(int each, double gap) {
        double left = gap;
        int slot = slots[each];
        double before = used[each];
        while (slot < expected.length && before + left >= expected[slot][each]) {
            left -= expected[slot][each] - before;
            before = 0;
            slot++;
        }
        slots[each] = slot;
        if (slot == expected.length) {
            return false;
        }
        used[each] = before + left;
        long arrival = (long) ((slot + used[each] / expected[slot][each]) * slotNanos);
        // Rounding must not carry it into the next slot.
        arrivals[each] = Math.min(arrival, (long) ((slot + 1) * slotNanos) - 1);
        return true;
    }

    private boolean isBefore(int one, int other) {
        return arrivals[one] < arrivals[other] || (arrivals[one] == arrivals[other] && one < other);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && isBefore(heap[at], heap[(at - 1) / 2])) {
            Zipf.swap(heap, at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown() {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            Zipf.swap(heap, at, child);
            at = child;
        }
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    @Override
    public int model() {
        return model;
    }

    @Override
    public double work() {
        return 1;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
