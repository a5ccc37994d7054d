package dev.berth.profiler.run;

import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceUsers;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * Warnings for a row about its device: other processes hold memory on it, or not all of the model's memory came back.
 */
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

    /** Adds the warnings of an unload that ran alone. */
    List<String> after(Unload unload) {
        refused(unload);
        String id = device.record().id();
        unload.lostBytes(id).ifPresent(lost -> lines.add(lost + " bytes of " + id + " memory did not come back"));
        return lines();
    }

    /** Adds the warning of one of several concurrent unloads: memory figures cannot tell these apart, refusals can. */
    void refused(Unload unload) {
        if (unload.nanos() instanceof Reading.Failed<Long> refusal) {
            lines.add("device memory was not given back: " + refusal.failed());
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
