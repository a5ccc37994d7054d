package dev.berth.dataset.raw;

import dev.berth.dataset.PreloadSetting;

/** Which load of weights of the plan a row is of. */
public sealed interface LoadKey extends RowKey permits RunRow.RunKey, ConcurrentRow.ConcurrentKey {
    /** {@code direct}, {@code buffered} or {@code mmap}. */
    String reader();

    /** Reading threads of each load, >= 1. */
    int threads();

    /** Bytes of one read, > 0. */
    int chunkBytes();

    /** What the run was asked to be; one that proved its tier is counted under it. */
    default PreloadSetting setting() {
        return new PreloadSetting(device(), requestedTier(), reader(), threads(), chunkBytes());
    }
}
