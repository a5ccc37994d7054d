package dev.berth.profiler.machine;

/**
 * The memory balloon of a virtual machine, through which free memory goes back to the host (virtio specification 1.2,
 * 5.5).
 */
public final class Balloon {
    private static final String DEVICES = "/sys/bus/virtio/drivers/virtio_balloon";

    /** {@code VIRTIO_BALLOON_F_REPORTING}; the feature file has a digit a bit, the lowest first. */
    private static final int REPORTING_BIT = 5;

    private Balloon() {}

    /** Whether this machine returns free memory to its host while nobody asks for it: free page reporting. */
    public static boolean returnsFreeMemory() {
        return returnsFreeMemory(SystemFiles.ofThisMachine());
    }

    static boolean returnsFreeMemory(SystemFiles files) {
        return files.names(DEVICES).stream()
                .flatMap(name -> files.textIfAny(DEVICES + "/" + name + "/features").stream())
                .anyMatch(bits -> bits.length() > REPORTING_BIT && bits.charAt(REPORTING_BIT) == '1');
    }
}
