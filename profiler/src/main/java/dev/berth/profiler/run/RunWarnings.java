package dev.berth.profiler.run;

import dev.berth.profile.Reading;
import dev.berth.profile.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceUsers;
import java.util.ArrayList;
import java.util.List;

/** What a row must say of its device: others hold it, or the model's memory did not all come back. */
final class RunWarnings {
    private final Device device;
    private final List<String> lines = new ArrayList<>();

    private RunWarnings(Device device) {
        this.device = device;
    }

    /** Looks for other users of the device; before the timed region. */
    static RunWarnings before(Device device) {
        RunWarnings warnings = new RunWarnings(device);
        DeviceUsers.warning(device).ifPresent(warnings.lines::add);
        return warnings;
    }

    /** Adds what is to be said of an unload. */
    List<String> after(Unload unload) {
        if (unload.nanos() instanceof Reading.Failed<Long> refused) {
            lines.add("device memory was not given back: " + refused.failed());
        }
        unload.missingBytes()
                .optional()
                .filter(missing -> missing > 0)
                .ifPresent(missing ->
                        lines.add(missing + " bytes of " + device.record().id() + " memory did not come back"));
        return List.copyOf(lines);
    }
}
