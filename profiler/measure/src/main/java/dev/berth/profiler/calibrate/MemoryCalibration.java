package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.EvenSample;
import dev.berth.statistics.OrderStatistics;

/** Device memory of one model on one device, over all runs that loaded it, whatever tier they came from. */
final class MemoryCalibration {
    /** Said once in a dataset with host runs. */
    static final String HOST_NOTE = "host: device memory is what was requested; the system's free memory moves with"
            + " everything else on the machine, so its difference is not used";

    private static final String NONE = "no run held the whole model on the device";

    private final String device;
    private final EvenSample requested = new EvenSample(Durations.MAX_SAMPLES);
    private final EvenSample taken = new EvenSample(Durations.MAX_SAMPLES);
    private String whyNotTaken = "";
    private final EvenSample held = new EvenSample(Durations.MAX_SAMPLES);
    private Reading<Long> lastHeld = Reading.notSupported(NONE);
    private Reading<Long> peak = Reading.notSupported(NONE);

    MemoryCalibration(String device) {
        this.device = device;
    }

    /** Takes a run that loaded the model. */
    void add(RunRow row) {
        MemoryDelta delta = row.memory();
        // A window that weights only passed through is not what the model takes.
        if (row.key().requestedTier() == CacheTier.DEVICE_RESIDENT || delta.requestedBytes() < row.bytes()) {
            return;
        }
        requested.add(delta.requestedBytes());
        addTaken(delta);
        addHeld(row);
        boolean above = delta.peakBytes() instanceof Reading.Value<Long> value
                && peak.optional().filter(most -> most >= value.value()).isEmpty();
        if (above || peak.optional().isEmpty()) {
            peak = delta.peakBytes();
        }
    }

    private void addTaken(MemoryDelta delta) {
        if (delta.freeBefore() instanceof Reading.Value<Long> before
                && delta.freeAfter() instanceof Reading.Value<Long> after) {
            taken.add(before.value() - after.value());
        } else {
            whyNotTaken = delta.freeBefore()
                    .whyAbsent()
                    .or(delta.freeAfter()::whyAbsent)
                    .orElseThrow();
        }
    }

    /** What the process held more with the model loaded than without it, by the figure of the process itself. */
    private void addHeld(RunRow row) {
        lastHeld = row.memory().ownAfter();
        if (lastHeld instanceof Reading.Value<Long> with
                && row.unload().ownAfter() instanceof Reading.Value<Long> without) {
            held.add(Math.max(0, with.value() - without.value()));
        } else if (lastHeld.optional().isPresent()) {
            lastHeld = row.unload().ownAfter();
        }
    }

    /**
     * Over the runs that were taken; may be none.
     *
     * @param weightBytes of the model by its headers
     */
    DeviceMemory memory(long weightBytes) {
        Reading<Long> allocated = allocated();
        return new DeviceMemory(
                device,
                Reading.derived(weightBytes),
                requested(),
                allocated,
                peak,
                predictionError(allocated, weightBytes),
                Math.toIntExact(requested.n()),
                held.isEmpty() ? lastHeld : Reading.measured(median(held)));
    }

    private Reading<Long> requested() {
        return requested.isEmpty() ? Reading.notSupported(NONE) : Reading.measured(median(requested));
    }

    private Reading<Long> allocated() {
        if (requested.isEmpty()) {
            return requested();
        }
        if (Vocabulary.isHost(device)) {
            return Reading.derived(median(requested));
        }
        if (taken.isEmpty()) {
            return Reading.notSupported(whyNotTaken);
        }
        long median = median(taken);
        return median < 0
                ? Reading.failed("free memory grew while the model was loaded: others use the device")
                : Reading.measured(median);
    }

    private static Reading<Double> predictionError(Reading<Long> allocated, long weightBytes) {
        if (weightBytes == 0) {
            return Reading.notSupported("the model has no weights");
        }
        return allocated instanceof Reading.Value<Long> value
                ? new Reading.Value<>((value.value() - weightBytes) / (double) weightBytes, Provenance.DERIVED)
                : Reading.notSupported(allocated.whyAbsent().orElseThrow());
    }

    private static long median(EvenSample values) {
        return new OrderStatistics(values.values()).median();
    }
}
