package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Environment;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeNull;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import java.util.List;

/**
 * Loads that were timed in company or after an unload, as they are appended to {@code raw/loads.jsonl}: a line of JSON.
 * They are in a file of their own, so that no figure of a single load can count them.
 *
 * @param schemaVersion {@link ProfileDataset#SCHEMA_VERSION} of the writer
 * @param sequence position in this file, from 0
 * @param key what was loaded, and in what company
 * @param startedUtc wall-clock start, ISO-8601, for people only
 * @param tier where the bytes were proven to lie when the timed loads began; {@link CacheTier#UNPROVEN} where it was
 *     not
 * @param cache what proves the tier
 * @param failure what went wrong, one line; null where every load ended well
 * @param delayNanos each load from its begin to its last byte on the device, as many as the key says; empty where one
 *     failed
 * @param spanNanos from the begin of the first load to the end of the last, >= 0
 * @param bytes weight bytes delivered by all loads together, >= 0
 * @param unload of the load before, for a re-load
 * @param copyBytesPerSecond rate of the copies that kept the device busy meanwhile; not supported where none did
 * @param fallbacks settings that could not be had and what was used instead
 * @param warnings what a reader of this row must know of the device, one line each
 * @param environment what else the machine was doing
 */
@SchemaVersion(value = ProfileDataset.SCHEMA_VERSION, remedy = "measure again")
public record LoadsRow(
        int schemaVersion,
        long sequence,
        LoadsKey key,
        String startedUtc,
        CacheTier tier,
        CacheEvidence cache,
        @MayBeNull String failure,
        List<Long> delayNanos,
        long spanNanos,
        long bytes,
        Unload unload,
        Reading<Double> copyBytesPerSecond,
        List<String> fallbacks,
        List<String> warnings,
        Environment environment) {
    public LoadsRow {
        Require.schemaVersion(schemaVersion, ProfileDataset.SCHEMA_VERSION);
        Require.atLeast("sequence", sequence, 0);
        Require.present("key", key);
        Require.instantUtc("startedUtc", startedUtc);
        Require.present("tier", tier);
        Require.present("cache", cache);
        delayNanos = Require.list("delayNanos", delayNanos);
        int expected = failure == null ? key.loads() : 0;
        if (delayNanos.size() != expected) {
            throw new ComponentException("delayNanos", delayNanos.size() + " delays", expected + " of them");
        }
        for (long nanos : delayNanos) {
            Require.atLeast("delayNanos", nanos, 0);
        }
        Require.atLeast("spanNanos", spanNanos, 0);
        Require.atLeast("bytes", bytes, 0);
        Require.present("unload", unload);
        Require.atLeast("copyBytesPerSecond", copyBytesPerSecond, 0);
        fallbacks = Require.list("fallbacks", fallbacks);
        warnings = Require.list("warnings", warnings);
        Require.present("environment", environment);
    }

    /**
     * What was loaded, and in what company.
     *
     * @param model name of the model
     * @param device {@code host} or {@code cuda:N}
     * @param requestedTier where the bytes were meant to lie when the timed loads began
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads of each load, >= 1
     * @param chunkBytes bytes of one read, > 0
     * @param kind in what company
     * @param loads how many were timed at once, 1 to 64; 1 unless together
     * @param repetition from 0
     */
    public record LoadsKey(
            String model,
            String device,
            CacheTier requestedTier,
            String reader,
            int threads,
            int chunkBytes,
            LoadKind kind,
            int loads,
            int repetition) {

        public LoadsKey {
            Require.text("model", model);
            Vocabulary.device("device", device);
            Vocabulary.fileTier("requestedTier", requestedTier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.present("kind", kind).requireLoads(loads);
            Require.atLeast("repetition", repetition, 0);
        }
    }
}
