package dev.berth.dataset;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.Comparator;
import java.util.List;

@Description("One model served by one engine: from its start to ready, and what a request takes.")
public record EngineProfile(
        @Description("what kind of engine it is") @OneOf(Vocabulary.ENGINES)
        String engine,

        @Description("which of them: name of a recipe, or of an execution provider") @Text
        String variant,

        @Description("SHA-256 of all that the engine was told") @Text(Vocabulary.DIGEST)
        String digest,

        @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
        String device,

        @Description("where the model's bytes were proven to lie when the engine was started")
        @OneOf(Vocabulary.FILE_TIERS)
        CacheTier tier,

        @Description("threads that compute") @Range(least = 1)
        int threads,

        @Description("from the start of the engine until it was ready to serve")
        Distribution ready,

        @Description("the same runs by stage, in the order of the stages, which are disjoint and sum to ready")
        List<StageProfile> stages,

        @Description("first request after the start, batch 1; not supported where none was made")
        Reading<Distribution> first,

        @Description("later requests of the same steps, batch 1; not supported where none was made")
        Reading<Distribution> later,

        @Description("steps, or tokens, that each of these requests asked for; 1 where nothing is asked for in steps")
        @Range(least = 1)
        int steps,

        @Description("the line delay = base + cost of a step × steps through the later requests; not supported where"
                + " all asked for as many")
        Reading<StepCost> stepCost,

        @Description("time of a later request over the tokens it answered with; not supported where the probe cannot"
                + " tell")
        Reading<Distribution> perToken,

        @Description("between ready and the end of the last request, what belongs to no request: one value a run")
        Distribution unaccounted,

        @Description("memory of all its processes") EngineMemory memory,

        @Description("fetched from storage by all its processes from the start to the last answer, median over the"
                + " runs")
        @Range(least = 0)
        Reading<Long> readBytes,

        @Description("runs that could not prove their tier; left out") @Range(least = 0)
        int unprovenRuns,

        @Description("runs that failed; left out") @Range(least = 0)
        int failedRuns,

        @Description("what a reader must know") List<String> notes,

        @Description("what it takes of energy") @MayBeAbsent EngineEnergy energy) {
    public EngineProfile {
        Vocabulary.engine("engine", engine);
        Require.text("variant", variant);
        Vocabulary.digest("digest", digest);
        Vocabulary.device("device", device);
        Vocabulary.fileTier("tier", tier);
        Require.atLeast("threads", threads, 1);
        Require.present("ready", ready);
        stages = Require.list("stages", stages);
        Require.present("first", first);
        Require.present("later", later);
        Require.atLeast("steps", steps, 1);
        Require.present("stepCost", stepCost);
        Require.present("perToken", perToken);
        Require.present("unaccounted", unaccounted);
        Require.present("memory", memory);
        Require.atLeast("readBytes", readBytes, 0);
        Require.atLeast("unprovenRuns", unprovenRuns, 0);
        Require.atLeast("failedRuns", failedRuns, 0);
        notes = Require.list("notes", notes);
        energy = energy == null ? EngineEnergy.unknown(Require.UNRECORDED) : energy;
    }

    /** How it was served. */
    public EngineSetting setting() {
        return new EngineSetting(engine, variant, digest, device, tier, threads);
    }

    /** For people and for scenarios: {@code exec:llama-server}. */
    public String name() {
        return setting().name();
    }

    @Description("One stage of a start.")
    public record StageProfile(
            @Description("what the engine did, as its recipe calls it") @Text
            String name,

            @Description("from the end of the stage before it, for the first one from the start")
            Distribution time) {
        public StageProfile {
            Require.text("name", name);
            Require.present("time", time);
        }
    }

    @Description("What a step, or a token, costs, by a line through single requests.")
    public record StepCost(
            @Description("what is counted") @OneOf("step|token")
            String unit,

            @Description("of a request without any, nanoseconds")
            Estimate baseNanos,

            @Description("of each further one, nanoseconds") Estimate nanosPerStep,

            @Description("requests behind the line") @Range(least = 3)
            int n,

            @Description("fewest in a request") @Range(least = 0)
            long leastSteps,

            @Description("most in a request") @Range(least = 1)
            long mostSteps) {
        private static final List<String> UNITS = List.of("step", "token");

        public StepCost {
            Require.oneOf("unit", unit, UNITS);
            Require.present("baseNanos", baseNanos);
            Require.present("nanosPerStep", nanosPerStep);
            Require.atLeast("n", n, 3);
            Require.atLeast("leastSteps", leastSteps, 0);
            Require.atLeast("mostSteps", mostSteps, 1);
        }
    }

    @Description("Memory of all processes of an engine in bytes, medians over the runs.")
    public record EngineMemory(
            @Description("runs behind the medians") @Range(least = 1)
            int n,

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

            @Description("most that was resident at once, largest over the runs") @Range(least = 0)
            Reading<Long> peakResidentBytes,

            @Description("of the model's files in the page cache after the last request, mapped or not")
            @Range(least = 0)
            Reading<Long> pageCacheBytes,

            @Description("on the device after the last request, as its driver tells by process") @Range(least = 0)
            Reading<Long> deviceBytes) {
        public EngineMemory {
            Require.atLeast("n", n, 1);
            Require.atLeast("readyResidentBytes", readyResidentBytes, 0);
            Require.atLeast("residentBytes", residentBytes, 0);
            Require.atLeast("anonymousBytes", anonymousBytes, 0);
            Require.atLeast("fileBytes", fileBytes, 0);
            Require.atLeast("proportionalBytes", proportionalBytes, 0);
            Require.atLeast("peakResidentBytes", peakResidentBytes, 0);
            Require.atLeast("pageCacheBytes", pageCacheBytes, 0);
            Require.atLeast("deviceBytes", deviceBytes, 0);
        }
    }

    @Description("Energy of one start and of one request, over the runs.")
    public record EngineEnergy(
            @Description("from the start until it was ready")
            Energy.OfRuns start,

            @Description("one later request, batch 1: the mean of each run's; not supported where requests asked for"
                    + " different numbers of steps")
            Energy.OfRuns request) {
        public EngineEnergy {
            Require.present("start", start);
            Require.present("request", request);
        }

        /** Nothing is known, for one reason. */
        public static EngineEnergy unknown(String why) {
            return new EngineEnergy(Energy.OfRuns.unknown(why), Energy.OfRuns.unknown(why));
        }
    }

    /**
     * How a model is served, the model itself apart: runs that share it are counted together.
     *
     * @param engine {@code exec} or {@code onnxruntime}
     * @param variant which of them: name of a recipe, or of an execution provider
     * @param digest SHA-256 in hexadecimal of all that the engine was told
     * @param device {@code host} or {@code cuda:N}
     * @param tier where the model's bytes lie before
     * @param threads threads that compute, >= 1
     */
    public record EngineSetting(
            String engine, String variant, String digest, String device, CacheTier tier, int threads)
            implements Comparable<EngineSetting> {
        private static final Comparator<EngineSetting> ORDER = Comparator.comparing(EngineSetting::engine)
                .thenComparing(EngineSetting::variant)
                .thenComparing(EngineSetting::device)
                .thenComparingInt(EngineSetting::threads)
                .thenComparing(EngineSetting::tier)
                .thenComparing(EngineSetting::digest);

        @Override
        public int compareTo(EngineSetting other) {
            return ORDER.compare(this, other);
        }

        /** For people and for scenarios: {@code exec:llama-server}. */
        public String name() {
            return engine + ":" + variant;
        }

        /** For people: {@code exec llama-server, 2 threads, host, storage-cold}. */
        public String describe() {
            return engine + " " + variant + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + device + ", "
                    + tier.label();
        }
    }
}
