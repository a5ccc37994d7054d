package dev.berth.profiler.run;

import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceUsers;
import dev.berth.record.Reading;
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

    /** Adds what is to be said of an unload that nothing else went on beside. */
    List<String> after(Unload unload) {
        refused(unload);
        String id = device.record().id();
        unload.lostBytes(id).ifPresent(lost -> lines.add(lost + " bytes of " + id + " memory did not come back"));
        return lines();
    }

    /** Adds what is to be said of one of several unloads at once, whose figures of memory tell them not apart. */
    void refused(Unload unload) {
        if (unload.nanos() instanceof Reading.Failed<Long> refusal) {
            lines.add("device memory was not given back: " + refusal.failed());
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
