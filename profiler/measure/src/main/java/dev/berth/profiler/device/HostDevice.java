package dev.berth.profiler.device;

import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Host memory as the place weights are preloaded to: storage is read straight into it, or copies are made at once by
 * the calling thread. The kernel gives the pages of fresh memory when they are first written, so that their faults are
 * part of the reads or copies, not of the allocation.
 */
final class HostDevice implements Device {
    static final String ID = Vocabulary.HOST;

    private static final Copy DONE = new DoneCopy();

    private final DeviceRecord description = new DeviceRecord(
                    ID,
                    HostMemory.processorName(),
                    HostMemory.totalBytes(),
                    Reading.notSupported("host memory has no driver"),
                    false)
            .withMaker(
                    Reading.notSupported("host memory has no driver to ask"),
                    Reading.notSupported("host memory is no device of its own"));

    /** One part in this many of what could be kept in use is left to others. */
    private static final int LEFT_PARTS = 8;

    private final HostRoom room = new HostRoom();
    private final HostReserve reserve = new HostReserve();

    @Override
    public DeviceRecord record() {
        return description;
    }

    @Override
    public Reading<Long> freeBytes() {
        Reading<Long> available = room.ask();
        long held = reserve.heldBytes();
        return held == 0 || available.optional().isEmpty()
                ? available
                : Reading.derived(available.optional().get() + held);
    }

    @Override
    public Optional<String> makeRoom(long bytes) {
        long room = HostRoom.availableBytes() + reserve.heldBytes();
        return reserve.release(bytes, room / LEFT_PARTS * (LEFT_PARTS - 1));
    }

    @Override
    public void holdRoom() {
        reserve.hold();
    }

    @Override
    public Reading<Long> ownBytes() {
        return HostRoom.ownBytes();
    }

    @Override
    public Reading<Long> energyMicrojoules() {
        return Reading.notSupported("host memory has no energy counter of its own");
    }

    @Override
    public StagingBuffer allocateStaging(int bytes) {
        Transfers.checkStagingSize(bytes);
        yieldTo(bytes);
        return new HostStaging(HugePageMemory.map(bytes));
    }

    @Override
    public boolean isHostAddressed() {
        return true;
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        Transfers.checkMemorySize(bytes);
        if (room.surelyHas(bytes)) {
            return new HostDeviceMemory(HugePageMemory.mapUnchecked(bytes));
        }
        yieldTo(bytes);
        return new HostDeviceMemory(HugePageMemory.mapUntouched(bytes));
    }

    /** What is kept for later loads must not be in the way of what is asked for now. */
    private void yieldTo(long bytes) {
        if (reserve.heldBytes() > 0 && bytes > HostRoom.availableBytes()) {
            reserve.close();
        }
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
        // Memory and buffers that were handed out are closed by their owners.
        reserve.close();
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
