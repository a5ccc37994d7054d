package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.WeightProvenance;
import dev.berth.dataset.raw.RunRow.CacheEvidence;

/** One run as it was recorded, be it of a single load, of concurrent ones or of an engine. */
public sealed interface MeasuredRow permits RunRow, ConcurrentRow, EngineRow {
    /** Place among the rows of its file, from 0. */
    long sequence();

    /** Which run of the plan this is. */
    RowKey key();

    /** When it began, ISO-8601. */
    String startedUtc();

    /** The tier that was proven; {@link CacheTier#UNPROVEN} where the one asked for was not. */
    CacheTier tier();

    /** What proves the tier. */
    CacheEvidence cache();

    /** What went wrong, one line; null for a run that ended well. */
    String failure();

    /** Whose values the model's weights are. */
    WeightProvenance provenance();

    /**
     * Wall-clock of the timed region in nanoseconds, >= 0: from the first load's begin to the last one's end, or from
     * an engine's start to its last answer.
     */
    long wallNanos();
}
