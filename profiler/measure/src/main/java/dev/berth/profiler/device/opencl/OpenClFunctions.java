package dev.berth.profiler.device.opencl;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the OpenCL loader that are called, all of OpenCL 1.2, with the types of CL/cl.h on 64 bits: handles,
 * addresses and {@code size_t} as numbers of 64 bits. None of them takes an object, so that a call allocates nothing.
 */
final class OpenClFunctions {
    static final String LIBRARY = "libOpenCL.so.1";

    private static boolean bound;

    private OpenClFunctions() {}

    /**
     * Binds all of them; a second call does nothing.
     *
     * @throws UnsatisfiedLinkError where there is no such library, or it lacks one
     */
    static synchronized void load() {
        if (!bound) {
            Native.register(OpenClFunctions.class, NativeLibrary.getInstance(LIBRARY));
            bound = true;
        }
    }

    static native int clGetPlatformIDs(int entries, long[] platforms, int[] count);

    static native int clGetDeviceIDs(long platform, long type, int entries, long[] devices, int[] count);

    static native int clGetDeviceInfo(long device, int name, long bytes, byte[] value, long[] filledBytes);

    static native long clCreateContext(
            long properties, int devices, long[] deviceIds, long notify, long userData, int[] result);

    static native int clReleaseContext(long context);

    static native long clCreateCommandQueue(long context, long device, long properties, int[] result);

    static native int clReleaseCommandQueue(long queue);

    static native long clCreateBuffer(long context, long flags, long bytes, long hostAddress, int[] result);

    static native int clReleaseMemObject(long memory);

    static native int clEnqueueFillBuffer(
            long queue,
            long buffer,
            byte[] pattern,
            long patternBytes,
            long offset,
            long bytes,
            int waited,
            long waitList,
            long event);

    static native int clEnqueueWriteBuffer(
            long queue,
            long buffer,
            int blocking,
            long offset,
            long bytes,
            long source,
            int waited,
            long waitList,
            long event);

    static native int clEnqueueReadBuffer(
            long queue,
            long buffer,
            int blocking,
            long offset,
            long bytes,
            long target,
            int waited,
            long waitList,
            long event);

    static native long clEnqueueMapBuffer(
            long queue,
            long buffer,
            int blocking,
            long flags,
            long offset,
            long bytes,
            int waited,
            long waitList,
            long event,
            int[] result);

    static native int clEnqueueUnmapMemObject(
            long queue, long buffer, long address, int waited, long waitList, long event);

    static native int clFlush(long queue);

    static native int clFinish(long queue);

    static native int clGetEventInfo(long event, int name, long bytes, long value, long filledBytes);

    static native int clWaitForEvents(int count, long events);

    static native int clReleaseEvent(long event);
}
