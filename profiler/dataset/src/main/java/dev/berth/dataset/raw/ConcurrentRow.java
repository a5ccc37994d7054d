package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.WeightProvenance;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Environment;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.MayBeNull;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Beside;
import dev.berth.schema.Description;
import dev.berth.schema.Moment;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("Concurrent loads, a load on a busy device or a re-load, as they are appended to raw/loads.jsonl: a line "
        + "of JSON. They are in a file of their own, so that no figure of a single load can count them.")
@Beside(RowSeal.Key.class)
@SchemaVersion(value = ConcurrentRow.SCHEMA_VERSION, remedy = "measure again")
public record ConcurrentRow(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("position in this file, from 0") @Range(least = 0)
        long sequence,

        @Description("what was loaded, and how") ConcurrentKey key,

        @Description("wall-clock start, ISO-8601, for people only") @Moment
        String startedUtc,

        @Description("where the bytes were proven to lie when the timed loads began; unproven where it was not")
        CacheTier tier,

        @Description("what proves the tier") CacheEvidence cache,

        @Description("what went wrong, one line; null where every load ended well") @MayBeNull
        String failure,

        @Description("each load from its begin to its last byte on the device, as many as the key says; empty where "
                + "one failed")
        @Range(least = 0)
        List<Long> delayNanos,

        @Description("from the begin of the first load to the end of the last") @Range(least = 0)
        long spanNanos,

        @Description("weight bytes delivered by all loads together") @Range(least = 0)
        long bytes,

        @Description("of the load before, for a re-load") Unload unload,

        @Description("rate of the copies that kept the device busy meanwhile; not supported where none did")
        @Range(least = 0)
        Reading<Double> copyBytesPerSecond,

        @Description("settings that could not be had and what was used instead")
        List<String> fallbacks,

        @Description("what a reader of this row must know of the device, one line each")
        List<String> warnings,

        @Description("what else the machine was doing") Environment environment,

        @Description("whose values the model's weights are: real or synthetic; real where it was not recorded")
        @MayBeAbsent
        WeightProvenance provenance)
        implements MeasuredRow {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    public ConcurrentRow {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
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
        provenance = WeightProvenance.orReal(provenance);
    }

    @Description("What was loaded, and how.")
    public record ConcurrentKey(
            @Description("name of the model") @Text String model,

            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("where the bytes were meant to lie when the timed loads began") @OneOf(Vocabulary.FILE_TIERS)
            CacheTier requestedTier,

            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads of each load") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("which way of loading") LoadKind kind,

            @Description("how many were timed at once; 1 unless together") @Range(least = 1, most = LoadKind.MAX_LOADS)
            int loads,

            @Description("from 0") @Range(least = 0) int repetition)
            implements LoadKey {
        public ConcurrentKey {
            Require.text("model", model);
            Vocabulary.device("device", device);
            Vocabulary.fileTier("requestedTier", requestedTier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.present("kind", kind).requireLoads(loads);
            Require.atLeast("repetition", repetition, 0);
        }

        /** So many loads of a model at once, in a setting. */
        public ConcurrentKey(String model, PreloadSetting setting, LoadKind kind, int loads, int repetition) {
            this(
                    model,
                    setting.device(),
                    setting.tier(),
                    setting.reader(),
                    setting.threads(),
                    setting.chunkBytes(),
                    kind,
                    loads,
                    repetition);
        }

        @Override
        public ConcurrentKey withRepetition(int other) {
            return new ConcurrentKey(model, setting(), kind, loads, other);
        }
    }

    @Override
    public long wallNanos() {
        return spanNanos;
    }
}
