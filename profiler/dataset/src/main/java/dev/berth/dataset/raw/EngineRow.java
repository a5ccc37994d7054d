package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Energy;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.WeightProvenance;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Environment;
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

@Description("One run of an engine that serves a model, from its start to its last answer, as it is appended to "
        + "raw/engines.jsonl: a line of JSON.")
@Beside(RowSeal.Key.class)
@SchemaVersion(value = EngineRow.SCHEMA_VERSION, remedy = "measure again")
public record EngineRow(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("position in this file, from 0") @Range(least = 0)
        long sequence,

        @Description("which model was served, and how") EngineKey key,

        @Description("wall-clock start, ISO-8601, for people only; durations are from the monotonic clock") @Moment
        String startedUtc,

        @Description("where the bytes were proven to lie when the engine was started; unproven where it was not")
        CacheTier tier,

        @Description("what proves the tier; bytes are those that the engine's processes fetched until the last answer")
        CacheEvidence cache,

        @Description("what went wrong, one line; null for a run that ended well") @MayBeNull
        String failure,

        @Description("disjoint stages of the start, in order; where the engine became ready they sum to readyNanos")
        List<StageTime> stages,

        @Description("from the start until it was ready to serve; time until the failure where it did not become ready")
        @Range(least = 0)
        long readyNanos,

        @Description("the requests, one after the other, in order; the first one is of the standard number of steps")
        List<RequestTime> requests,

        @Description("from ready to the last answer, what belongs to no request") @Range(least = 0)
        long unaccountedNanos,

        @Description("from the start to the last answer; to the failure where there was one") @Range(least = 0)
        long totalNanos,

        @Description("memory of all its processes") ServedMemory memory,
        @Description("how it ended") Ending ending,

        @Description("what a reader of this row must know, one line each")
        List<String> warnings,

        @Description("what else the machine was doing") Environment environment,

        @Description("whose values the model's weights are: real or synthetic; real where it was not recorded")
        @MayBeAbsent
        WeightProvenance provenance,

        @Description("what energy counters rose by") @MayBeAbsent
        ServedEnergy energy)
        implements MeasuredRow {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    public EngineRow {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.atLeast("sequence", sequence, 0);
        Require.present("key", key);
        Require.instantUtc("startedUtc", startedUtc);
        Require.present("tier", tier);
        Require.present("cache", cache);
        stages = Require.list("stages", stages);
        Require.atLeast("readyNanos", readyNanos, 0);
        requests = Require.list("requests", requests);
        Require.atLeast("unaccountedNanos", unaccountedNanos, 0);
        Require.atLeast("totalNanos", totalNanos, 0);
        Require.present("memory", memory);
        Require.present("ending", ending);
        warnings = Require.list("warnings", warnings);
        Require.present("environment", environment);
        provenance = WeightProvenance.orReal(provenance);
        energy = energy == null ? ServedEnergy.unknown(Require.UNRECORDED) : energy;
    }

    @Override
    public long wallNanos() {
        return totalNanos;
    }

    @Description("Which model was served, and how.")
    public record EngineKey(
            @Description("name of the model") @Text String model,

            @Description("what kind of engine it is") @OneOf(Vocabulary.ENGINES)
            String engine,

            @Description("which of them: name of a recipe, or of an execution provider") @Text
            String variant,

            @Description("SHA-256 of all that the engine was told") @Text(Vocabulary.DIGEST)
            String digest,

            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("where the bytes were meant to lie when the engine was started") @OneOf(Vocabulary.FILE_TIERS)
            CacheTier requestedTier,

            @Description("threads that compute") @Range(least = 1)
            int threads,

            @Description("from 0; negative for warm-up runs, which no profile counts")
            int repetition)
            implements RowKey {
        public EngineKey {
            Require.text("model", model);
            Vocabulary.engine("engine", engine);
            Require.text("variant", variant);
            Vocabulary.digest("digest", digest);
            Vocabulary.device("device", device);
            Vocabulary.fileTier("requestedTier", requestedTier);
            Require.atLeast("threads", threads, 1);
        }

        /** A run of a model in a setting. */
        public EngineKey(String model, EngineSetting setting, int repetition) {
            this(
                    model,
                    setting.engine(),
                    setting.variant(),
                    setting.digest(),
                    setting.device(),
                    setting.tier(),
                    setting.threads(),
                    repetition);
        }

        /** What the run was asked to be; one that proved its tier is counted under it. */
        public EngineSetting setting() {
            return new EngineSetting(engine, variant, digest, device, requestedTier, threads);
        }

        @Override
        public EngineKey withRepetition(int other) {
            return new EngineKey(model, setting(), other);
        }
    }

    @Description("One stage of a start.")
    public record StageTime(
            @Description("what the engine did, as its recipe calls it") @Text
            String name,

            @Description("from the end of the stage before it, for the first one from the start") @Range(least = 0)
            long nanos) {
        public StageTime {
            Require.text("name", name);
            Require.atLeast("nanos", nanos, 0);
        }
    }

    @Description("One request, batch 1.")
    public record RequestTime(
            @Description("steps, or tokens, it asked for; 1 where nothing is asked for in steps") @Range(least = 1)
            int steps,

            @Description("from before it was sent until its answer was whole") @Range(least = 0)
            long nanos,

            @Description("tokens it was answered with, where the answer tells") @Range(least = 0)
            Reading<Long> tokens) {
        public RequestTime {
            Require.atLeast("steps", steps, 1);
            Require.atLeast("nanos", nanos, 0);
            Require.atLeast("tokens", tokens, 0);
        }
    }

    @Description("Memory of all processes of an engine in one run, in bytes.")
    public record ServedMemory(
            @Description("resident when it was ready; pages that several of its processes share count in each")
            @Range(least = 0)
            Reading<Long> readyResidentBytes,

            @Description("resident after the last request") @Range(least = 0)
            Reading<Long> residentBytes,

            @Description("of those in no file") @Range(least = 0)
            Reading<Long> anonymousBytes,

            @Description("of those pages of mapped files: the page cache's share") @Range(least = 0)
            Reading<Long> fileBytes,

            @Description("resident after the last request, each shared page divided among all that share it")
            @Range(least = 0)
            Reading<Long> proportionalBytes,

            @Description("most that was resident at once") @Range(least = 0)
            Reading<Long> peakResidentBytes,

            @Description("of the model's files in the page cache after the last request, mapped or not")
            @Range(least = 0)
            Reading<Long> pageCacheBytes,

            @Description("on the device after the last request, as its driver tells by process") @Range(least = 0)
            Reading<Long> deviceBytes,

            @Description("processes after the last request") @Range(least = 0)
            int processes) {
        public ServedMemory {
            Require.atLeast("readyResidentBytes", readyResidentBytes, 0);
            Require.atLeast("residentBytes", residentBytes, 0);
            Require.atLeast("anonymousBytes", anonymousBytes, 0);
            Require.atLeast("fileBytes", fileBytes, 0);
            Require.atLeast("proportionalBytes", proportionalBytes, 0);
            Require.atLeast("peakResidentBytes", peakResidentBytes, 0);
            Require.atLeast("pageCacheBytes", pageCacheBytes, 0);
            Require.atLeast("deviceBytes", deviceBytes, 0);
            Require.atLeast("processes", processes, 0);
        }

        /** Nothing was looked at. */
        public static ServedMemory none(String why) {
            Reading<Long> none = Reading.notSupported(why);
            return new ServedMemory(none, none, none, none, none, none, none, none, 0);
        }
    }

    @Description("Energy in one run of an engine: of all that ran on the machine meanwhile.")
    public record ServedEnergy(
            @Description("from the start until it was ready")
            Energy start,

            @Description("from the first answer to the last one: of all later requests together")
            Energy laterRequests) {
        public ServedEnergy {
            Require.present("start", start);
            Require.present("laterRequests", laterRequests);
        }

        /** Nothing is known, for one reason. */
        public static ServedEnergy unknown(String why) {
            return new ServedEnergy(Energy.unknown(why), Energy.unknown(why));
        }
    }

    @Description("How an engine ended.")
    public record Ending(
            @Description("stopped when it was asked to; killed because it did not; ended by itself; not started")
            @OneOf("stopped|killed|ended|not started")
            String how,

            @Description("exit status of the process that was started, 128 + number where a signal ended it")
            @Range(least = 0)
            Reading<Integer> status,

            @Description("from being asked to stop until none of its processes was left") @Range(least = 0)
            Reading<Long> stopNanos,

            @Description("processes that outlived the one that was started, and were ended too") @Range(least = 0)
            int leftProcesses) {
        private static final List<String> WAYS = List.of("stopped", "killed", "ended", "not started");

        public Ending {
            Require.oneOf("how", how, WAYS);
            Require.atLeast("status", status, 0);
            Require.atLeast("stopNanos", stopNanos, 0);
            Require.atLeast("leftProcesses", leftProcesses, 0);
        }

        /** Nothing was started. */
        public static Ending notStarted(String why) {
            return new Ending("not started", Reading.notSupported(why), Reading.notSupported(why), 0);
        }
    }
}
