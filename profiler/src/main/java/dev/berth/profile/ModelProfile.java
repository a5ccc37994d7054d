package dev.berth.profile;

import java.util.List;
import java.util.SortedMap;

/**
 * What keeping one model costs on the dataset's machine.
 *
 * @param model the model as its files describe it
 * @param deviceMemory memory it takes, one entry a device
 * @param preload preload delay, one entry a device, tier and reader setting
 * @param inference delay of one inference; not supported where no engine ran the model
 */
public record ModelProfile(
        ModelRecord model, List<DeviceMemory> deviceMemory, List<Preload> preload, Reading<Distribution> inference) {
    public ModelProfile {
        Require.present("model", model);
        deviceMemory = Require.list("deviceMemory", deviceMemory);
        preload = Require.list("preload", preload);
        Require.present("inference", inference);
    }

    /**
     * Device memory of one loaded model, in bytes.
     *
     * @param device {@code host} or {@code cuda:N}
     * @param weightBytes weight data, from the headers (derived)
     * @param requestedBytes what was asked of the allocator
     * @param allocatedBytes free before minus free after, median over the runs; the device's context is not in it
     * @param peakBytes most taken at once, largest over the runs
     * @param predictionError (allocated - weight) / weight: how far a figure from headers alone is off
     * @param n runs behind the medians, >= 0
     */
    public record DeviceMemory(
            String device,
            Reading<Long> weightBytes,
            Reading<Long> requestedBytes,
            Reading<Long> allocatedBytes,
            Reading<Long> peakBytes,
            Reading<Double> predictionError,
            int n) {
        public DeviceMemory {
            Require.device("device", device);
            Require.atLeast("weightBytes", weightBytes, 0);
            Require.atLeast("requestedBytes", requestedBytes, 0);
            Require.atLeast("allocatedBytes", allocatedBytes, 0);
            Require.atLeast("peakBytes", peakBytes, 0);
            Require.present("predictionError", predictionError);
            Require.atLeast("n", n, 0);
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
     * @param fractionOfLink bytesPerSecond over the copy ceiling of the device in the same session
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
            Require.device("device", device);
            Require.present("tier", tier);
            if (tier == CacheTier.UNPROVEN) {
                throw new ComponentException("tier", tier.label(), "a tier that was proven");
            }
            Require.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.atLeast("bytes", bytes, 0);
            Require.present("provenance", provenance);
            Require.present("total", total);
            phases = Require.map("phases", phases);
            Require.notNegative("bytesPerSecond", bytesPerSecond);
            Require.atLeast("fractionOfDisk", fractionOfDisk, 0);
            Require.atLeast("fractionOfLink", fractionOfLink, 0);
            Require.boundBy("boundBy", boundBy);
            Require.notNegative("coefficientOfVariation", coefficientOfVariation);
            Require.atLeast("drift", drift, -1);
            Require.atLeast("unprovenRuns", unprovenRuns, 0);
            Require.atLeast("failedRuns", failedRuns, 0);
            notes = Require.list("notes", notes);
        }
    }
}
