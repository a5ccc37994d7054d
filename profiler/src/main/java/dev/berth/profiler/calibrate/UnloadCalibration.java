package dev.berth.profiler.calibrate;

import dev.berth.profile.ModelProfile.Unloading;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profile.RunRow.Unload;
import java.util.List;
import java.util.Optional;

/** Giving the device memory of one model back, over all runs that loaded it, whatever tier they came from. */
final class UnloadCalibration {
    private UnloadCalibration() {}

    /**
     * Empty where no run gave memory back, as those of held models.
     *
     * @param loaded rows of runs that loaded the model; may be none
     */
    static Optional<Unloading> of(String device, List<RunRow> loaded) {
        List<Unload> unloads = loaded.stream()
                .map(RunRow::unload)
                .filter(unload -> unload.nanos().optional().isPresent())
                .toList();
        if (unloads.isEmpty()) {
            return Optional.empty();
        }
        List<Long> missing = unloads.stream()
                .flatMap(unload -> unload.missingBytes().optional().stream())
                .toList();
        return Optional.of(new Unloading(
                device,
                Durations.of(unloads.stream()
                        .map(unload -> unload.nanos().optional().orElseThrow())
                        .toList()),
                missing.stream()
                        .max(Long::compare)
                        .map(Reading::derived)
                        .orElseGet(() -> unloads.get(0).missingBytes()),
                (int) unloads.stream()
                        .filter(unload -> unload.lostBytes(device).isPresent())
                        .count()));
    }
}
