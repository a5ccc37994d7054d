package dev.berth.benchmarks.caching;

import java.util.Locale;

/** What a miss costs. */
enum Counted {
    /** One, whatever its size: the object miss ratio. */
    MISSES,
    /** Its size in bytes: the byte miss ratio. */
    BYTES;

    long missCost(long sizeBytes) {
        return this == MISSES ? 1 : sizeBytes;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return label();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
