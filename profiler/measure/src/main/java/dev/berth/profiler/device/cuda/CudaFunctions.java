package dev.berth.profiler.device.cuda;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Set;

/**
 * The functions of the CUDA driver library, with the types of cuda.h: handles and addresses as numbers of 64 bits,
 * {@code CUdevice} as one of 32. None of them takes an object, so that a call allocates nothing.
 */
final class CudaFunctions {
    static final int CU_STREAM_NON_BLOCKING = 1;
    static final int CU_MEMHOSTALLOC_PORTABLE = 1;
    static final int CU_EVENT_DISABLE_TIMING = 2;

    /** Functions whose types changed once: the library has them with a version behind their names. */
    private static final Set<String> SECOND_VERSION = Set.of(
            "cuDeviceTotalMem",
            "cuDevicePrimaryCtxRelease",
            "cuMemGetInfo",
            "cuMemAlloc",
            "cuMemFree",
            "cuMemcpyHtoDAsync",
            "cuMemcpyHtoD",
            "cuMemcpyDtoH",
            "cuStreamDestroy",
            "cuEventDestroy");

    private static boolean bound;

    private CudaFunctions() {}

    /**
     * Binds all of them; a second call does nothing.
     *
     * @throws UnsatisfiedLinkError where the library lacks one
     */
    static synchronized void load() {
        if (!bound) {
            FunctionMapper symbols = (library, method) ->
                    SECOND_VERSION.contains(method.getName()) ? method.getName() + "_v2" : method.getName();
            Native.register(
                    CudaFunctions.class,
                    NativeLibrary.getInstance(CudaDriver.LIBRARY, Map.of(Library.OPTION_FUNCTION_MAPPER, symbols)));
            bound = true;
        }
    }

    static native int cuInit(int flags);

    static native int cuDriverGetVersion(int[] version);

    static native int cuDeviceGetCount(int[] count);

    static native int cuDeviceGet(int[] device, int ordinal);

    static native int cuDeviceGetName(byte[] name, int length, int device);

    static native int cuDeviceTotalMem(long[] bytes, int device);

    static native int cuDeviceGetPCIBusId(byte[] id, int length, int device);

    static native int cuDevicePrimaryCtxRetain(long[] context, int device);

    static native int cuDevicePrimaryCtxRelease(int device);

    static native int cuCtxSetCurrent(long context);

    static native int cuMemGetInfo(long[] free, long[] total);

    static native int cuMemAlloc(long[] address, long bytes);

    static native int cuMemFree(long address);

    static native int cuMemHostAlloc(long[] address, long bytes, int flags);

    static native int cuMemFreeHost(long address);

    static native int cuMemcpyHtoDAsync(long target, long source, long bytes, long stream);

    static native int cuMemcpyHtoD(long target, long source, long bytes);

    static native int cuMemcpyDtoH(long target, long source, long bytes);

    static native int cuStreamCreate(long[] stream, int flags);

    static native int cuStreamSynchronize(long stream);

    static native int cuStreamDestroy(long stream);

    static native int cuEventCreate(long[] event, int flags);

    static native int cuEventRecord(long event, long stream);

    static native int cuEventQuery(long event);

    static native int cuEventSynchronize(long event);

    static native int cuEventDestroy(long event);
}
