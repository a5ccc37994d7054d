package dev.berth.profiler.device;

import dev.berth.record.BadInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds and opens devices by the id users give. */
public final class Devices {
    /** Takes the first CUDA device where a driver answers, else the host. */
    public static final String AUTO = "auto";

    private static final Pattern CUDA_ID = Pattern.compile("cuda:(\\d{1,4})");

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
        if (id.equals(AUTO)) {
            return cudaCount() > 0 ? new CudaDevice(0) : new HostDevice();
        }
        Matcher cuda = CUDA_ID.matcher(id);
        if (cuda.matches()) {
            return new CudaDevice(Integer.parseInt(cuda.group(1)));
        }
        throw new BadInputException("--device " + id + ": expected auto, host or cuda:N, for example cuda:0");
    }

    /** Ids of the devices that can be opened here, {@code host} first. */
    public static List<String> list() {
        return Stream.concat(
                        Stream.of(HostDevice.ID),
                        IntStream.range(0, cudaCount()).mapToObj(n -> CudaDevice.ID_PREFIX + n))
                .toList();
    }

    private static int cudaCount() {
        try {
            return CudaDriver.countDevices("cuda");
        } catch (DeviceException e) {
            return 0;
        }
    }
}
