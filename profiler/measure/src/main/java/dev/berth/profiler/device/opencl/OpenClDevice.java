package dev.berth.profiler.device.opencl;

import static dev.berth.profiler.device.opencl.OpenCl.SUCCESS;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.berth.dataset.DeviceRecord;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DriverDevice;
import dev.berth.profiler.device.HostRoom;
import dev.berth.profiler.device.HugePageMemory;
import dev.berth.profiler.device.Transfers;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An OpenCL device: a context of its own, one queue that keeps the order.
 *
 * <p>Drivers take memory when it is first used, not when it is asked for: it is filled at once, so that a lack of it
 * shows where it belongs, and copies are timed without it. What is larger than the device's largest buffer lies in
 * several.
 */
final class OpenClDevice extends DriverDevice {
    private static final int FALSE = 0;
    private static final int TRUE = 1;
    private static final int NONE = 0;

    private static final long MEM_READ_WRITE = 1;
    private static final long MEM_ALLOC_HOST_PTR = 1 << 4;
    private static final long MAP_READ_AND_WRITE = 1 | 2;
    private static final int EVENT_COMMAND_EXECUTION_STATUS = 0x11D3;
    private static final int COMPLETE = 0;

    private static final int BLOCK_BYTES = 4096;

    /** The longest that OpenCL 1.2 takes: fewest steps. */
    private static final byte[] ZEROS = new byte[128];

    private static final String FREE_UNTOLD = "OpenCL has no portable way to ask for free device memory";

    private final DeviceRecord description;
    private final boolean processor;
    private final boolean unified;
    private final boolean pins;
    private final long mostBufferBytes;
    private final HostRoom host = new HostRoom();
    private final long context;
    private final long queue;

    /**
     * How a device is used.
     *
     * @param pins whether staging buffers are the driver's own, which a device reaches without the processor
     * @param mostBufferBytes of one buffer on the device, > 0, a multiple of 128
     */
    record Use(boolean pins, long mostBufferBytes) {}

    private OpenClDevice(String id, long device, Use use) {
        super(id);
        long type = OpenCl.number(id, device, OpenCl.DEVICE_TYPE);
        this.processor = (type & OpenCl.TYPE_CPU) != 0;
        this.unified = OpenCl.number(id, device, OpenCl.DEVICE_HOST_UNIFIED_MEMORY) != 0;
        this.pins = use.pins;
        this.mostBufferBytes = use.mostBufferBytes;
        this.description = describe(id, device, type);
        int[] result = new int[1];
        this.context = OpenClFunctions.clCreateContext(NONE, 1, new long[] {device}, NONE, NONE, result);
        OpenCl.check(id, "clCreateContext", 0, result[0]);
        this.queue = OpenClFunctions.clCreateCommandQueue(context, device, NONE, result);
        if (result[0] != SUCCESS) {
            OpenClFunctions.clReleaseContext(context);
            OpenCl.check(id, "clCreateCommandQueue", 0, result[0]);
        }
    }

    /**
     * Opens a device as it is used best: a processor copies from ordinary memory on large pages, which storage is read
     * into faster than into a driver's own; all others from pinned memory.
     *
     * @param number counts the devices of all drivers, from 0
     */
    static OpenClDevice open(String id, int number) {
        long device = device(id, number);
        long most = OpenCl.number(id, device, OpenCl.DEVICE_MAX_MEM_ALLOC_SIZE);
        return new OpenClDevice(
                id,
                device,
                new Use(
                        (OpenCl.number(id, device, OpenCl.DEVICE_TYPE) & OpenCl.TYPE_CPU) == 0,
                        Math.max(ZEROS.length, most - most % BLOCK_BYTES)));
    }

    /** Opens a device to be used so and no other way. */
    static OpenClDevice open(String id, int number, Use use) {
        return new OpenClDevice(id, device(id, number), use);
    }

    private static long device(String id, int number) {
        List<Long> devices = OpenCl.devices(id);
        if (number >= devices.size()) {
            String first = id.replaceFirst("\\d+$", "");
            throw new DeviceException(
                    DeviceException.Kind.NO_DEVICE,
                    id + ": the OpenCL drivers list " + devices.size()
                            + (devices.size() == 1 ? " device: " : " devices: " + first + "0 to ") + first
                            + (devices.size() - 1));
        }
        return devices.get(number);
    }

    private static DeviceRecord describe(String id, long device, long type) {
        String name = OpenCl.text(id, device, OpenCl.DEVICE_NAME);
        return new DeviceRecord(
                        id,
                        name,
                        Reading.measured(OpenCl.number(id, device, OpenCl.DEVICE_GLOBAL_MEM_SIZE)),
                        Reading.measured(OpenCl.text(id, device, OpenCl.DRIVER_VERSION)),
                        name.startsWith(DeviceRecord.STAND_IN_NAME))
                .withMaker(
                        Reading.measured(OpenCl.text(id, device, OpenCl.DEVICE_VENDOR)),
                        Reading.measured(typeName(type)));
    }

    private static String typeName(long type) {
        if ((type & OpenCl.TYPE_GPU) != 0) {
            return DeviceRecord.GPU;
        }
        if ((type & OpenCl.TYPE_CPU) != 0) {
            return DeviceRecord.PROCESSOR;
        }
        return (type & OpenCl.TYPE_ACCELERATOR) != 0 ? "accelerator" : "other";
    }

    @Override
    public DeviceRecord record() {
        return description;
    }

    @Override
    public Reading<Long> freeBytes() {
        return Reading.notSupported(FREE_UNTOLD);
    }

    /** A processor's device memory is this process's own; of other devices no driver tells. */
    @Override
    public Reading<Long> ownBytes() {
        return processor
                ? HostRoom.ownBytes()
                : Reading.notSupported("OpenCL does not tell what a process holds of device memory");
    }

    @Override
    public Reading<Long> contextBytes() {
        return Reading.notSupported(FREE_UNTOLD);
    }

    @Override
    public Reading<List<DeviceRecord.Holder>> otherProcesses() {
        return Reading.notSupported("OpenCL does not tell which processes use a device");
    }

    @Override
    public Reading<Long> energyMicrojoules() {
        return Reading.notSupported("OpenCL does not tell a device's energy");
    }

    @Override
    public Optional<Long> roomBytes() {
        Optional<Long> total = description.memoryBytes().optional();
        return unified
                ? total.map(bytes -> Math.min(bytes, host.ask().optional().orElse(bytes)))
                : total;
    }

    @Override
    public boolean isInHostMemory() {
        return unified;
    }

    @Override
    public boolean pinsStaging() {
        return pins;
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        Transfers.checkStagingSize(bytes);
        requireOpen();
        if (!pins) {
            return new OrdinaryStaging("staging buffer", HugePageMemory.map(bytes), "");
        }
        // Mapped memory is aligned for the processor's vectors, direct reads need a block.
        long wanted = (long) bytes + BLOCK_BYTES;
        long buffer = createBuffer(MEM_READ_WRITE | MEM_ALLOC_HOST_PTR, wanted);
        int[] result = new int[1];
        long address = OpenClFunctions.clEnqueueMapBuffer(
                queue, buffer, TRUE, MAP_READ_AND_WRITE, 0, wanted, NONE, NONE, NONE, result);
        if (result[0] != SUCCESS) {
            OpenClFunctions.clReleaseMemObject(buffer);
            check("clEnqueueMapBuffer", wanted, result[0]);
        }
        return new PinnedStaging(buffer, address, bytes);
    }

    @Override
    public Optional<StagingBuffer> allocatePageable(int bytes) {
        Transfers.checkStagingSize(bytes);
        requireOpen();
        return pins
                ? Optional.of(new OrdinaryStaging("pageable buffer", HugePageMemory.map(bytes), "pageable, "))
                : Optional.empty();
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        Transfers.checkMemorySize(bytes);
        requireOpen();
        requireRoom(bytes);
        long[] buffers = new long[Math.toIntExact((bytes + mostBufferBytes - 1) / mostBufferBytes)];
        try {
            for (int i = 0; i < buffers.length; i++) {
                long part = Math.min(mostBufferBytes, bytes - i * mostBufferBytes);
                buffers[i] = createBuffer(MEM_READ_WRITE, part);
                fill(buffers[i], part);
            }
            check("clFinish after filling", bytes, OpenClFunctions.clFinish(queue));
            return new OpenClMemory(buffers, bytes);
        } catch (DeviceException e) {
            releaseAll(buffers);
            throw e;
        }
    }

    /** Where memory is taken when it is first used, the system would end a process instead of refusing. */
    private void requireRoom(long bytes) {
        long total = description.memoryBytes().optional().orElseThrow();
        boolean fits = bytes <= total && (!unified || host.surelyHas(bytes) || bytes <= HostRoom.availableBytes());
        if (!fits) {
            throw new DeviceException(
                    DeviceException.Kind.OUT_OF_MEMORY,
                    id() + ": " + bytes + " bytes asked for, the device has "
                            + (unified ? Math.min(total, HostRoom.availableBytes()) : total)
                            + "; choose a smaller model");
        }
    }

    private long createBuffer(long flags, long bytes) {
        int[] result = new int[1];
        long buffer = OpenClFunctions.clCreateBuffer(context, flags, bytes, NONE, result);
        check("clCreateBuffer", bytes, result[0]);
        return buffer;
    }

    /** A pattern must go into the buffer a whole number of times: the last bytes have one of their own. */
    private void fill(long buffer, long bytes) {
        long whole = bytes - bytes % ZEROS.length;
        if (whole > 0) {
            check("clEnqueueFillBuffer", whole, fill(buffer, 0, whole, ZEROS.length));
        }
        if (whole < bytes) {
            check("clEnqueueFillBuffer", bytes - whole, fill(buffer, whole, bytes - whole, 1));
        }
    }

    private int fill(long buffer, long offset, long bytes, int patternBytes) {
        return OpenClFunctions.clEnqueueFillBuffer(queue, buffer, ZEROS, patternBytes, offset, bytes, NONE, NONE, NONE);
    }

    private static void releaseAll(long[] buffers) {
        for (long buffer : buffers) {
            if (buffer != NONE) {
                OpenClFunctions.clReleaseMemObject(buffer);
            }
        }
    }

    @Override
    public void copy(
            StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy) {
        Staging from = own(Staging.class, source);
        OpenClMemory to = own(OpenClMemory.class, target);
        EventCopy tracker = own(EventCopy.class, copy);
        Transfers.checkCopy(from.buffer().capacity(), sourceOffset, to.bytes, targetOffset, length);
        requireOpen();
        tracker.forget();
        for (int done = 0; done < length; ) {
            long inBuffer = (targetOffset + done) % mostBufferBytes;
            int part = (int) Math.min(length - done, mostBufferBytes - inBuffer);
            boolean last = done + part == length;
            check(
                    "clEnqueueWriteBuffer",
                    part,
                    OpenClFunctions.clEnqueueWriteBuffer(
                            queue,
                            to.bufferOf(targetOffset + done),
                            FALSE,
                            inBuffer,
                            part,
                            from.address(sourceOffset + done),
                            NONE,
                            NONE,
                            last ? tracker.address() : NONE));
            done += part;
        }
        check("clFlush", 0, OpenClFunctions.clFlush(queue));
    }

    @Override
    public Copy newCopy() {
        requireOpen();
        return new EventCopy();
    }

    @Override
    public void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target) {
        OpenClMemory from = own(OpenClMemory.class, source);
        Transfers.checkReadBack(from.bytes, sourceOffset, target);
        requireOpen();
        long at = sourceOffset;
        while (target.hasRemaining()) {
            long inBuffer = at % mostBufferBytes;
            int part = (int) Math.min(target.remaining(), mostBufferBytes - inBuffer);
            long to = Pointer.nativeValue(Native.getDirectBufferPointer(target)) + target.position();
            check(
                    "clEnqueueReadBuffer",
                    part,
                    OpenClFunctions.clEnqueueReadBuffer(
                            queue, from.bufferOf(at), TRUE, inBuffer, part, to, NONE, NONE, NONE));
            target.position(target.position() + part);
            at += part;
        }
    }

    @Override
    public void synchronize() {
        requireOpen();
        check("clFinish", 0, OpenClFunctions.clFinish(queue));
    }

    @Override
    protected void closeDriver() {
        OpenClFunctions.clFinish(queue);
        OpenClFunctions.clReleaseCommandQueue(queue);
        OpenClFunctions.clReleaseContext(context);
    }

    private void check(String call, long bytes, int result) {
        try {
            OpenCl.check(id(), call, bytes, result);
        } catch (DeviceException e) {
            if (e.kind() == DeviceException.Kind.LOST) {
                lose();
            }
            throw e;
        }
    }

    private final class OpenClMemory extends Releasable implements DeviceMemory {
        private final long[] buffers;
        private final long bytes;

        OpenClMemory(long[] buffers, long bytes) {
            super("device memory");
            this.buffers = buffers;
            this.bytes = bytes;
        }

        long bufferOf(long offset) {
            return buffers[(int) (offset / mostBufferBytes)];
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        protected void release() {
            for (long buffer : buffers) {
                check("giving back " + what(), 0, OpenClFunctions.clReleaseMemObject(buffer));
            }
        }
    }

    private final class PinnedStaging extends Staging {
        private final long memory;
        private final long mapped;

        PinnedStaging(long memory, long mapped, int bytes) {
            super("staging buffer", new Pointer((mapped + BLOCK_BYTES - 1) & -BLOCK_BYTES).getByteBuffer(0, bytes));
            this.memory = memory;
            this.mapped = mapped;
        }

        @Override
        public String pages() {
            return "pinned";
        }

        @Override
        protected void release() {
            check(
                    "giving back " + what(),
                    0,
                    OpenClFunctions.clEnqueueUnmapMemObject(queue, memory, mapped, NONE, NONE, NONE));
            check("giving back " + what(), 0, OpenClFunctions.clFinish(queue));
            check("giving back " + what(), 0, OpenClFunctions.clReleaseMemObject(memory));
        }
    }

    /** The event of the copy's last part: the queue keeps the order. */
    private final class EventCopy extends Releasable implements Copy {
        /** The event's handle, 0 where there is none, and the answer to what became of it. */
        private final Memory memory = new Memory(2L * Long.BYTES);

        EventCopy() {
            super("copy handle");
            memory.clear();
        }

        long address() {
            return Pointer.nativeValue(memory);
        }

        private long event() {
            return memory.getLong(0);
        }

        void forget() {
            long event = event();
            if (event != NONE) {
                memory.setLong(0, NONE);
                check("clReleaseEvent", 0, OpenClFunctions.clReleaseEvent(event));
            }
        }

        @Override
        public boolean done() {
            requireLive();
            requireOpen();
            if (event() == NONE) {
                return true;
            }
            check(
                    "clGetEventInfo",
                    0,
                    OpenClFunctions.clGetEventInfo(
                            event(), EVENT_COMMAND_EXECUTION_STATUS, Integer.BYTES, address() + Long.BYTES, NONE));
            int status = memory.getInt(Long.BYTES);
            // Below 0 it is the code of what went wrong.
            check("a copy to the device", 0, Math.min(COMPLETE, status));
            return status == COMPLETE;
        }

        @Override
        public void await() {
            requireLive();
            requireOpen();
            int result = event() == NONE ? SUCCESS : OpenClFunctions.clWaitForEvents(1, address());
            if (result != SUCCESS) {
                // What became of the copy tells more than that waiting for it failed.
                done();
                check("clWaitForEvents", 0, result);
            }
        }

        @Override
        protected void release() {
            forget();
        }
    }
}
