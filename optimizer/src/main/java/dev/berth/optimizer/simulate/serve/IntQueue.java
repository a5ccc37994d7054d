package dev.berth.optimizer.simulate.serve;

/** First in, first out, of ints; grows, and allocates nothing otherwise. */
public final class IntQueue {
    private int[] items = new int[16];
    private int first;
    private int size;

    /** Number of items. */
    public int size() {
        return size;
    }

    /** Puts an item behind all others. */
    public void add(int item) {
        if (size == items.length) {
            int[] larger = new int[Math.multiplyExact(2, size)];
            for (int i = 0; i < size; i++) {
                larger[i] = items[(first + i) & (size - 1)];
            }
            items = larger;
            first = 0;
        }
        items[(first + size++) & (items.length - 1)] = item;
    }

    /** What {@link #remove} would give; only where {@link #size} is above 0. */
    public int first() {
        return items[first];
    }

    /** Takes the item that was added first; only where {@link #size} is above 0. */
    public int remove() {
        int item = items[first];
        first = (first + 1) & (items.length - 1);
        size--;
        return item;
    }
}
