package dev.berth.profiler.device;

import dev.berth.dataset.DeviceRecord;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;

/**
 * Host memory as the place weights are preloaded to: storage is read straight into it, or copies are made at once by
 * the calling thread. The kernel gives the pages of fresh memory when they are first written, so that their faults are
 * part of the reads or copies, not of the allocation.
 */
final class HostDevice implements Device {
    static final String ID = "host";

    private static final Copy DONE = new DoneCopy();

    /** Less than one part in this many of what was free when last asked is taken without asking again. */
    private static final int SAFE_PARTS = 8;

    private final DeviceRecord description = new DeviceRecord(
            ID,
            HostMemory.processorName(),
            HostMemory.totalBytes(),
            Reading.notSupported("host memory has no driver"),
            false);

    /** Kept, because asking takes a millisecond, which must not become part of an allocation that is timed. */
    private volatile long lastFreeBytes;

    @Override
    public DeviceRecord record() {
        return description;
    }

    @Override
    public Reading<Long> freeBytes() {
        Reading<Long> available = HostMemory.availableBytes();
        lastFreeBytes = available.optional().orElse(0L);
        return available;
    }

    @Override
    public Reading<Long> ownBytes() {
        return HostMemory.anonymousBytes();
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        Transfers.checkStagingSize(bytes);
        return new HostStaging(HugePageMemory.map(bytes));
    }

    @Override
    public boolean isHostAddressed() {
        return true;
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        Transfers.checkMemorySize(bytes);
        return new HostDeviceMemory(
                bytes < Math.min(lastFreeBytes, HostMemory.CONTAINER_LIMIT_BYTES) / SAFE_PARTS
                        ? HugePageMemory.mapUnchecked(bytes)
                        : HugePageMemory.mapUntouched(bytes));
    }

    @Override
    public void copy(
            StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy) {
        HostDeviceMemory memory = own(target);
        ByteBuffer from = source.buffer();
        Transfers.checkCopy(from.capacity(), sourceOffset, memory.bytes(), targetOffset, length);
        memory.write(targetOffset, from, sourceOffset, length);
    }

    @Override
    public Copy newCopy() {
        return DONE;
    }

    @Override
    public void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target) {
        HostDeviceMemory memory = own(source);
        Transfers.checkReadBack(memory.bytes(), sourceOffset, target);
        memory.read(sourceOffset, target);
    }

    @Override
    public void synchronize() {
        // Every copy was complete when it returned.
    }

    @Override
    public void close() {
        // Memory and buffers are closed by their owners.
    }

    private static HostDeviceMemory own(DeviceMemory memory) {
        if (memory instanceof HostDeviceMemory host) {
            return host;
        }
        throw new IllegalArgumentException("memory of another device: " + memory);
    }

    private record HostStaging(HugePageMemory memory) implements StagingBuffer {
        @Override
        public ByteBuffer buffer() {
            return memory.buffer();
        }

        @Override
        public String pages() {
            return memory.pages();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private static final class DoneCopy implements Copy {
        @Override
        public boolean done() {
            return true;
        }

        @Override
        public void await() {
            // Complete when it was started.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
