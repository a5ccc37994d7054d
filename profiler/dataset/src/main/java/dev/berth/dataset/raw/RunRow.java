package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.MayBeNull;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One run, as it is appended to {@code raw/runs.jsonl} and synced at once: a line of JSON.
 *
 * @param schemaVersion {@link ProfileDataset#SCHEMA_VERSION} of the writer
 * @param sequence position in the session's executed order, from 0
 * @param key which point of the plan this run is
 * @param startedUtc wall-clock start, ISO-8601, for people only; durations are from the monotonic clock
 * @param tier the tier that was proven; {@link CacheTier#UNPROVEN} where the one asked for was not
 * @param cache what proves the tier
 * @param failure what went wrong, one line; null for a run that ended well
 * @param phaseNanos disjoint phases that sum to the total; empty where the run failed
 * @param totalNanos wall-clock of the whole preload, >= 0; time until the failure where it failed
 * @param storageBusyNanos time during which at least one read was under way, >= 0
 * @param copyBusyNanos time during which at least one device copy was under way, >= 0
 * @param bytes weight bytes delivered to the device, >= 0
 * @param memory device memory before, during and after
 * @param boundBy what the overlapped whole waited for most: {@code storage}, {@code device copy}, {@code allocate},
 *     {@code open+parse} or {@code finalise}
 * @param verified whether the bytes on the device were read back and equal the file's; not supported where this run was
 *     not checked
 * @param fallbacks settings that could not be had and what was used instead; empty where all was as asked
 * @param environment what else the machine was doing
 * @param unload what giving the model's memory back took, and whether it came back
 * @param warnings what a reader of this row must know of the device: others hold it, memory did not come back; one line
 *     each
 */
@SchemaVersion(value = ProfileDataset.SCHEMA_VERSION, remedy = "measure again")
public record RunRow(
        int schemaVersion,
        long sequence,
        RunKey key,
        String startedUtc,
        CacheTier tier,
        CacheEvidence cache,
        @MayBeNull String failure,
        SortedMap<PreloadPhase, Long> phaseNanos,
        long totalNanos,
        long storageBusyNanos,
        long copyBusyNanos,
        long bytes,
        MemoryDelta memory,
        String boundBy,
        Reading<Boolean> verified,
        List<String> fallbacks,
        Environment environment,
        @MayBeAbsent Unload unload,
        @MayBeAbsent List<String> warnings) {
    public RunRow {
        Require.schemaVersion(schemaVersion, ProfileDataset.SCHEMA_VERSION);
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
    }

    /**
     * A point of the run plan.
     *
     * @param model name of the model
     * @param device {@code host} or {@code cuda:N}
     * @param requestedTier tier the run asked for
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads, >= 1
     * @param chunkBytes bytes of one read, > 0
     * @param repetition from 0; negative for warm-up runs, which no profile counts
     */
    public record RunKey(
            String model,
            String device,
            CacheTier requestedTier,
            String reader,
            int threads,
            int chunkBytes,
            int repetition) {
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

        /** Whether this run only warms the machine up. */
        public boolean warmUp() {
            return repetition < 0;
        }
    }

    /**
     * What proves where the bytes were.
     *
     * @param fileBytes length of the files that were read, >= 0
     * @param residentBytesBefore bytes of them in the page cache just before the timed region, where that can be told
     * @param residencyMethod {@code cachestat}, {@code mincore}, or {@code none} where neither can tell
     * @param processReadBytes bytes this process fetched from storage during the timed region (/proc/self/io
     *     read_bytes)
     * @param deviceReadBytes bytes the block device served meanwhile (/sys/block or /proc/diskstats), others' reads
     *     included
     * @param reason why the tier is what it is, one line
     */
    public record CacheEvidence(
            long fileBytes,
            Reading<Long> residentBytesBefore,
            String residencyMethod,
            Reading<Long> processReadBytes,
            Reading<Long> deviceReadBytes,
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

    /**
     * Device memory around the run, in bytes.
     *
     * @param freeBefore free device memory before the first allocation of the run
     * @param freeAfter free device memory with the model loaded
     * @param requestedBytes sum of allocation sizes asked for, >= 0
     * @param peakBytes most memory taken at once, staging on the device included
     * @param ownBefore device memory that this process held before the run: on a GPU as its driver tells, on the host
     *     what is resident of it and of no file
     * @param ownAfter the same with the model loaded
     */
    public record MemoryDelta(
            Reading<Long> freeBefore,
            Reading<Long> freeAfter,
            long requestedBytes,
            Reading<Long> peakBytes,
            @MayBeAbsent Reading<Long> ownBefore,
            @MayBeAbsent Reading<Long> ownAfter) {
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

    /**
     * What giving a model's device memory back took, and gave.
     *
     * @param nanos from the call that gives the memory back until the device has answered; the model's files play no
     *     part in it
     * @param freeAfter free device memory then
     * @param ownAfter device memory that this process held then
     * @param missingBytes of what the load took, what did not come back: on a GPU by the driver's figure of this
     *     process where it tells, else by free memory; on the host by this process's own
     */
    public record Unload(
            Reading<Long> nanos, Reading<Long> freeAfter, Reading<Long> ownAfter, Reading<Long> missingBytes) {
        /** On the host so much moves by itself: pages of the Java runtime beside the model's. */
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
            long moves = device.equals("host") ? HOST_MOVES_BYTES : 0;
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

    /**
     * What else the machine was doing during the run.
     *
     * @param load1 one-minute load average when the run began
     * @param stealMillis processor time the hypervisor took away during the run
     * @param otherReadBytes bytes the block device served beyond this process's own
     */
    public record Environment(Reading<Double> load1, Reading<Long> stealMillis, Reading<Long> otherReadBytes) {
        public Environment {
            Require.present("load1", load1);
            Require.present("stealMillis", stealMillis);
            Require.present("otherReadBytes", otherReadBytes);
        }
    }
}
