package dev.berth.profiler.device.cuda;

/** Calls the driver library itself through JNA: on architectures that JCuda has no native library for. */
final class JnaBinding implements CudaBinding {
    static final String NAME = "jna";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void load() {
        CudaFunctions.load();
    }

    @Override
    public int init() {
        return CudaFunctions.cuInit(0);
    }

    @Override
    public int driverVersion(int[] version) {
        return CudaFunctions.cuDriverGetVersion(version);
    }

    @Override
    public int deviceCount(int[] count) {
        return CudaFunctions.cuDeviceGetCount(count);
    }

    @Override
    public CudaCalls device(int ordinal) {
        return new Calls(ordinal);
    }

    private static final class Calls implements CudaCalls {
        private final int ordinal;
        private final int[] device = new int[1];
        private final long[] context = new long[1];
        private final long[] stream = new long[1];

        Calls(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public int find() {
            return CudaFunctions.cuDeviceGet(device, ordinal);
        }

        @Override
        public int name(byte[] name) {
            return CudaFunctions.cuDeviceGetName(name, name.length, device[0]);
        }

        @Override
        public int totalBytes(long[] bytes) {
            return CudaFunctions.cuDeviceTotalMem(bytes, device[0]);
        }

        @Override
        public int pciBusId(byte[] id) {
            return CudaFunctions.cuDeviceGetPCIBusId(id, id.length, device[0]);
        }

        @Override
        public int retainContext() {
            return CudaFunctions.cuDevicePrimaryCtxRetain(context, device[0]);
        }

        @Override
        public int releaseContext() {
            return CudaFunctions.cuDevicePrimaryCtxRelease(device[0]);
        }

        @Override
        public int enterContext() {
            return CudaFunctions.cuCtxSetCurrent(context[0]);
        }

        @Override
        public int createStream() {
            return CudaFunctions.cuStreamCreate(stream, CudaFunctions.CU_STREAM_NON_BLOCKING);
        }

        @Override
        public int synchronizeStream() {
            return CudaFunctions.cuStreamSynchronize(stream[0]);
        }

        @Override
        public int destroyStream() {
            return CudaFunctions.cuStreamDestroy(stream[0]);
        }

        @Override
        public int freeBytes(long[] bytes) {
            return CudaFunctions.cuMemGetInfo(bytes, new long[1]);
        }

        @Override
        public int allocate(long[] address, long bytes) {
            return CudaFunctions.cuMemAlloc(address, bytes);
        }

        @Override
        public int free(long address) {
            return CudaFunctions.cuMemFree(address);
        }

        @Override
        public int allocatePinned(long[] address, long bytes) {
            return CudaFunctions.cuMemHostAlloc(address, bytes, CudaFunctions.CU_MEMHOSTALLOC_PORTABLE);
        }

        @Override
        public int freePinned(long address) {
            return CudaFunctions.cuMemFreeHost(address);
        }

        @Override
        public int copyAsync(long target, long source, long bytes) {
            return CudaFunctions.cuMemcpyHtoDAsync(target, source, bytes, stream[0]);
        }

        @Override
        public int copy(long target, long source, long bytes) {
            return CudaFunctions.cuMemcpyHtoD(target, source, bytes);
        }

        @Override
        public int copyBack(long target, long source, long bytes) {
            return CudaFunctions.cuMemcpyDtoH(target, source, bytes);
        }

        @Override
        public Event newEvent() {
            return new JnaEvent();
        }

        private final class JnaEvent implements Event {
            private final long[] event = new long[1];

            @Override
            public int create() {
                return CudaFunctions.cuEventCreate(event, CudaFunctions.CU_EVENT_DISABLE_TIMING);
            }

            @Override
            public int record() {
                return CudaFunctions.cuEventRecord(event[0], stream[0]);
            }

            @Override
            public int query() {
                return CudaFunctions.cuEventQuery(event[0]);
            }

            @Override
            public int await() {
                return CudaFunctions.cuEventSynchronize(event[0]);
            }

            @Override
            public int destroy() {
                return CudaFunctions.cuEventDestroy(event[0]);
            }
        }
    }
}
