package dev.berth.profiler.device.opencl;

import static dev.berth.profiler.device.DeviceException.Kind.FAILED;
import static dev.berth.profiler.device.DeviceException.Kind.LOST;
import static dev.berth.profiler.device.DeviceException.Kind.NO_DEVICE;
import static dev.berth.profiler.device.DeviceException.Kind.OUT_OF_MEMORY;

import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DriverLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The OpenCL loader of this machine: which devices its drivers list, and what result codes mean here. */
final class OpenCl {
    static final int SUCCESS = 0;

    static final int DEVICE_TYPE = 0x1000;
    static final int DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010;
    static final int DEVICE_GLOBAL_MEM_SIZE = 0x101F;
    static final int DEVICE_NAME = 0x102B;
    static final int DEVICE_VENDOR = 0x102C;
    static final int DRIVER_VERSION = 0x102D;
    static final int DEVICE_HOST_UNIFIED_MEMORY = 0x1035;

    static final long TYPE_CPU = 1 << 1;
    static final long TYPE_GPU = 1 << 2;
    static final long TYPE_ACCELERATOR = 1 << 3;

    private static final long TYPE_ALL = 0xFFFFFFFFL;
    private static final int MOST_LISTED = 64;
    private static final int INFO_BYTES = 1024;

    private static final int DEVICE_NOT_FOUND = -1;
    private static final int DEVICE_NOT_AVAILABLE = -2;
    private static final int MEM_OBJECT_ALLOCATION_FAILURE = -4;
    private static final int OUT_OF_RESOURCES = -5;
    private static final int OUT_OF_HOST_MEMORY = -6;
    private static final int INVALID_BUFFER_SIZE = -61;
    private static final int PLATFORM_NOT_FOUND = -1001;

    /** Of CL/cl.h and, the last, CL/cl_ext.h: those that calls from here can give. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(DEVICE_NOT_FOUND, "CL_DEVICE_NOT_FOUND"),
            Map.entry(DEVICE_NOT_AVAILABLE, "CL_DEVICE_NOT_AVAILABLE"),
            Map.entry(MEM_OBJECT_ALLOCATION_FAILURE, "CL_MEM_OBJECT_ALLOCATION_FAILURE"),
            Map.entry(OUT_OF_RESOURCES, "CL_OUT_OF_RESOURCES"),
            Map.entry(OUT_OF_HOST_MEMORY, "CL_OUT_OF_HOST_MEMORY"),
            Map.entry(-12, "CL_MAP_FAILURE"),
            Map.entry(-14, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"),
            Map.entry(-30, "CL_INVALID_VALUE"),
            Map.entry(-32, "CL_INVALID_PLATFORM"),
            Map.entry(-33, "CL_INVALID_DEVICE"),
            Map.entry(-34, "CL_INVALID_CONTEXT"),
            Map.entry(-36, "CL_INVALID_COMMAND_QUEUE"),
            Map.entry(-38, "CL_INVALID_MEM_OBJECT"),
            Map.entry(-58, "CL_INVALID_EVENT"),
            Map.entry(-59, "CL_INVALID_OPERATION"),
            Map.entry(INVALID_BUFFER_SIZE, "CL_INVALID_BUFFER_SIZE"),
            Map.entry(PLATFORM_NOT_FOUND, "CL_PLATFORM_NOT_FOUND_KHR"));

    private static final String ADVICE = "install your device's OpenCL driver or use --device host";

    private OpenCl() {}

    /**
     * All devices of all drivers, in the loader's order.
     *
     * @param id what is asked for, for messages
     * @return handles, at least one
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where there is no loader, no driver or no
     *     device
     */
    static List<Long> devices(String id) {
        load(id);
        long[] platforms = new long[MOST_LISTED];
        int[] count = new int[1];
        int result = OpenClFunctions.clGetPlatformIDs(platforms.length, platforms, count);
        if (result == PLATFORM_NOT_FOUND || (result == SUCCESS && count[0] == 0)) {
            throw new DeviceException(
                    NO_DEVICE, id + ": OpenCL's loader is there, but no driver (ICD) is installed; " + ADVICE);
        }
        check(id, "clGetPlatformIDs", 0, result);
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < Math.min(count[0], platforms.length); i++) {
            long[] devices = new long[MOST_LISTED];
            int[] listed = new int[1];
            // A driver without hardware answers that it finds none; the others go on.
            if (OpenClFunctions.clGetDeviceIDs(platforms[i], TYPE_ALL, devices.length, devices, listed) == SUCCESS) {
                for (int k = 0; k < Math.min(listed[0], devices.length); k++) {
                    found.add(devices[k]);
                }
            }
        }
        if (found.isEmpty()) {
            throw new DeviceException(NO_DEVICE, id + ": the OpenCL drivers list no device; " + ADVICE);
        }
        return found;
    }

    private static void load(String id) {
        try {
            OpenClFunctions.load();
        } catch (UnsatisfiedLinkError e) {
            throw new DeviceException(
                    NO_DEVICE,
                    id + ": no OpenCL: " + DriverLibrary.whyMissing(OpenClFunctions.LIBRARY, e)
                            + "; install OpenCL's loader and your device's driver or use --device host",
                    e);
        } catch (LinkageError e) {
            throw new DeviceException(
                    FAILED,
                    id + ": JNA cannot be loaded: " + e
                            + "; start Berth by its launcher, ./berth, which knows where it lies",
                    e);
        }
    }

    /** What a device says of itself in words. */
    static String text(String id, long device, int name) {
        byte[] value = info(id, device, name);
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return new String(value, 0, length, StandardCharsets.UTF_8).strip();
    }

    /** What a device says of itself as a number of 32 or 64 bits. */
    static long number(String id, long device, int name) {
        return ByteBuffer.wrap(info(id, device, name))
                .order(ByteOrder.nativeOrder())
                .getLong();
    }

    private static byte[] info(String id, long device, int name) {
        byte[] value = new byte[INFO_BYTES];
        check(
                id,
                "clGetDeviceInfo",
                0,
                OpenClFunctions.clGetDeviceInfo(device, name, value.length, value, new long[1]));
        return value;
    }

    /**
     * Checks the result of a call.
     *
     * @param bytes size the call was about, 0 where it was about none
     * @throws DeviceException where the call failed
     */
    static void check(String id, String call, long bytes, int result) {
        if (result == SUCCESS) {
            return;
        }
        DeviceException.Kind kind = kind(result);
        String what = id + ": " + call + (bytes > 0 ? " of " + bytes + " bytes" : "") + ": " + name(result);
        throw new DeviceException(
                kind,
                switch (kind) {
                    case OUT_OF_MEMORY -> what + "; free memory on the device or choose a smaller model";
                    case LOST -> what + "; the device is lost to this process: start again";
                    case NO_DEVICE -> what + "; use --device host";
                    case FAILED -> what;
                });
    }

    /** Drivers that take memory when it is first used answer "out of resources" then. */
    private static DeviceException.Kind kind(int result) {
        return switch (result) {
            case MEM_OBJECT_ALLOCATION_FAILURE, OUT_OF_RESOURCES, OUT_OF_HOST_MEMORY, INVALID_BUFFER_SIZE ->
                OUT_OF_MEMORY;
            case DEVICE_NOT_FOUND, PLATFORM_NOT_FOUND -> NO_DEVICE;
            case DEVICE_NOT_AVAILABLE -> LOST;
            default -> FAILED;
        };
    }

    private static String name(int result) {
        return NAMES.getOrDefault(result, "OpenCL error") + " (" + result + ")";
    }
}
