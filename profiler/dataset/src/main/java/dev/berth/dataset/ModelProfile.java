package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import java.util.List;
import java.util.SortedMap;

/**
 * What keeping one model costs on the dataset's machine.
 *
 * @param model the model as its files describe it
 * @param deviceMemory memory it takes, one entry a device
 * @param preload preload delay, one entry a device, tier and reader setting
 * @param inference delay of one inference; not supported where no engine ran the model
 * @param unload time to give its device memory back, one entry a device
 * @param reload delay of the load right after an unload, one entry a device, tier and reader setting
 * @param contention delay of loads in company, one entry a device, tier, reader setting, kind of company and number of
 *     loads at once
 */
public record ModelProfile(
        ModelRecord model,
        List<DeviceMemory> deviceMemory,
        List<Preload> preload,
        Reading<Distribution> inference,
        @MayBeAbsent List<Unloading> unload,
        @MayBeAbsent List<Reload> reload,
        @MayBeAbsent List<Contention> contention) {
    /** A model of which single loads alone are known. */
    public ModelProfile(
            ModelRecord model,
            List<DeviceMemory> deviceMemory,
            List<Preload> preload,
            Reading<Distribution> inference) {
        this(model, deviceMemory, preload, inference, null, null, null);
    }

    public ModelProfile {
        Require.present("model", model);
        deviceMemory = Require.list("deviceMemory", deviceMemory);
        preload = Require.list("preload", preload);
        Require.present("inference", inference);
        unload = unload == null ? List.of() : Require.list("unload", unload);
        reload = reload == null ? List.of() : Require.list("reload", reload);
        contention = contention == null ? List.of() : Require.list("contention", contention);
    }

    /** The same costs under another model's name, for example of a copy of it. */
    public ModelProfile withModel(ModelRecord other) {
        return new ModelProfile(other, deviceMemory, preload, inference, unload, reload, contention);
    }

    /** The same model with other preload delays. */
    public ModelProfile withPreload(List<Preload> other) {
        return new ModelProfile(model, deviceMemory, other, inference, unload, reload, contention);
    }

    /**
     * Device memory of one loaded model, in bytes.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param weightBytes weight data as the files hold it, from the headers (derived)
     * @param requestedBytes what was asked of the allocator
     * @param allocatedBytes free before minus free after, median over the runs; the device's context is not in it; on
     *     the host the process's own figure
     * @param peakBytes most taken at once, largest over the runs
     * @param predictionError (allocated - weight) / weight: how far a figure from headers alone is off
     * @param n runs behind the medians, >= 0
     * @param processBytes what the process held with the model loaded less what it held once it was unloaded, median
     *     over the runs: on a GPU as its driver tells by process, on the host what was resident of it and of no file
     */
    public record DeviceMemory(
            String device,
            Reading<Long> weightBytes,
            Reading<Long> requestedBytes,
            Reading<Long> allocatedBytes,
            Reading<Long> peakBytes,
            Reading<Double> predictionError,
            int n,
            @MayBeAbsent Reading<Long> processBytes) {
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

    /**
     * Giving the device memory of one model back.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param time from the call that gives the memory back until the device has answered
     * @param missingBytes of what the loads took, what did not come back, largest over the runs
     * @param incompleteRuns runs whose memory did not all come back, >= 0; on the host up to 1 MiB moves by itself
     */
    public record Unloading(String device, Distribution time, Reading<Long> missingBytes, int incompleteRuns) {
        public Unloading {
            Vocabulary.device("device", device);
            Require.present("time", time);
            Require.atLeast("missingBytes", missingBytes, 0);
            Require.atLeast("incompleteRuns", incompleteRuns, 0);
        }
    }

    /**
     * The load right after the same model had been loaded and its device memory given back.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param tier where the bytes were proven to lie when the re-load began
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads
     * @param chunkBytes bytes of one read
     * @param total wall-clock of the re-load, the unload before it not counted
     * @param unprovenRuns re-loads that could not prove their tier; left out
     * @param failedRuns re-loads that failed; left out
     */
    public record Reload(
            String device,
            CacheTier tier,
            String reader,
            int threads,
            int chunkBytes,
            Distribution total,
            int unprovenRuns,
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
    }

    /**
     * Loads of one model in company, each with reading threads, buffers and device memory of its own.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param tier where the bytes were proven to lie when the loads began
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads of each load
     * @param chunkBytes bytes of one read
     * @param kind in what company; never a re-load
     * @param loads how many at once, 1 to {@value LoadKind#MAX_LOADS}
     * @param delay one value a run: the mean delay of its loads
     * @param span one value a run: from the begin of its first load to the end of its last
     * @param slowdown median ratio of these delays to those of one load alone, taken in turn with them; 1 for those
     *     themselves
     * @param slowdownInterval the same with its 95 % confidence interval; not supported where there are too few runs
     * @param aloneRuns runs of one load alone that it is compared with, >= 1
     * @param bytesPerSecond bytes of all loads together over the median span
     * @param copyBytesPerSecond median rate of the copies that kept the device busy; not supported where none did
     * @param unprovenRuns runs that could not prove their tier; left out
     * @param failedRuns runs in which a load failed; left out
     * @param notes what a reader must know
     */
    public record Contention(
            String device,
            CacheTier tier,
            String reader,
            int threads,
            int chunkBytes,
            LoadKind kind,
            int loads,
            Distribution delay,
            Distribution span,
            double slowdown,
            Reading<LoadModel.Estimate> slowdownInterval,
            int aloneRuns,
            double bytesPerSecond,
            Reading<Double> copyBytesPerSecond,
            int unprovenRuns,
            int failedRuns,
            List<String> notes) {
        public Contention {
            Vocabulary.device("device", device);
            Vocabulary.fileTier("tier", tier);
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            if (Require.present("kind", kind) == LoadKind.RELOAD) {
                throw new ComponentException("kind", kind.label(), "a kind of company");
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
    }

    /**
     * Preload delay of one model on one device from one tier.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param tier the proven tier of every run counted here
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads
     * @param chunkBytes bytes of one read
     * @param bytes weight bytes delivered in each run
     * @param provenance measured, or predicted by the machine's load model
     * @param total wall-clock of the whole preload
     * @param phases the same runs by phase; phases are disjoint
     * @param bytesPerSecond bytes over the median total
     * @param fractionOfDisk bytesPerSecond over the direct-read ceiling of the same files in the same session
     * @param fractionOfLink bytesPerSecond over what the way into the device's memory gave in the same session: pinned
     *     copies to a GPU; on the host memcpy, for cold runs direct reads of the same files into memory of their size
     * @param boundBy what most of the runs waited for
     * @param coefficientOfVariation standard deviation over mean
     * @param drift median of the last third over the median of the first third, minus one; not supported below n = 9
     * @param unprovenRuns runs that asked for this tier and could not prove it; left out
     * @param failedRuns runs that asked for this tier and failed; left out
     * @param notes what a reader must know, for example that the layer below may cache
     */
    public record Preload(
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
        public Preload {
            Vocabulary.device("device", device);
            Require.present("tier", tier);
            if (tier == CacheTier.UNPROVEN) {
                throw new ComponentException("tier", tier.label(), "a tier that was proven");
            }
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
            Require.atLeast("unprovenRuns", unprovenRuns, 0);
            Require.atLeast("failedRuns", failedRuns, 0);
            notes = Require.list("notes", notes);
        }
    }
}
