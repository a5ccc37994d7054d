package dev.berth.profile;

import java.util.List;

/**
 * A place weights are preloaded to.
 *
 * @param id {@code host} or {@code cuda:N}
 * @param name product name as the driver gives it; for {@code host} the processor's
 * @param memoryBytes total memory of the device, > 0
 * @param driverVersion CUDA driver API version as {@code major.minor}; not supported for {@code host}
 * @param standIn true where a stand-in driver made for tests answered; such figures are never published and the
 *     optimizer refuses them
 * @param contextBytes device memory that opening the device took by itself, apart from any model; in no other figure
 * @param others processes that held the device besides the measuring one when the session began
 */
public record DeviceRecord(
        String id,
        String name,
        Reading<Long> memoryBytes,
        Reading<String> driverVersion,
        boolean standIn,
        @MayBeAbsent Reading<Long> contextBytes,
        @MayBeAbsent Reading<List<Holder>> others) {
    public DeviceRecord {
        Require.device("id", id);
        Require.present("name", name);
        Require.atLeast("memoryBytes", memoryBytes, 1);
        Require.present("driverVersion", driverVersion);
        contextBytes = Require.atLeast("contextBytes", Require.orUnrecorded(contextBytes), 0);
        others = Require.orUnrecorded(others);
    }

    /** A device of which only what it is was asked. */
    public DeviceRecord(
            String id, String name, Reading<Long> memoryBytes, Reading<String> driverVersion, boolean standIn) {
        this(id, name, memoryBytes, driverVersion, standIn, null, null);
    }

    /** The same device with what was found out when it was opened for a session. */
    public DeviceRecord with(Reading<Long> openContextBytes, Reading<List<Holder>> otherProcesses) {
        return new DeviceRecord(id, name, memoryBytes, driverVersion, standIn, openContextBytes, otherProcesses);
    }

    /**
     * A process that holds a device.
     *
     * @param pid its id, as seen by the driver: in a container not that of the container
     * @param usedBytes device memory it holds, >= 0
     */
    public record Holder(long pid, Reading<Long> usedBytes) {
        public Holder {
            Require.atLeast("pid", pid, 0);
            Require.atLeast("usedBytes", usedBytes, 0);
        }
    }
}
