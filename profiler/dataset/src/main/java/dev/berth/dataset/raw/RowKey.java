package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;

/** Which run of the plan a row is of. */
public sealed interface RowKey permits LoadKey, EngineRow.EngineKey {
    /** Name of the model. */
    String model();

    /** one of {@link dev.berth.dataset.Vocabulary#DEVICES}. */
    String device();

    /** The tier that the run asked for. */
    CacheTier requestedTier();

    /** From 0; negative for warm-up runs, which no profile counts. */
    int repetition();

    /** The same with another repetition: at 0 it names the series that the run belongs to. */
    RowKey withRepetition(int other);

    /** Whether the run only warms the machine up. */
    default boolean warmUp() {
        return repetition() < 0;
    }
}
