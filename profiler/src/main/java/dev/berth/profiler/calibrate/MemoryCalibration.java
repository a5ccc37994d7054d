package dev.berth.profiler.calibrate;

import dev.berth.profile.CacheTier;
import dev.berth.profile.ModelProfile.DeviceMemory;
import dev.berth.profile.Provenance;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profile.RunRow.MemoryDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Device memory of one model on one device, over all runs that loaded it, whatever tier they came from. */
final class MemoryCalibration {
    /** Said once in a dataset with host runs. */
    static final String HOST_NOTE = "host: device memory is what was requested; the system's free memory moves with"
            + " everything else on the machine, so its difference is not used";

    private MemoryCalibration() {}

    /** @param loaded rows of runs that loaded the model; may be none */
    static DeviceMemory of(String device, long weightBytes, List<RunRow> loaded) {
        List<RunRow> whole = loaded.stream()
                .filter(row -> row.key().requestedTier() != CacheTier.DEVICE_RESIDENT)
                // A window that weights only passed through is not what the model takes.
                .filter(row -> row.memory().requestedBytes() >= row.bytes())
                .toList();
        List<MemoryDelta> deltas = whole.stream().map(RunRow::memory).toList();
        Reading<Long> requested = deltas.isEmpty()
                ? Reading.notSupported("no run held the whole model on the device")
                : Reading.measured(
                        median(deltas.stream().map(MemoryDelta::requestedBytes).toList()));
        Reading<Long> allocated = allocated(device, requested, deltas);
        return new DeviceMemory(
                device,
                Reading.derived(weightBytes),
                requested,
                allocated,
                largest(deltas, MemoryDelta::peakBytes),
                predictionError(allocated, weightBytes),
                deltas.size(),
                byProcess(whole));
    }

    /** What the process held more with the model loaded than without it, by the figure of the process itself. */
    private static Reading<Long> byProcess(List<RunRow> whole) {
        List<Long> held = new ArrayList<>();
        Reading<Long> last = Reading.notSupported("no run held the whole model on the device");
        for (RunRow row : whole) {
            last = row.memory().ownAfter();
            if (last instanceof Reading.Value<Long> with
                    && row.unload().ownAfter() instanceof Reading.Value<Long> without) {
                held.add(Math.max(0, with.value() - without.value()));
            } else if (last.optional().isPresent()) {
                last = row.unload().ownAfter();
            }
        }
        return held.isEmpty() ? last : Reading.measured(median(held));
    }

    private static Reading<Long> allocated(String device, Reading<Long> requested, List<MemoryDelta> deltas) {
        if (deltas.isEmpty()) {
            return requested;
        }
        if (device.equals("host")) {
            return requested.optional().map(Reading::derived).orElse(requested);
        }
        List<Long> taken = new ArrayList<>();
        String why = "";
        for (MemoryDelta delta : deltas) {
            if (delta.freeBefore() instanceof Reading.Value<Long> before
                    && delta.freeAfter() instanceof Reading.Value<Long> after) {
                taken.add(before.value() - after.value());
            } else {
                why = delta.freeBefore()
                        .whyAbsent()
                        .or(delta.freeAfter()::whyAbsent)
                        .orElseThrow();
            }
        }
        if (taken.isEmpty()) {
            return Reading.notSupported(why);
        }
        long median = median(taken);
        return median < 0
                ? Reading.failed("free memory grew while the model was loaded: others use the device")
                : Reading.measured(median);
    }

    private static Reading<Long> largest(List<MemoryDelta> deltas, Function<MemoryDelta, Reading<Long>> component) {
        Reading<Long> largest = Reading.notSupported("no run held the whole model on the device");
        for (MemoryDelta delta : deltas) {
            Reading<Long> reading = component.apply(delta);
            boolean above = reading instanceof Reading.Value<Long> value
                    && largest.optional().filter(most -> most >= value.value()).isEmpty();
            if (above || largest.optional().isEmpty()) {
                largest = reading;
            }
        }
        return largest;
    }

    private static Reading<Double> predictionError(Reading<Long> allocated, long weightBytes) {
        if (weightBytes == 0) {
            return Reading.notSupported("the model has no weights");
        }
        return allocated instanceof Reading.Value<Long> value
                ? new Reading.Value<>((value.value() - weightBytes) / (double) weightBytes, Provenance.DERIVED)
                : Reading.notSupported(allocated.whyAbsent().orElseThrow());
    }

    private static long median(List<Long> values) {
        return new OrderStatistics(values).median();
    }
}
