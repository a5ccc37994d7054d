package dev.berth.profiler.preload;

import dev.berth.dataset.PreloadPhase;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.HostAddressed;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The chunks of one run on their way from storage to the device: in order through the ring, or straight to their
 * places; of the timed thread alone. Its waits are laps of the run's clock.
 */
final class ChunkStream {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Slot[] slots;
    private final ReaderThreads readers;
    private final CopyRing copies;
    private final PhaseClock clock;

    private ChunkPlan plan;
    /** Where chunks are read straight to; null where they pass through the ring. */
    private Places places;
    /** The first chunk whose copies were not started yet. */
    private int next;

    ChunkStream(Slot[] slots, ReaderThreads readers, CopyRing copies, PhaseClock clock) {
        this.slots = slots;
        this.readers = readers;
        this.copies = copies;
        this.clock = clock;
    }

    /**
     * Lets the reading threads begin to read straight into memory that the plan was made for.
     *
     * @param waitsForStorage whether the threads do little but wait; where they copy, they are in want of each other's
     *     processors, and of one for bringing pages in ahead
     */
    void begin(ChunkPlan plan, ExtentReader reader, HostAddressed memory, boolean waitsForStorage) {
        this.plan = plan;
        places = waitsForStorage || PROCESSORS > readers.count()
                ? Places.broughtInAhead(plan, memory, readers.count())
                : Places.broughtInByReads(plan, memory, readers.count());
        readers.start(reader, places);
    }

    /** Lets the reading threads begin to fill the ring. */
    void begin(ChunkPlan plan, ExtentReader reader) {
        this.plan = plan;
        places = null;
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

    /** Returns when all chunks are on the device. */
    void finish() throws IOException {
        if (places == null) {
            copyUpTo(plan.size());
            copies.awaitAll();
            return;
        }
        while (readers.failure() == null && places.populateNext()) {
            // Goes on ahead of the reads; the pages of those that overtook it are there already.
        }
        readers.awaitIdle();
        if (readers.failure() != null) {
            throw readFailure(readers.failure());
        }
        clock.lap(PreloadPhase.STORAGE_READ);
    }

    /** Starts the copies of all chunks before {@code end}: waits until each is read, frees buffers as copies end. */
    private void copyUpTo(int end) throws IOException {
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

    /** Whether a chunk can still be {@linkplain #peek looked into}: no later one was needed in its buffer yet. */
    boolean isAhead(int chunk) {
        return places != null || chunk >= next;
    }

    /**
     * Copies bytes out of a chunk that is still ahead, once it is read; in a ring all chunks before it go to the device
     * meanwhile.
     *
     * @param offset within the chunk, below its length
     * @return bytes copied: what the target has room for, or the chunk holds
     */
    int peek(int chunk, int offset, ByteBuffer target) throws IOException {
        clock.lap(PreloadPhase.OPEN_PARSE);
        int length = Math.min(target.remaining(), plan.chunk(chunk).length() - offset);
        if (places == null) {
            copyUpTo(chunk);
            awaitRead(chunk);
        } else {
            awaitPlaced(chunk, places);
        }
        clock.lap(PreloadPhase.STORAGE_READ);
        if (places == null) {
            target.put(target.position(), slots[chunk % slots.length].staging().buffer(), offset, length);
        } else {
            target.put(target.position(), places.view(chunk, offset, length), 0, length);
        }
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

    private void awaitPlaced(int chunk, Places places) throws IOException {
        int turn = 0;
        while (!places.isRead(chunk)) {
            if (readers.failure() != null) {
                throw readFailure(readers.failure());
            }
            if (!places.populateNext()) {
                turn = ReaderThreads.pause(turn);
            }
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
