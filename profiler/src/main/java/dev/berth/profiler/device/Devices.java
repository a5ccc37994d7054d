package dev.berth.profiler.device;

import dev.berth.profile.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** Finds and opens devices by the id users give. */
public final class Devices {
    /** Takes the first CUDA device where a driver answers, else the host. */
    public static final String AUTO = "auto";

    private Devices() {}

    /**
     * Opens a device.
     *
     * @param id {@code auto}, {@code host} or {@code cuda:N}, N from 0
     * @throws BadInputException where the id is none of these
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where the machine has no such device
     */
    public static Device open(String id) {
        if (id.equals(HostDevice.ID)) {
            return new HostDevice();
        }
        throw new BadInputException("--device " + id + ": expected auto, host or cuda:N, for example cuda:0");
    }

    /** Ids of the devices that can be opened here, {@code host} first. */
    public static List<String> list() {
        return new ArrayList<>(List.of(HostDevice.ID));
    }
}
