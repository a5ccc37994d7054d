package dev.berth.profile;

/**
 * A place weights are preloaded to.
 *
 * @param id {@code host} or {@code cuda:N}
 * @param name product name as the driver gives it; for {@code host} the processor's
 * @param memoryBytes total memory of the device, > 0
 * @param driverVersion CUDA driver API version as {@code major.minor}; not supported for {@code host}
 * @param standIn true where a stand-in driver made for tests answered; such figures are never published and the
 *     optimizer refuses them
 */
public record DeviceRecord(
        String id, String name, Reading<Long> memoryBytes, Reading<String> driverVersion, boolean standIn) {
    public DeviceRecord {
        Require.device("id", id);
        Require.present("name", name);
        Require.atLeast("memoryBytes", memoryBytes, 1);
        Require.present("driverVersion", driverVersion);
    }
}
