package dev.berth.profiler.device.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.berth.dataset.DeviceRecord;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DriverDevice;
import dev.berth.profiler.device.HugePageMemory;
import dev.berth.profiler.device.Transfers;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import jcuda.driver.CUresult;

/**
 * A CUDA device through the driver API: primary context, one non-blocking stream, pinned staging buffers.
 *
 * <p>The context is made current at every entry, so that the device can be handed from thread to thread, and two
 * devices be used by one.
 */
final class CudaDevice extends DriverDevice {
    private static final int NAME_BYTES = 256;
    private static final int BUS_ID_BYTES = 32;

    private final CudaBinding binding;
    private final CudaCalls calls;
    private final DeviceRecord description;
    private final String pciBusId;
    private final Reading<Long> contextBytes;

    /**
     * Opens a device.
     *
     * @param id as users give it
     * @param ordinal the driver's number of it, which CUDA_VISIBLE_DEVICES may shift
     */
    CudaDevice(String id, int ordinal, CudaBinding binding) {
        super(id);
        this.binding = binding;
        int count = CudaDriver.countDevices(id, binding);
        if (ordinal >= count) {
            String first = id.replaceFirst("\\d+$", "");
            throw new DeviceException(
                    DeviceException.Kind.NO_DEVICE,
                    id + ": the CUDA driver lists " + count
                            + (count == 1 ? " device: " : " devices: " + first + "0 to ") + first + (count - 1));
        }
        this.calls = binding.device(ordinal);
        check("cuDeviceGet", calls.find());
        this.description = describe();
        this.pciBusId = busId();
        Reading<Long> freeBefore = Nvml.freeBytes(pciBusId);
        retainContext();
        try {
            enter();
            check("cuStreamCreate", calls.createStream());
        } catch (DeviceException e) {
            calls.releaseContext();
            throw e;
        }
        this.contextBytes = contextBytes(freeBefore, Nvml.freeBytes(pciBusId));
    }

    private void retainContext() {
        int result = calls.retainContext();
        if (result == CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE) {
            // Not lost: the device's compute mode lets nobody in, or one process alone.
            throw new DeviceException(
                    DeviceException.Kind.NO_DEVICE,
                    id() + ": the device is busy or closed to programs (CUDA_ERROR_DEVICE_UNAVAILABLE);"
                            + " end the process that holds it, see its compute mode in nvidia-smi,"
                            + " or use --device host");
        }
        check("cuDevicePrimaryCtxRetain", result);
    }

    private DeviceRecord describe() {
        byte[] name = new byte[NAME_BYTES];
        check("cuDeviceGetName", calls.name(name));
        long[] total = new long[1];
        check("cuDeviceTotalMem", calls.totalBytes(total));
        int[] version = new int[1];
        check("cuDriverGetVersion", binding.driverVersion(version));
        String text = text(name);
        return new DeviceRecord(
                        id(),
                        text,
                        Reading.measured(total[0]),
                        Reading.measured(CudaDriver.version(version[0])),
                        text.startsWith(DeviceRecord.STAND_IN_NAME))
                .withMaker(Reading.derived("NVIDIA"), Reading.derived(DeviceRecord.GPU));
    }

    private String busId() {
        byte[] bus = new byte[BUS_ID_BYTES];
        check("cuDeviceGetPCIBusId", calls.pciBusId(bus));
        return text(bus);
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
    public Reading<Long> energyMicrojoules() {
        return Nvml.energyMicrojoules(pciBusId);
    }

    @Override
    public Reading<Long> freeBytes() {
        try {
            enter();
            long[] free = new long[1];
            check("cuMemGetInfo", calls.freeBytes(free));
            return Reading.measured(free[0]);
        } catch (DeviceException e) {
            return Reading.failed(e.getMessage());
        }
    }

    @Override
    public boolean pinsStaging() {
        return true;
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        Transfers.checkStagingSize(bytes);
        enter();
        long[] address = new long[1];
        check("cuMemHostAlloc", bytes, calls.allocatePinned(address, bytes));
        return new PinnedStaging(address[0], bytes);
    }

    @Override
    public Optional<StagingBuffer> allocatePageable(int bytes) {
        Transfers.checkStagingSize(bytes);
        return Optional.of(new OrdinaryStaging("pageable buffer", HugePageMemory.map(bytes), "pageable, "));
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        Transfers.checkMemorySize(bytes);
        enter();
        long[] address = new long[1];
        check("cuMemAlloc", bytes, calls.allocate(address, bytes));
        return new CudaMemory(address[0], bytes);
    }

    @Override
    public void copy(
            StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy) {
        Staging from = own(Staging.class, source);
        CudaMemory to = own(CudaMemory.class, target);
        EventCopy tracker = own(EventCopy.class, copy);
        Transfers.checkCopy(from.buffer().capacity(), sourceOffset, to.bytes, targetOffset, length);
        enter();
        if (from instanceof PinnedStaging) {
            check(
                    "cuMemcpyHtoDAsync",
                    length,
                    calls.copyAsync(to.address + targetOffset, from.address(sourceOffset), length));
        } else {
            check("cuMemcpyHtoD", length, calls.copy(to.address + targetOffset, from.address(sourceOffset), length));
        }
        check("cuEventRecord", tracker.event.record());
    }

    @Override
    public Copy newCopy() {
        enter();
        CudaCalls.Event event = calls.newEvent();
        check("cuEventCreate", event.create());
        return new EventCopy(event);
    }

    @Override
    public void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target) {
        CudaMemory from = own(CudaMemory.class, source);
        Transfers.checkReadBack(from.bytes, sourceOffset, target);
        int length = target.remaining();
        if (length == 0) {
            return;
        }
        enter();
        // The stream is non-blocking: the copy back would not wait for it by itself.
        synchronize();
        long to = Pointer.nativeValue(Native.getDirectBufferPointer(target)) + target.position();
        check("cuMemcpyDtoH", length, calls.copyBack(to, from.address + sourceOffset, length));
        target.position(target.limit());
    }

    @Override
    public void synchronize() {
        enter();
        check("cuStreamSynchronize", calls.synchronizeStream());
    }

    @Override
    protected void closeDriver() {
        // Results are not checked: the device may be lost, and closing must not hide why.
        calls.synchronizeStream();
        calls.destroyStream();
        calls.releaseContext();
    }

    private void enter() {
        requireOpen();
        check("cuCtxSetCurrent", calls.enterContext());
    }

    private void check(String call, int result) {
        check(call, 0, result);
    }

    private void check(String call, long bytes, int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            if (CudaDriver.kind(result) == DeviceException.Kind.LOST) {
                lose();
            }
            CudaDriver.check(id(), call, bytes, result);
        }
    }

    /** A device that is lost has taken it along. */
    private void giveBack(String what, IntSupplier call) {
        if (calls.enterContext() == CUresult.CUDA_SUCCESS) {
            int result = call.getAsInt();
            if (CudaDriver.kind(result) == DeviceException.Kind.LOST) {
                lose();
            } else {
                check("giving back " + what, result);
            }
        }
    }

    private static String text(byte[] zeroTerminated) {
        int length = 0;
        while (length < zeroTerminated.length && zeroTerminated[length] != 0) {
            length++;
        }
        return new String(zeroTerminated, 0, length, StandardCharsets.UTF_8).strip();
    }

    private final class CudaMemory extends Releasable implements DeviceMemory {
        private final long address;
        private final long bytes;

        CudaMemory(long address, long bytes) {
            super("device memory");
            this.address = address;
            this.bytes = bytes;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        protected void release() {
            giveBack(what(), () -> calls.free(address));
        }
    }

    private final class PinnedStaging extends Staging {
        PinnedStaging(long address, int bytes) {
            super("staging buffer", new Pointer(address).getByteBuffer(0, bytes));
        }

        @Override
        public String pages() {
            return "pinned";
        }

        @Override
        protected void release() {
            giveBack(what(), () -> calls.freePinned(address(0)));
        }
    }

    private final class EventCopy extends Releasable implements Copy {
        private final CudaCalls.Event event;

        EventCopy(CudaCalls.Event event) {
            super("copy handle");
            this.event = event;
        }

        @Override
        public boolean done() {
            requireLive();
            enter();
            int result = event.query();
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
            check("cuEventSynchronize", event.await());
        }

        @Override
        protected void release() {
            giveBack(what(), event::destroy);
        }
    }
}
