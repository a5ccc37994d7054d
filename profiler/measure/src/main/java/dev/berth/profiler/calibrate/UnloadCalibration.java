package dev.berth.profiler.calibrate;

import dev.berth.dataset.ModelProfile.Unloading;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.record.Reading;
import java.util.Optional;

/** Giving the device memory of one model back, over all runs that loaded it, whatever tier they came from. */
final class UnloadCalibration {
    private final String device;
    private final Durations nanos = new Durations();
    private Optional<Reading<Long>> mostMissing = Optional.empty();
    private int lossy;

    UnloadCalibration(String device) {
        this.device = device;
    }

    /** Takes a run that loaded the model. */
    void add(RunRow row) {
        Unload unload = row.unload();
        unload.nanos().optional().ifPresent(time -> {
            nanos.add(time);
            mostMissing = Optional.of(mostMissing
                    .map(before -> most(before, unload.missingBytes()))
                    .orElse(unload.missingBytes()));
            lossy += unload.lostBytes(device).isPresent() ? 1 : 0;
        });
    }

    private static Reading<Long> most(Reading<Long> before, Reading<Long> next) {
        if (before instanceof Reading.Value<Long> first && next instanceof Reading.Value<Long> second) {
            return Reading.derived(Math.max(first.value(), second.value()));
        }
        return next.optional().isPresent() ? next : before;
    }

    /**
     * Empty where no run gave memory back, as those of held models.
     *
     * @param samples most samples of the distribution
     */
    Optional<Unloading> unloading(int samples) {
        return mostMissing.map(missing -> new Unloading(
                device,
                nanos.distribution(samples),
                missing.optional().map(Reading::derived).orElse(missing),
                lossy));
    }
}
