package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.PreloadSetting;

/** Which run of the plan a row is of. */
public sealed interface RowKey permits RunRow.RunKey, ConcurrentRow.ConcurrentKey {
    /** Name of the model. */
    String model();

    /** one of {@link dev.berth.dataset.Vocabulary#DEVICES}. */
    String device();

    /** The tier that the run asked for. */
    CacheTier requestedTier();

    /** {@code direct}, {@code buffered} or {@code mmap}. */
    String reader();

    /** Reading threads of each load, >= 1. */
    int threads();

    /** Bytes of one read, > 0. */
    int chunkBytes();

    /** From 0; negative for warm-up runs, which no profile counts. */
    int repetition();

    /** The same with another repetition: at 0 it names the series that the run belongs to. */
    RowKey withRepetition(int other);

    /** What the run was asked to be; one that proved its tier is counted under it. */
    default PreloadSetting setting() {
        return new PreloadSetting(device(), requestedTier(), reader(), threads(), chunkBytes());
    }

    /** Whether the run only warms the machine up. */
    default boolean warmUp() {
        return repetition() < 0;
    }
}
