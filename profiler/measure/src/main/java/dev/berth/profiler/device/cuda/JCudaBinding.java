package dev.berth.profiler.device.cuda;

import static jcuda.driver.JCudaDriver.CU_MEMHOSTALLOC_PORTABLE;

import java.nio.charset.StandardCharsets;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** Calls through JCuda, whose native library exists for x86-64. */
final class JCudaBinding implements CudaBinding {
    static final String NAME = "jcuda";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void load() {
        // Where it is not found there, JCuda would load whatever lies under a fixed name in the temporary folder.
        System.loadLibrary(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
        JCudaDriver.setExceptionsEnabled(false);
    }

    @Override
    public int init() {
        return JCudaDriver.cuInit(0);
    }

    @Override
    public int driverVersion(int[] version) {
        return JCudaDriver.cuDriverGetVersion(version);
    }

    @Override
    public int deviceCount(int[] count) {
        return JCudaDriver.cuDeviceGetCount(count);
    }

    @Override
    public CudaCalls device(int ordinal) {
        return new Calls(ordinal);
    }

    /** An address on the device as a number, and back. */
    private static final class DeviceAddress extends CUdeviceptr {
        DeviceAddress() {}

        DeviceAddress(long value) {
            super(new CUdeviceptr(), value);
        }

        long value() {
            return getNativePointer();
        }
    }

    /** An address on the host as a number, and back. */
    private static final class HostAddress extends Pointer {
        HostAddress() {}

        HostAddress(long value) {
            super(value);
        }

        long value() {
            return getNativePointer();
        }
    }

    private static final class Calls implements CudaCalls {
        private final int ordinal;
        private final CUdevice device = new CUdevice();
        private final CUcontext context = new CUcontext();
        private final CUstream stream = new CUstream();

        Calls(int ordinal) {
            this.ordinal = ordinal;
        }

        @Override
        public int find() {
            return JCudaDriver.cuDeviceGet(device, ordinal);
        }

        @Override
        public int name(byte[] name) {
            return JCudaDriver.cuDeviceGetName(name, name.length, device);
        }

        @Override
        public int totalBytes(long[] bytes) {
            return JCudaDriver.cuDeviceTotalMem(bytes, device);
        }

        @Override
        public int pciBusId(byte[] id) {
            String[] text = new String[1];
            int result = JCudaDriver.cuDeviceGetPCIBusId(text, id.length, device);
            if (text[0] != null) {
                byte[] ascii = text[0].getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(ascii, 0, id, 0, Math.min(ascii.length, id.length - 1));
            }
            return result;
        }

        @Override
        public int retainContext() {
            return JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        }

        @Override
        public int releaseContext() {
            return JCudaDriver.cuDevicePrimaryCtxRelease(device);
        }

        @Override
        public int enterContext() {
            return JCudaDriver.cuCtxSetCurrent(context);
        }

        @Override
        public int createStream() {
            return JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
        }

        @Override
        public int synchronizeStream() {
            return JCudaDriver.cuStreamSynchronize(stream);
        }

        @Override
        public int destroyStream() {
            return JCudaDriver.cuStreamDestroy(stream);
        }

        @Override
        public int freeBytes(long[] bytes) {
            return JCudaDriver.cuMemGetInfo(bytes, new long[1]);
        }

        @Override
        public int allocate(long[] address, long bytes) {
            DeviceAddress allocated = new DeviceAddress();
            int result = JCudaDriver.cuMemAlloc(allocated, bytes);
            address[0] = allocated.value();
            return result;
        }

        @Override
        public int free(long address) {
            return JCudaDriver.cuMemFree(new DeviceAddress(address));
        }

        @Override
        public int allocatePinned(long[] address, long bytes) {
            HostAddress allocated = new HostAddress();
            int result = JCudaDriver.cuMemHostAlloc(allocated, bytes, CU_MEMHOSTALLOC_PORTABLE);
            address[0] = allocated.value();
            return result;
        }

        @Override
        public int freePinned(long address) {
            return JCudaDriver.cuMemFreeHost(new HostAddress(address));
        }

        @Override
        public int copyAsync(long target, long source, long bytes) {
            return JCudaDriver.cuMemcpyHtoDAsync(new DeviceAddress(target), new HostAddress(source), bytes, stream);
        }

        @Override
        public int copy(long target, long source, long bytes) {
            return JCudaDriver.cuMemcpyHtoD(new DeviceAddress(target), new HostAddress(source), bytes);
        }

        @Override
        public int copyBack(long target, long source, long bytes) {
            return JCudaDriver.cuMemcpyDtoH(new HostAddress(target), new DeviceAddress(source), bytes);
        }

        @Override
        public Event newEvent() {
            return new JCudaEvent();
        }

        private final class JCudaEvent implements Event {
            private final CUevent event = new CUevent();

            @Override
            public int create() {
                return JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING);
            }

            @Override
            public int record() {
                return JCudaDriver.cuEventRecord(event, stream);
            }

            @Override
            public int query() {
                return JCudaDriver.cuEventQuery(event);
            }

            @Override
            public int await() {
                return JCudaDriver.cuEventSynchronize(event);
            }

            @Override
            public int destroy() {
                return JCudaDriver.cuEventDestroy(event);
            }
        }
    }
}
