package dev.berth.profiler.device;

import dev.berth.dataset.DeviceRecord;
import dev.berth.record.Reading;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A place weights are preloaded to. One thread uses a device at a time, except that staging buffers are filled by
 * others.
 *
 * <p>Calls of the timed region ({@link #copy}, {@link Copy#done}, {@link Copy#await}) allocate nothing on the Java heap
 * beyond what the driver binding itself does.
 */
public interface Device extends AutoCloseable {
    /** What the device is; asked once, outside any timed region. */
    DeviceRecord record();

    /** Free device memory in bytes now; for {@code host} the available memory. */
    Reading<Long> freeBytes();

    /**
     * The most device memory in bytes that weights may hope for now: what is free, or all there is where a driver does
     * not tell; empty where neither is known. May take a millisecond.
     */
    default Optional<Long> roomBytes() {
        return freeBytes().optional().or(() -> record().memoryBytes().optional());
    }

    /**
     * Device memory in bytes that this process holds now: as the driver tells by process; for {@code host} what is
     * resident of it and of no file, the Java heap included. May take milliseconds.
     */
    Reading<Long> ownBytes();

    /**
     * Energy in microjoules that the whole device took since a moment that its driver chose; what rises of it from one
     * reading to a later one counts.
     */
    default Reading<Long> energyMicrojoules() {
        return Reading.notSupported("no driver counts this device's energy");
    }

    /** Device memory in bytes that opening the device took by itself, apart from any weights. */
    default Reading<Long> contextBytes() {
        return Reading.notSupported("opening this device takes no device memory");
    }

    /** Processes that use the device besides this one. */
    default Reading<List<DeviceRecord.Holder>> otherProcesses() {
        return Reading.notSupported("not a GPU");
    }

    /**
     * A long-lived buffer that storage is read into and the device copies from: pinned where {@link #pinsStaging}, else
     * aligned to 2 MiB and on huge pages where granted.
     *
     * @param bytes capacity, a multiple of 4096, > 0
     * @throws DeviceException where the memory cannot be had
     */
    StagingBuffer allocateStaging(int bytes);

    /**
     * A buffer of ordinary memory that the device copies from: what a loader without pinned memory would use. Empty
     * where staging buffers are ordinary memory already.
     *
     * @param bytes capacity, a multiple of 4096, > 0
     * @throws DeviceException where the memory cannot be had
     */
    default Optional<StagingBuffer> allocatePageable(int bytes) {
        return Optional.empty();
    }

    /** Whether all memory of the device is {@link HostAddressed}. */
    default boolean isHostAddressed() {
        return false;
    }

    /** Whether memory of the device takes of the host's. */
    default boolean isInHostMemory() {
        return isHostAddressed();
    }

    /** Whether staging buffers are pinned, for the device to copy from without the processor. */
    default boolean pinsStaging() {
        return false;
    }

    /**
     * Sees to it that the next allocations, of so many bytes together, get memory that lay in use until now; to be
     * called just before a timed region, after all else that takes memory. Memory that has lain free may be slow to
     * touch for reasons that have nothing to do with a load: a virtual machine's host has to find it again, or the
     * kernel makes room by moving pages about.
     *
     * @param bytes >= 0
     * @return why that cannot be, in which case they get what is free
     */
    default Optional<String> makeRoom(long bytes) {
        return Optional.empty();
    }

    /** Takes memory that was given back into use again, for the next {@link #makeRoom}; after a timed region. */
    default void holdRoom() {
        // Only the host's memory is given and taken away by others.
    }

    /**
     * Device memory for weights.
     *
     * @param bytes size, > 0
     * @throws DeviceException with {@link DeviceException.Kind#OUT_OF_MEMORY} where it does not fit
     */
    DeviceMemory allocate(long bytes);

    /**
     * Starts a copy; slots 0..n-1 are independent and reusable once done, so that a ring of staging buffers needs no
     * allocation.
     *
     * @param source staging buffer of this device
     * @param sourceOffset first byte in it
     * @param target memory of this device
     * @param targetOffset first byte in it
     * @param length bytes, > 0
     * @param copy tracks completion; of this device, not in use
     * @throws DeviceException where the device refuses
     */
    void copy(StagingBuffer source, int sourceOffset, DeviceMemory target, long targetOffset, int length, Copy copy);

    /** A reusable handle for one copy at a time. */
    Copy newCopy();

    /**
     * Copies back, for checking; waits until done.
     *
     * @param source memory of this device
     * @param sourceOffset first byte in it
     * @param target direct buffer; its remaining bytes are filled and its position moves to its limit
     */
    void readBack(DeviceMemory source, long sourceOffset, ByteBuffer target);

    /** Waits for all copies. */
    void synchronize();

    @Override
    void close();

    /** Memory on the device. */
    interface DeviceMemory extends AutoCloseable {
        /** Size in bytes, as asked for. */
        long bytes();

        /** Gives the memory back; once. */
        @Override
        void close();
    }

    /** Memory on the device that is the host's own: storage can be read into it without a copy. */
    interface HostAddressed extends DeviceMemory {
        /** A new view of a part of it, its address a multiple of 4096 where {@code offset} is; valid until closed. */
        ByteBuffer view(long offset, int length);

        /**
         * Brings pages in ahead of the reads that would wait for them, where the system can; leaves their content
         * alone, even while it is read into.
         *
         * @param offset first byte, a multiple of 2 MiB
         * @param length bytes, > 0, to at most the memory's end
         */
        void populate(long offset, long length);
    }

    /** A staging buffer. */
    interface StagingBuffer extends AutoCloseable {
        /** The whole buffer as a direct buffer, its address a multiple of 4096; the same object at every call. */
        ByteBuffer buffer();

        /**
         * What the buffer lies on, for the row: for example {@code pinned}, {@code huge pages}, {@code small pages:
         * why}.
         */
        String pages();

        /** Gives the memory back; once. */
        @Override
        void close();
    }

    /** Tracks one copy at a time. */
    interface Copy extends AutoCloseable {
        /** Whether the copy is complete, without waiting. */
        boolean done();

        /** Waits until the copy is complete. */
        void await();

        @Override
        void close();
    }
}
