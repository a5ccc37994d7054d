package dev.berth.profiler.preload;

import dev.berth.profile.PreloadPhase;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The chunks of one run on their way from storage to the device, in order; of the timed thread alone. Its waits are
 * laps of the run's clock.
 */
final class ChunkStream {
    private final Slot[] slots;
    private final ReaderThreads readers;
    private final CopyRing copies;
    private final PhaseClock clock;

    private ChunkPlan plan;
    /** The first chunk whose copies were not started yet. */
    private int next;

    ChunkStream(Slot[] slots, ReaderThreads readers, CopyRing copies, PhaseClock clock) {
        this.slots = slots;
        this.readers = readers;
        this.copies = copies;
        this.clock = clock;
    }

    /** Lets the reading threads begin. */
    void begin(ChunkPlan plan, ExtentReader reader) {
        this.plan = plan;
        next = 0;
        copies.begin(plan);
        readers.start(plan, reader);
    }

    /** Where the chunks go; before the first is copied. */
    void target(DeviceMemory memory) {
        copies.target(memory);
    }

    ChunkPlan plan() {
        return plan;
    }

    /** Starts the copies of all chunks before {@code end}: waits until each is read, frees buffers as copies end. */
    void copyUpTo(int end) throws IOException {
        while (next < end) {
            copies.makeRoomFor(next);
            clock.lap(PreloadPhase.DEVICE_COPY);
            awaitRead(next);
            clock.lap(PreloadPhase.STORAGE_READ);
            copies.start(next);
            next++;
            clock.lap(PreloadPhase.DEVICE_COPY);
        }
    }

    /** Whether a chunk can still be {@linkplain #peek looked into}: it was not handed to the device yet. */
    boolean isAhead(int chunk) {
        return chunk >= next;
    }

    /**
     * Copies bytes out of a chunk that is still ahead, once it is read; all chunks before it go to the device
     * meanwhile.
     *
     * @param offset within the chunk, below its length
     * @return bytes copied: what the target has room for, or the chunk holds
     */
    int peek(int chunk, int offset, ByteBuffer target) throws IOException {
        clock.lap(PreloadPhase.OPEN_PARSE);
        copyUpTo(chunk);
        awaitRead(chunk);
        clock.lap(PreloadPhase.STORAGE_READ);
        int length = Math.min(target.remaining(), plan.chunk(chunk).length() - offset);
        target.put(target.position(), slots[chunk % slots.length].staging().buffer(), offset, length);
        target.position(target.position() + length);
        return length;
    }

    private void awaitRead(int chunk) throws IOException {
        Slot slot = slots[chunk % slots.length];
        int turn = 0;
        while (!slot.isFilled(chunk)) {
            if (readers.failure() != null) {
                throw readFailure(readers.failure());
            }
            copies.recycle();
            turn = ReaderThreads.pause(turn);
        }
    }

    static IOException readFailure(Throwable failure) {
        return failure instanceof IOException io
                ? io
                : new IOException(
                        failure instanceof InternalError
                                ? "a mapped file was shortened, or could not be read, while it was copied from"
                                : "reading failed: " + failure,
                        failure);
    }
}
