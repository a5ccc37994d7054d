package dev.berth.profiler.device.cuda;

/**
 * The driver's calls about one device, its primary context and its one stream. Every call gives the driver's own result
 * code; what it fills goes into the first element of an array. Addresses are those of the driver, lengths are bytes.
 */
interface CudaCalls {
    /** {@code cuDeviceGet}; before all others. */
    int find();

    /** {@code cuDeviceGetName}: ends with a zero byte. */
    int name(byte[] name);

    /** {@code cuDeviceTotalMem}. */
    int totalBytes(long[] bytes);

    /** {@code cuDeviceGetPCIBusId}: ends with a zero byte. */
    int pciBusId(byte[] id);

    /** {@code cuDevicePrimaryCtxRetain}. */
    int retainContext();

    /** {@code cuDevicePrimaryCtxRelease}. */
    int releaseContext();

    /** {@code cuCtxSetCurrent}. */
    int enterContext();

    /** {@code cuStreamCreate}, non-blocking. */
    int createStream();

    /** {@code cuStreamSynchronize}. */
    int synchronizeStream();

    /** {@code cuStreamDestroy}. */
    int destroyStream();

    /** {@code cuMemGetInfo}. */
    int freeBytes(long[] bytes);

    /** {@code cuMemAlloc}. */
    int allocate(long[] address, long bytes);

    /** {@code cuMemFree}. */
    int free(long address);

    /** {@code cuMemHostAlloc}, portable. */
    int allocatePinned(long[] address, long bytes);

    /** {@code cuMemFreeHost}. */
    int freePinned(long address);

    /** {@code cuMemcpyHtoDAsync} on the stream. */
    int copyAsync(long target, long source, long bytes);

    /** {@code cuMemcpyHtoD}. */
    int copy(long target, long source, long bytes);

    /** {@code cuMemcpyDtoH}. */
    int copyBack(long target, long source, long bytes);

    /** An event of the driver's, not created yet. */
    Event newEvent();

    /** An event without timing, which costs the stream least. */
    interface Event {
        /** {@code cuEventCreate}; before all others. */
        int create();

        /** {@code cuEventRecord} on the stream. */
        int record();

        /** {@code cuEventQuery}. */
        int query();

        /** {@code cuEventSynchronize}. */
        int await();

        /** {@code cuEventDestroy}. */
        int destroy();
    }
}
