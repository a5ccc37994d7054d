package dev.berth.profiler.example;

import dev.berth.dataset.DeviceRecord;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DriverDevice;
import dev.berth.profiler.device.HugePageMemory;
import dev.berth.profiler.device.Transfers;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;

/** An array as if it were a device: what a device must do, and nothing more. */
public final class ArrayDevice extends DriverDevice {
    private static final long BYTES = 64 << 20;

    public ArrayDevice(String id) {
        super(id);
    }

    @Override
    public DeviceRecord record() {
        return new DeviceRecord(
                id(), "an array", Reading.measured(BYTES), Reading.notSupported("an array has no driver"), false);
    }

    @Override
    public Reading<Long> freeBytes() {
        return Reading.notSupported("nobody counts an array's free bytes");
    }

    @Override
    public Reading<Long> ownBytes() {
        return freeBytes();
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        requireOpen();
        Transfers.checkStagingSize(bytes);
        return new OrdinaryStaging("a staging buffer", HugePageMemory.map(bytes), "");
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        requireOpen();
        Transfers.checkMemorySize(bytes);
        if (bytes > BYTES) {
            throw new DeviceException(
                    DeviceException.Kind.OUT_OF_MEMORY, id() + ": " + bytes + " bytes asked for, it has " + BYTES);
        }
        return new Memory((int) bytes);
    }

    @Override
    public void copy(
            StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy) {
        ByteBuffer from = own(Staging.class, source).buffer();
        ByteBuffer to = own(Memory.class, target).content;
        Transfers.checkCopy(from.capacity(), sourceOffset, to.capacity(), targetOffset, length);
        to.put((int) targetOffset, from, sourceOffset, length);
    }

    @Override
    public Copy newCopy() {
        return new Done();
    }

    @Override
    public void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target) {
        ByteBuffer from = own(Memory.class, source).content;
        Transfers.checkReadBack(from.capacity(), sourceOffset, target);
        target.put(from.slice((int) sourceOffset, target.remaining()));
    }

    @Override
    public void synchronize() {
        // A copy is complete when it returns.
    }

    @Override
    protected void closeDriver() {
        // There is none.
    }

    private final class Memory extends Releasable implements DeviceMemory {
        private final ByteBuffer content;

        Memory(int bytes) {
            super("memory of " + bytes + " bytes");
            content = ByteBuffer.allocateDirect(bytes);
        }

        @Override
        public long bytes() {
            return content.capacity();
        }

        @Override
        protected void release() {
            // The garbage collector's.
        }
    }

    private static final class Done implements Copy {
        @Override
        public boolean done() {
            return true;
        }

        @Override
        public void await() {
            // Nothing to wait for.
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
