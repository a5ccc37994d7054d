package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Energy;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.WeightProvenance;
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
import java.util.Optional;
import java.util.SortedMap;

@Description("One run, as it is appended to raw/runs.jsonl and synced at once: a line of JSON.")
@Beside(RowSeal.Key.class)
@SchemaVersion(value = RunRow.SCHEMA_VERSION, remedy = "measure again")
public record RunRow(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("position in the session's executed order, from 0") @Range(least = 0)
        long sequence,

        @Description("which point of the plan this run is") RunKey key,

        @Description("wall-clock start, ISO-8601, for people only; durations are from the monotonic clock") @Moment
        String startedUtc,

        @Description("the tier that was proven; unproven where the one asked for was not")
        CacheTier tier,

        @Description("what proves the tier") CacheEvidence cache,

        @Description("what went wrong, one line; null for a run that ended well") @MayBeNull
        String failure,

        @Description("disjoint phases that sum to the total; empty where the run failed") @Range(least = 0)
        SortedMap<PreloadPhase, Long> phaseNanos,

        @Description("wall-clock of the whole preload; time until the failure where it failed") @Range(least = 0)
        long totalNanos,

        @Description("time during which at least one read was under way") @Range(least = 0)
        long storageBusyNanos,

        @Description("time during which at least one device copy was under way") @Range(least = 0)
        long copyBusyNanos,

        @Description("weight bytes delivered to the device") @Range(least = 0)
        long bytes,

        @Description("device memory before, during and after")
        MemoryDelta memory,

        @Description(
                "what the overlapped whole waited for most: storage, device copy, allocate, open+parse or finalise")
        String boundBy,

        @Description("whether the bytes on the device were read back and equal the file's; not supported where this "
                + "run was not checked")
        Reading<Boolean> verified,

        @Description("settings that could not be had and what was used instead; empty where all was as asked")
        List<String> fallbacks,

        @Description("what else the machine was doing") Environment environment,

        @Description("what giving the model's memory back took, and whether it came back") @MayBeAbsent
        Unload unload,

        @Description("what a reader of this row must know of the device: others hold it, memory did not come back; "
                + "one line each")
        @MayBeAbsent
        List<String> warnings,

        @Description("what energy counters rose by from just before the preload to just after it") @MayBeAbsent
        Energy energy,

        @Description("whose values the model's weights are: real or synthetic; real where it was not recorded")
        @MayBeAbsent
        WeightProvenance provenance)
        implements MeasuredRow {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    public RunRow {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.atLeast("sequence", sequence, 0);
        Require.present("key", key);
        Require.instantUtc("startedUtc", startedUtc);
        Require.present("tier", tier);
        Require.present("cache", cache);
        phaseNanos = Require.map("phaseNanos", phaseNanos);
        for (long nanos : phaseNanos.values()) {
            Require.atLeast("phaseNanos", nanos, 0);
        }
        Require.atLeast("totalNanos", totalNanos, 0);
        Require.atLeast("storageBusyNanos", storageBusyNanos, 0);
        Require.atLeast("copyBusyNanos", copyBusyNanos, 0);
        Require.atLeast("bytes", bytes, 0);
        Require.present("memory", memory);
        Require.present("boundBy", boundBy);
        if (failure == null) {
            Vocabulary.boundBy("boundBy", boundBy);
        }
        Require.present("verified", verified);
        fallbacks = Require.list("fallbacks", fallbacks);
        Require.present("environment", environment);
        unload = unload == null ? Unload.NOT_RECORDED : unload;
        warnings = warnings == null ? List.of() : Require.list("warnings", warnings);
        energy = energy == null ? Energy.unknown(Require.UNRECORDED) : energy;
        provenance = WeightProvenance.orReal(provenance);
    }

    @Description("A point of the run plan.")
    public record RunKey(
            @Description("name of the model") @Text String model,

            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("tier the run asked for") @OneOf(Vocabulary.PROVEN_TIERS)
            CacheTier requestedTier,

            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("from 0; negative for warm-up runs, which no profile counts")
            int repetition)
            implements LoadKey {
        public RunKey {
            Require.text("model", model);
            Vocabulary.device("device", device);
            Require.present("requestedTier", requestedTier);
            if (requestedTier == CacheTier.UNPROVEN) {
                throw new ComponentException("requestedTier", requestedTier.label(), "a tier that can be proven");
            }
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
        }

        /** A run of a model in a setting. */
        public RunKey(String model, PreloadSetting setting, int repetition) {
            this(
                    model,
                    setting.device(),
                    setting.tier(),
                    setting.reader(),
                    setting.threads(),
                    setting.chunkBytes(),
                    repetition);
        }

        @Override
        public RunKey withRepetition(int other) {
            return new RunKey(model, setting(), other);
        }
    }

    @Override
    public long wallNanos() {
        return totalNanos;
    }

    @Description("What proves where the bytes were.")
    public record CacheEvidence(
            @Description("length of the files that were read") @Range(least = 0)
            long fileBytes,

            @Description("bytes of them in the page cache just before the timed region, where that can be told")
            @Range(least = 0)
            Reading<Long> residentBytesBefore,

            @Description("cachestat, mincore, or none where neither can tell")
            String residencyMethod,

            @Description(
                    "bytes that this process, or those of the engine it started, fetched from storage during the timed "
                            + "region (read_bytes of /proc/PID/io)")
            @Range(least = 0)
            Reading<Long> processReadBytes,

            @Description(
                    "bytes the block device served meanwhile (/sys/block or /proc/diskstats), others' reads included")
            @Range(least = 0)
            Reading<Long> deviceReadBytes,

            @Description("why the tier is what it is, one line")
            String reason) {
        public CacheEvidence {
            Require.atLeast("fileBytes", fileBytes, 0);
            Require.atLeast("residentBytesBefore", residentBytesBefore, 0);
            Require.present("residencyMethod", residencyMethod);
            Require.atLeast("processReadBytes", processReadBytes, 0);
            Require.atLeast("deviceReadBytes", deviceReadBytes, 0);
            Require.present("reason", reason);
        }

        /** One part in this many fetched from storage still counts as nothing from there. */
        private static final long WARM_SLACK_DIVISOR = 100;

        /** The same with what was concluded from it. */
        public CacheEvidence because(String why) {
            return new CacheEvidence(
                    fileBytes, residentBytesBefore, residencyMethod, processReadBytes, deviceReadBytes, why);
        }

        /**
         * Why this does not prove a tier, one line; empty where it does.
         *
         * @param wantedBytes bytes that had to be read, >= 0; of tiers that read no file, the bytes of weights
         * @param holeBytes those of them that no device holds, >= 0
         */
        public Optional<String> doubt(CacheTier tier, long wantedBytes, long holeBytes) {
            return switch (tier) {
                case STORAGE_COLD -> unknown().or(() -> doubtCold(wantedBytes - holeBytes));
                case PAGE_CACHE_WARM -> unknown().or(() -> doubtWarm(wantedBytes));
                case PINNED_WARM, DEVICE_RESIDENT ->
                    unknownRead().or(() -> doubtUnread(wantedBytes, "all weights lay in memory before"));
                case UNPROVEN -> Optional.empty();
            };
        }

        private Optional<String> unknown() {
            return residentBytesBefore.whyAbsent().or(this::unknownRead);
        }

        private Optional<String> unknownRead() {
            return processReadBytes.whyAbsent().map(why -> "bytes fetched from storage unknown: " + why);
        }

        private Optional<String> doubtCold(long allocatedBytes) {
            long resident = residentBytesBefore.optional().orElseThrow();
            long read = processReadBytes.optional().orElseThrow();
            if (resident > 0) {
                return Optional.of(resident + " of " + fileBytes + " bytes were in the page cache after eviction");
            }
            return read >= allocatedBytes
                    ? Optional.empty()
                    : Optional.of("only " + read + " of " + allocatedBytes
                            + " bytes came from storage: another process filled the page"
                            + " cache meanwhile, or the file system is not on a disk");
        }

        private Optional<String> doubtWarm(long wantedBytes) {
            long resident = residentBytesBefore.optional().orElseThrow();
            return resident < fileBytes
                    ? Optional.of("only " + resident + " of " + fileBytes + " bytes were in the page cache")
                    : doubtUnread(wantedBytes, "all were in the page cache before");
        }

        private Optional<String> doubtUnread(long wantedBytes, String though) {
            long read = processReadBytes.optional().orElseThrow();
            return read <= wantedBytes / WARM_SLACK_DIVISOR
                    ? Optional.empty()
                    : Optional.of(read + " bytes came from storage though " + though);
        }
    }

    @Description("Device memory around the run, in bytes.")
    public record MemoryDelta(
            @Description("free device memory before the first allocation of the run") @Range(least = 0)
            Reading<Long> freeBefore,

            @Description("free device memory with the model loaded") @Range(least = 0)
            Reading<Long> freeAfter,

            @Description("sum of allocation sizes asked for") @Range(least = 0)
            long requestedBytes,

            @Description("most memory taken at once, staging on the device included") @Range(least = 0)
            Reading<Long> peakBytes,

            @Description("device memory that this process held before the run: on a GPU as its driver tells, on the "
                    + "host what is resident of it and of no file")
            @Range(least = 0)
            @MayBeAbsent
            Reading<Long> ownBefore,

            @Description("the same with the model loaded") @Range(least = 0) @MayBeAbsent
            Reading<Long> ownAfter) {
        public MemoryDelta {
            Require.atLeast("freeBefore", freeBefore, 0);
            Require.atLeast("freeAfter", freeAfter, 0);
            Require.atLeast("requestedBytes", requestedBytes, 0);
            Require.atLeast("peakBytes", peakBytes, 0);
            ownBefore = Require.atLeast("ownBefore", Require.orUnrecorded(ownBefore), 0);
            ownAfter = Require.atLeast("ownAfter", Require.orUnrecorded(ownAfter), 0);
        }

        /** What this process holds by itself is not known. */
        public MemoryDelta(
                Reading<Long> freeBefore, Reading<Long> freeAfter, long requestedBytes, Reading<Long> peakBytes) {
            this(freeBefore, freeAfter, requestedBytes, peakBytes, null, null);
        }
    }

    @Description("What giving a model's device memory back took, and gave.")
    public record Unload(
            @Description("from the call that gives the memory back until the device has answered; the model's files "
                    + "play no part in it")
            @Range(least = 0)
            Reading<Long> nanos,

            @Description("free device memory then") @Range(least = 0)
            Reading<Long> freeAfter,

            @Description("device memory that this process held then") @Range(least = 0)
            Reading<Long> ownAfter,

            @Description("of what the load took, what did not come back: on a GPU by the driver's figure of this "
                    + "process where it tells, else by free memory; on the host by this process's own")
            @Range(least = 0)
            Reading<Long> missingBytes) {
        /** In the host's memory so much moves by itself: pages of the Java runtime beside the model's. */
        private static final long HOST_MOVES_BYTES = 1 << 20;

        private static final Unload NOT_RECORDED = none("not recorded by the version that wrote this");

        public Unload {
            Require.atLeast("nanos", nanos, 0);
            Require.atLeast("freeAfter", freeAfter, 0);
            Require.atLeast("ownAfter", ownAfter, 0);
            Require.atLeast("missingBytes", missingBytes, 0);
        }

        /** Bytes that did not come back, where they are more than what moves by itself on that device. */
        public Optional<Long> lostBytes(String device) {
            long moves = Vocabulary.isCuda(device) ? 0 : HOST_MOVES_BYTES;
            return missingBytes.optional().filter(missing -> missing > moves);
        }

        /** Nothing was unloaded. */
        public static Unload none(String why) {
            return new Unload(
                    Reading.notSupported(why),
                    Reading.notSupported(why),
                    Reading.notSupported(why),
                    Reading.notSupported(why));
        }
    }

    @Description("What else the machine was doing during the run.")
    public record Environment(
            @Description("one-minute load average when the run began")
            Reading<Double> load1,

            @Description("processor time the hypervisor took away during the run")
            Reading<Long> stealMillis,

            @Description("bytes the block device served beyond this process's own")
            Reading<Long> otherReadBytes) {
        public Environment {
            Require.present("load1", load1);
            Require.present("stealMillis", stealMillis);
            Require.present("otherReadBytes", otherReadBytes);
        }
    }
}
