package dev.berth.profiler.device.cuda;

import static dev.berth.profiler.device.DeviceException.Kind.FAILED;
import static dev.berth.profiler.device.DeviceException.Kind.LOST;
import static dev.berth.profiler.device.DeviceException.Kind.NO_DEVICE;
import static dev.berth.profiler.device.DeviceException.Kind.OUT_OF_MEMORY;

import com.sun.jna.NativeLibrary;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DriverLibrary;
import jcuda.driver.CUresult;

/** The CUDA driver library of this machine: whether it is there, and what its result codes mean here. */
final class CudaDriver {
    static final String LIBRARY = "libcuda.so.1";

    private static final String ADVICE = "install the NVIDIA driver or use --device host";

    private CudaDriver() {}

    /**
     * Loads and initialises the driver; at each call, since a driver that failed may have been repaired meanwhile.
     *
     * @param id what is asked for, for messages
     * @return number of devices, >= 1
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where there is no driver or it lists no
     *     device
     */
    static int countDevices(String id, CudaBinding binding) {
        load(id, binding);
        int initialised = binding.init();
        if (initialised != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(
                    NO_DEVICE, id + ": the CUDA driver does not start: cuInit: " + name(initialised) + "; " + ADVICE);
        }
        int[] count = new int[1];
        check(id, "cuDeviceGetCount", 0, binding.deviceCount(count));
        if (count[0] == 0) {
            throw new DeviceException(NO_DEVICE, id + ": the CUDA driver lists no device; use --device host");
        }
        return count[0];
    }

    private static void load(String id, CudaBinding binding) {
        try {
            // A binding's own message would speak of its own library and run over many lines.
            NativeLibrary.getInstance(LIBRARY);
        } catch (UnsatisfiedLinkError e) {
            throw new DeviceException(
                    NO_DEVICE, id + ": no CUDA driver: " + DriverLibrary.whyMissing(LIBRARY, e) + "; " + ADVICE, e);
        }
        try {
            binding.load();
        } catch (LinkageError e) {
            throw new DeviceException(
                    FAILED,
                    id + ": " + LIBRARY + " is there, but its binding " + binding.name() + " cannot be loaded: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
                            + "; start Berth by its launcher, ./berth, which knows where it lies, or use --device host",
                    e);
        }
    }

    /**
     * Checks the result of a driver call.
     *
     * @param bytes size the call was about, 0 where it was about none
     * @throws DeviceException where the call failed
     */
    static void check(String id, String call, long bytes, int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(id, call, bytes, result);
        }
    }

    private static DeviceException failure(String id, String call, long bytes, int result) {
        DeviceException.Kind kind = kind(result);
        String what = id + ": " + call + (bytes > 0 ? " of " + bytes + " bytes" : "") + ": " + name(result);
        return new DeviceException(
                kind,
                switch (kind) {
                    case OUT_OF_MEMORY -> what + "; free memory on the device or choose a smaller model";
                    case LOST ->
                        what + "; the device is lost to this process: start again, and see dmesg for Xid lines";
                    case NO_DEVICE -> what + "; use --device host";
                    case FAILED -> what;
                });
    }

    static DeviceException.Kind kind(int result) {
        return switch (result) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> OUT_OF_MEMORY;
            case CUresult.CUDA_ERROR_NO_DEVICE, CUresult.CUDA_ERROR_INVALID_DEVICE -> NO_DEVICE;
            // After these the context cannot be used any more, as the driver API's reference says of each.
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE,
                    CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
                    CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
                    CUresult.CUDA_ERROR_ASSERT,
                    CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUresult.CUDA_ERROR_INVALID_PC,
                    CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CUresult.CUDA_ERROR_MPS_CLIENT_TERMINATED -> LOST;
            default -> FAILED;
        };
    }

    private static String name(int result) {
        return CUresult.stringFor(result) + " (" + result + ")";
    }

    /** {@code major.minor} of {@code cuDriverGetVersion}'s 1000 * major + 10 * minor. */
    static String version(int encoded) {
        return encoded / 1000 + "." + encoded % 1000 / 10;
    }
}
