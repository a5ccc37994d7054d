package dev.berth.profiler.device;

import dev.berth.dataset.DeviceRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says who else holds a device: their memory and their work are in every figure measured on it. */
public final class DeviceUsers {
    private static final int MOST_NAMED = 8;

    private DeviceUsers() {}

    /** One line on the processes besides this one that hold a device now; empty where none is known of. */
    public static Optional<String> warning(Device device) {
        return warning(device.record().id(), device.otherProcesses().optional().orElse(List.of()));
    }

    /** One line on processes that hold a device; empty where there are none. */
    public static Optional<String> warning(String device, List<DeviceRecord.Holder> others) {
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String named = others.stream().limit(MOST_NAMED).map(DeviceUsers::named).collect(Collectors.joining(", "));
        int more = others.size() - MOST_NAMED;
        return Optional.of(device + " is held by " + (others.size() == 1 ? "another process: " : "other processes: ")
                + named + (more > 0 ? " and " + more + " more" : "") + "; its delays and free memory include theirs");
    }

    private static String named(DeviceRecord.Holder process) {
        return "process " + process.pid()
                + process.usedBytes()
                        .optional()
                        .map(bytes -> " with " + bytes + " bytes")
                        .orElse("");
    }
}
