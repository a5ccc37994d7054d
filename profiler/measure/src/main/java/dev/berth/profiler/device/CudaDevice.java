package dev.berth.profiler.device;

import static jcuda.driver.JCudaDriver.CU_MEMHOSTALLOC_PORTABLE;

import dev.berth.dataset.DeviceRecord;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A CUDA device through the driver API: primary context, one non-blocking stream, pinned staging buffers.
 *
 * <p>The context is made current at every entry, so that the device can be handed from thread to thread, and two
 * devices be used by one.
 */
final class CudaDevice implements Device {
    static final String ID_PREFIX = "cuda:";

    private static final int NAME_BYTES = 256;

    private final String id;
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final DeviceRecord description;
    private final String pciBusId;
    private final Reading<Long> contextBytes;
    private volatile boolean lost;
    private boolean closed;
    private final Set<Releasable> live = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Opens a device.
     *
     * @param ordinal the driver's number of it, which CUDA_VISIBLE_DEVICES may shift
     */
    CudaDevice(int ordinal) {
        this.id = ID_PREFIX + ordinal;
        int count = CudaDriver.countDevices(id);
        if (ordinal >= count) {
            throw new DeviceException(
                    DeviceException.Kind.NO_DEVICE,
                    id + ": the CUDA driver lists " + count + (count == 1 ? " device: " : " devices: cuda:0 to ")
                            + ID_PREFIX + (count - 1));
        }
        check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
        this.description = describe();
        this.pciBusId = busId();
        Reading<Long> freeBefore = Nvml.freeBytes(pciBusId);
        retainContext();
        try {
            enter();
            check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        } catch (DeviceException e) {
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
            throw e;
        }
        this.contextBytes = contextBytes(freeBefore, Nvml.freeBytes(pciBusId));
    }

    private void retainContext() {
        int result = JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        if (result == CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE) {
            // Not lost: the device's compute mode lets nobody in, or one process alone.
            throw new DeviceException(
                    DeviceException.Kind.NO_DEVICE,
                    id + ": the device is busy or closed to programs (CUDA_ERROR_DEVICE_UNAVAILABLE);"
                            + " end the process that holds it, see its compute mode in nvidia-smi,"
                            + " or use --device host");
        }
        check("cuDevicePrimaryCtxRetain", result);
    }

    private DeviceRecord describe() {
        byte[] name = new byte[NAME_BYTES];
        check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
        long[] total = new long[1];
        check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(total, device));
        int[] version = new int[1];
        check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
        String text = text(name);
        return new DeviceRecord(
                id,
                text,
                Reading.measured(total[0]),
                Reading.measured(CudaDriver.version(version[0])),
                text.startsWith(DeviceRecord.STAND_IN_NAME));
    }

    private String busId() {
        String[] bus = new String[1];
        check("cuDeviceGetPCIBusId", JCudaDriver.cuDeviceGetPCIBusId(bus, 32, device));
        // The binding may keep the terminating zero and what lies behind it.
        return text(bus[0].getBytes(StandardCharsets.US_ASCII));
    }

    private static Reading<Long> contextBytes(Reading<Long> freeBefore, Reading<Long> freeAfter) {
        if (freeBefore instanceof Reading.Value<Long> before && freeAfter instanceof Reading.Value<Long> after) {
            long taken = before.value() - after.value();
            return taken >= 0
                    ? Reading.derived(taken)
                    : Reading.failed("another process gave back device memory while the context was made");
        }
        return freeBefore.optional().isPresent() ? freeAfter : freeBefore;
    }

    @Override
    public DeviceRecord record() {
        return description;
    }

    @Override
    public Reading<Long> contextBytes() {
        return contextBytes;
    }

    @Override
    public Reading<List<DeviceRecord.Holder>> otherProcesses() {
        return Nvml.otherProcesses(pciBusId);
    }

    @Override
    public Reading<Long> ownBytes() {
        return Nvml.ownBytes(pciBusId);
    }

    @Override
    public Reading<Long> freeBytes() {
        try {
            enter();
            long[] free = new long[1];
            check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, new long[1]));
            return Reading.measured(free[0]);
        } catch (DeviceException e) {
            return Reading.failed(e.getMessage());
        }
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        Transfers.checkStagingSize(bytes);
        enter();
        Pointer host = new Pointer();
        check("cuMemHostAlloc", bytes, JCudaDriver.cuMemHostAlloc(host, bytes, CU_MEMHOSTALLOC_PORTABLE));
        return new PinnedStaging(host, host.getByteBuffer(0, bytes));
    }

    @Override
    public Optional<StagingBuffer> allocatePageable(int bytes) {
        Transfers.checkStagingSize(bytes);
        return Optional.of(new PageableStaging(HugePageMemory.map(bytes)));
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        Transfers.checkMemorySize(bytes);
        enter();
        CUdeviceptr pointer = new CUdeviceptr();
        check("cuMemAlloc", bytes, JCudaDriver.cuMemAlloc(pointer, bytes));
        return new CudaMemory(pointer, bytes);
    }

    @Override
    public void copy(
            StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy) {
        Staging from = own(Staging.class, source);
        CudaMemory to = own(CudaMemory.class, target);
        EventCopy tracker = own(EventCopy.class, copy);
        Transfers.checkCopy(from.buffer().capacity(), sourceOffset, to.bytes(), targetOffset, length);
        enter();
        from.copyTo(to.at(targetOffset), sourceOffset, length);
        check("cuEventRecord", JCudaDriver.cuEventRecord(tracker.event, stream));
    }

    @Override
    public Copy newCopy() {
        enter();
        CUevent event = new CUevent();
        // Without timing an event costs the stream least.
        check("cuEventCreate", JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING));
        return new EventCopy(event);
    }

    @Override
    public void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target) {
        CudaMemory from = own(CudaMemory.class, source);
        Transfers.checkReadBack(from.bytes(), sourceOffset, target);
        int length = target.remaining();
        if (length == 0) {
            return;
        }
        enter();
        // The stream is non-blocking: the copy back would not wait for it by itself.
        synchronize();
        Pointer to = Pointer.to(target).withByteOffset(target.position());
        check("cuMemcpyDtoH", length, JCudaDriver.cuMemcpyDtoH(to, from.at(sourceOffset), length));
        target.position(target.limit());
    }

    @Override
    public void synchronize() {
        enter();
        check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        // Another user of the primary context in this process would keep what was left behind alive.
        List.copyOf(live).forEach(Releasable::close);
        closed = true;
        // Results are not checked: the device may be lost, and closing must not hide why.
        JCudaDriver.cuStreamSynchronize(stream);
        JCudaDriver.cuStreamDestroy(stream);
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException(id + " was closed");
        }
        check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
    }

    private void check(String call, int result) {
        check(call, 0, result);
    }

    private void check(String call, long bytes, int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            lost |= CudaDriver.kind(result) == DeviceException.Kind.LOST;
            CudaDriver.check(id, call, bytes, result);
        }
    }

    private <T extends Releasable> T own(Class<T> type, Object thing) {
        if (type.isInstance(thing) && type.cast(thing).owner() == this) {
            T mine = type.cast(thing);
            mine.requireLive();
            return mine;
        }
        throw new IllegalArgumentException(id + ": belongs to another device: " + thing);
    }

    private static String text(byte[] zeroTerminated) {
        int length = 0;
        while (length < zeroTerminated.length && zeroTerminated[length] != 0) {
            length++;
        }
        return new String(zeroTerminated, 0, length, StandardCharsets.UTF_8).strip();
    }

    /** Something of the driver's that is given back once; a lost device has taken it along. */
    private abstract class Releasable implements AutoCloseable {
        private final String what;
        private boolean released;

        Releasable(String what) {
            this.what = what;
            live.add(this);
        }

        final CudaDevice owner() {
            return CudaDevice.this;
        }

        final void requireLive() {
            if (released) {
                throw new IllegalStateException(id + ": " + what + " was given back");
            }
        }

        @Override
        public final void close() {
            if (released) {
                return;
            }
            released = true;
            live.remove(this);
            if (!lost && JCudaDriver.cuCtxSetCurrent(context) == CUresult.CUDA_SUCCESS) {
                int result = release();
                if (CudaDriver.kind(result) == DeviceException.Kind.LOST) {
                    lost = true;
                } else {
                    check("giving back " + what, result);
                }
            }
        }

        /** Calls the driver; returns its result. */
        abstract int release();
    }

    private final class CudaMemory extends Releasable implements DeviceMemory {
        private final CUdeviceptr pointer;
        private final long bytes;

        CudaMemory(CUdeviceptr pointer, long bytes) {
            super("device memory");
            this.pointer = pointer;
            this.bytes = bytes;
        }

        CUdeviceptr at(long offset) {
            requireLive();
            return pointer.withByteOffset(offset);
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        int release() {
            return JCudaDriver.cuMemFree(pointer);
        }
    }

    private abstract class Staging extends Releasable implements StagingBuffer {
        private final Pointer host;
        private final ByteBuffer buffer;

        Staging(String what, Pointer host, ByteBuffer buffer) {
            super(what);
            this.host = host;
            this.buffer = buffer;
        }

        final Pointer at(int offset) {
            return host.withByteOffset(offset);
        }

        abstract void copyTo(CUdeviceptr target, int offset, int length);

        @Override
        public final ByteBuffer buffer() {
            requireLive();
            return buffer;
        }
    }

    private final class PinnedStaging extends Staging {
        PinnedStaging(Pointer host, ByteBuffer buffer) {
            super("staging buffer", host, buffer);
        }

        @Override
        void copyTo(CUdeviceptr target, int offset, int length) {
            check("cuMemcpyHtoDAsync", length, JCudaDriver.cuMemcpyHtoDAsync(target, at(offset), length, stream));
        }

        @Override
        public String pages() {
            return "pinned";
        }

        @Override
        int release() {
            return JCudaDriver.cuMemFreeHost(at(0));
        }
    }

    private final class PageableStaging extends Staging {
        private final HugePageMemory memory;

        PageableStaging(HugePageMemory memory) {
            super("pageable buffer", Pointer.to(memory.buffer()), memory.buffer());
            this.memory = memory;
        }

        @Override
        void copyTo(CUdeviceptr target, int offset, int length) {
            check("cuMemcpyHtoD", length, JCudaDriver.cuMemcpyHtoD(target, at(offset), length));
        }

        @Override
        public String pages() {
            return "pageable, " + memory.pages();
        }

        @Override
        int release() {
            memory.close();
            return CUresult.CUDA_SUCCESS;
        }
    }

    private final class EventCopy extends Releasable implements Copy {
        private final CUevent event;

        EventCopy(CUevent event) {
            super("copy handle");
            this.event = event;
        }

        @Override
        public boolean done() {
            requireLive();
            enter();
            int result = JCudaDriver.cuEventQuery(event);
            if (result == CUresult.CUDA_ERROR_NOT_READY) {
                return false;
            }
            check("cuEventQuery", result);
            return true;
        }

        @Override
        public void await() {
            requireLive();
            enter();
            check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(event));
        }

        @Override
        int release() {
            return JCudaDriver.cuEventDestroy(event);
        }
    }
}
