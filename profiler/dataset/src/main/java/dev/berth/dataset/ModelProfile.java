package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;
import java.util.SortedMap;

@Description("What keeping one model costs on the dataset's machine.")
public record ModelProfile(
        @Description("the model as its files describe it") ModelRecord model,
        @Description("memory it takes, one entry a device") List<DeviceMemory> deviceMemory,

        @Description("preload delay, one entry a device, tier and reader setting")
        List<Preload> preload,

        @Description("delay of one inference: of a later request to the engine that served most of them; not supported "
                + "where no engine ran the model")
        Reading<Distribution> inference,

        @Description("time to give its device memory back, one entry a device") @MayBeAbsent
        List<Unloading> unload,

        @Description("delay of the load right after an unload, one entry a device, tier and reader setting")
        @MayBeAbsent
        List<Reload> reload,

        @Description(
                "delay of concurrent loads and of loads on a busy device, one entry a device, tier, reader setting, kind and "
                        + "number of loads at once")
        @MayBeAbsent
        @JsonProperty("contention")
        List<ConcurrentPreload> concurrent,

        @Description("what it costs to be ready to serve and to serve, one entry an engine, tier and setting")
        @MayBeAbsent
        List<EngineProfile> engines) {
    /** A model of which single loads alone are known. */
    public ModelProfile(
            ModelRecord model,
            List<DeviceMemory> deviceMemory,
            List<Preload> preload,
            Reading<Distribution> inference) {
        this(model, deviceMemory, preload, inference, null, null, null, null);
    }

    public ModelProfile {
        Require.present("model", model);
        deviceMemory = Require.list("deviceMemory", deviceMemory);
        preload = Require.list("preload", preload);
        Require.present("inference", inference);
        unload = unload == null ? List.of() : Require.list("unload", unload);
        reload = reload == null ? List.of() : Require.list("reload", reload);
        concurrent = concurrent == null ? List.of() : Require.list("contention", concurrent);
        engines = engines == null ? List.of() : Require.list("engines", engines);
    }

    /** The same costs under another model's name, for example of a copy of it. */
    public ModelProfile withModel(ModelRecord other) {
        return new ModelProfile(other, deviceMemory, preload, inference, unload, reload, concurrent, engines);
    }

    /** The same model with other preload delays. */
    public ModelProfile withPreload(List<Preload> other) {
        return new ModelProfile(model, deviceMemory, other, inference, unload, reload, concurrent, engines);
    }

    @Description("Device memory of one loaded model, in bytes.")
    public record DeviceMemory(
            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("weight data as the files hold it, from the headers (derived)") @Range(least = 0)
            Reading<Long> weightBytes,

            @Description("what was asked of the allocator") @Range(least = 0)
            Reading<Long> requestedBytes,

            @Description("free before minus free after, median over the runs; the device's context is not in it; on "
                    + "the host the process's own figure")
            @Range(least = 0)
            Reading<Long> allocatedBytes,

            @Description("most taken at once, largest over the runs") @Range(least = 0)
            Reading<Long> peakBytes,

            @Description("(allocated - weight) / weight: how far a figure from headers alone is off")
            Reading<Double> predictionError,

            @Description("runs behind the medians") @Range(least = 0)
            int n,

            @Description("what the process held with the model loaded less what it held once it was unloaded, median "
                    + "over the runs: on a GPU as its driver tells by process, on the host what was resident of it "
                    + "and of no file")
            @Range(least = 0)
            @MayBeAbsent
            Reading<Long> processBytes) {
        /** What a process holds by itself is not known. */
        public DeviceMemory(
                String device,
                Reading<Long> weightBytes,
                Reading<Long> requestedBytes,
                Reading<Long> allocatedBytes,
                Reading<Long> peakBytes,
                Reading<Double> predictionError,
                int n) {
            this(device, weightBytes, requestedBytes, allocatedBytes, peakBytes, predictionError, n, null);
        }

        public DeviceMemory {
            Vocabulary.device("device", device);
            Require.atLeast("weightBytes", weightBytes, 0);
            Require.atLeast("requestedBytes", requestedBytes, 0);
            Require.atLeast("allocatedBytes", allocatedBytes, 0);
            Require.atLeast("peakBytes", peakBytes, 0);
            Require.present("predictionError", predictionError);
            Require.atLeast("n", n, 0);
            processBytes = Require.atLeast("processBytes", Require.orUnrecorded(processBytes), 0);
        }
    }

    @Description("Giving the device memory of one model back.")
    public record Unloading(
            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("from the call that gives the memory back until the device has answered")
            Distribution time,

            @Description("of what the loads took, what did not come back, largest over the runs") @Range(least = 0)
            Reading<Long> missingBytes,

            @Description("runs whose memory did not all come back; on the host up to 1.05 MB moves by itself")
            @Range(least = 0)
            int incompleteRuns) {
        public Unloading {
            Vocabulary.device("device", device);
            Require.present("time", time);
            Require.atLeast("missingBytes", missingBytes, 0);
            Require.atLeast("incompleteRuns", incompleteRuns, 0);
        }
    }

    @Description("The load right after the same model had been loaded and its device memory given back.")
    public record Reload(
            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("where the bytes were proven to lie when the re-load began") @OneOf(Vocabulary.FILE_TIERS)
            CacheTier tier,

            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("wall-clock of the re-load, the unload before it not counted")
            Distribution total,

            @Description("re-loads that could not prove their tier; left out") @Range(least = 0)
            int unprovenRuns,

            @Description("re-loads that failed; left out") @Range(least = 0)
            int failedRuns) {
        public Reload {
            Vocabulary.device("device", device);
            Vocabulary.fileTier("tier", tier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.present("total", total);
            Require.atLeast("unprovenRuns", unprovenRuns, 0);
            Require.atLeast("failedRuns", failedRuns, 0);
        }

        /** How it was preloaded. */
        public PreloadSetting setting() {
            return new PreloadSetting(device, tier, reader, threads, chunkBytes);
        }
    }

    @Description(
            "Concurrent loads of one model, each with reading threads, buffers and device memory of its own, or one load on a busy device.")
    public record ConcurrentPreload(
            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("where the bytes were proven to lie when the loads began") @OneOf(Vocabulary.FILE_TIERS)
            CacheTier tier,

            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads of each load") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("which of the two; never a re-load") @OneOf("together|device busy")
            LoadKind kind,

            @Description("how many at once") @Range(least = 1, most = LoadKind.MAX_LOADS)
            int loads,

            @Description("one value a run: the mean delay of its loads")
            Distribution delay,

            @Description("one value a run: from the begin of its first load to the end of its last")
            Distribution span,

            @Description("median ratio of these delays to those of one load alone, taken in turn with them; 1 for "
                    + "those themselves")
            @Range(above = 0)
            double slowdown,

            @Description("the same with its 95 % confidence interval; not supported where there are too few runs")
            Reading<DelayLine.Estimate> slowdownInterval,

            @Description("runs of one load alone that it is compared with") @Range(least = 1)
            int aloneRuns,

            @Description("bytes of all loads together over the median span") @Range(least = 0)
            double bytesPerSecond,

            @Description("median rate of the copies that kept the device busy; not supported where none did")
            @Range(least = 0)
            Reading<Double> copyBytesPerSecond,

            @Description("runs that could not prove their tier; left out") @Range(least = 0)
            int unprovenRuns,

            @Description("runs in which a load failed; left out") @Range(least = 0)
            int failedRuns,

            @Description("what a reader must know") List<String> notes) {
        public ConcurrentPreload {
            Vocabulary.device("device", device);
            Vocabulary.fileTier("tier", tier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            if (Require.present("kind", kind) == LoadKind.RELOAD) {
                throw new ComponentException("kind", kind.label(), "together or device busy");
            }
            kind.requireLoads(loads);
            Require.present("delay", delay);
            Require.present("span", span);
            Require.positive("slowdown", slowdown);
            Require.present("slowdownInterval", slowdownInterval);
            Require.atLeast("aloneRuns", aloneRuns, 1);
            Require.notNegative("bytesPerSecond", bytesPerSecond);
            Require.atLeast("copyBytesPerSecond", copyBytesPerSecond, 0);
            Require.atLeast("unprovenRuns", unprovenRuns, 0);
            Require.atLeast("failedRuns", failedRuns, 0);
            notes = Require.list("notes", notes);
        }

        /** How it was preloaded. */
        public PreloadSetting setting() {
            return new PreloadSetting(device, tier, reader, threads, chunkBytes);
        }
    }

    @Description("Preload delay of one model on one device from one tier.")
    public record Preload(
            @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
            String device,

            @Description("the proven tier of every run counted here") @OneOf(Vocabulary.PROVEN_TIERS)
            CacheTier tier,

            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("weight bytes delivered in each run") @Range(least = 0)
            long bytes,

            @Description("measured, or predicted by the machine's delay line")
            Provenance provenance,

            @Description("wall-clock of the whole preload") Distribution total,

            @Description("the same runs by phase; phases are disjoint")
            SortedMap<PreloadPhase, Distribution> phases,

            @Description("bytes over the median total") @Range(least = 0)
            double bytesPerSecond,

            @Description("bytesPerSecond over the direct-read ceiling of the same files in the same session")
            @Range(least = 0)
            Reading<Double> fractionOfDisk,

            @Description("bytesPerSecond over what the way into the device's memory gave in the same session: pinned "
                    + "copies to a GPU; on the host memcpy, for cold runs direct reads of the same files into memory "
                    + "of their size")
            @Range(least = 0)
            Reading<Double> fractionOfLink,

            @Description("what most of the runs waited for") @OneOf(Vocabulary.BOUND_BY)
            String boundBy,

            @Description("standard deviation over mean") @Range(least = 0)
            double coefficientOfVariation,

            @Description(
                    "median of the last third over the median of the first third, minus one; not supported below n = 9")
            @Range(least = -1)
            Reading<Double> drift,

            @Description("runs that asked for this tier and could not prove it; left out") @Range(least = 0)
            int unprovenRuns,

            @Description("runs that asked for this tier and failed; left out") @Range(least = 0)
            int failedRuns,

            @Description("what a reader must know, for example that the layer below may cache")
            List<String> notes,

            @Description("what it takes of energy") @MayBeAbsent
            Energy.OfRuns energy) {
        /** A preload whose energy is not known. */
        public Preload(
                String device,
                CacheTier tier,
                String reader,
                int threads,
                int chunkBytes,
                long bytes,
                Provenance provenance,
                Distribution total,
                SortedMap<PreloadPhase, Distribution> phases,
                double bytesPerSecond,
                Reading<Double> fractionOfDisk,
                Reading<Double> fractionOfLink,
                String boundBy,
                double coefficientOfVariation,
                Reading<Double> drift,
                int unprovenRuns,
                int failedRuns,
                List<String> notes) {
            this(
                    device,
                    tier,
                    reader,
                    threads,
                    chunkBytes,
                    bytes,
                    provenance,
                    total,
                    phases,
                    bytesPerSecond,
                    fractionOfDisk,
                    fractionOfLink,
                    boundBy,
                    coefficientOfVariation,
                    drift,
                    unprovenRuns,
                    failedRuns,
                    notes,
                    null);
        }

        public Preload {
            Vocabulary.device("device", device);
            Vocabulary.provenTier("tier", tier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.atLeast("bytes", bytes, 0);
            Require.present("provenance", provenance);
            Require.present("total", total);
            phases = Require.map("phases", phases);
            Require.notNegative("bytesPerSecond", bytesPerSecond);
            Require.atLeast("fractionOfDisk", fractionOfDisk, 0);
            Require.atLeast("fractionOfLink", fractionOfLink, 0);
            Vocabulary.boundBy("boundBy", boundBy);
            Require.notNegative("coefficientOfVariation", coefficientOfVariation);
            Require.atLeast("drift", drift, -1);
            energy = energy == null ? Energy.OfRuns.unknown(Require.UNRECORDED) : energy;
            Require.atLeast("unprovenRuns", unprovenRuns, 0);
            Require.atLeast("failedRuns", failedRuns, 0);
            notes = Require.list("notes", notes);
        }

        /** How it was preloaded. */
        public PreloadSetting setting() {
            return new PreloadSetting(device, tier, reader, threads, chunkBytes);
        }
    }
}
