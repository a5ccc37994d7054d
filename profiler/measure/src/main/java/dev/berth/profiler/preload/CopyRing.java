package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.storage.ChunkPlan;

/** The copies under way from the staging ring to the device, oldest first; of the timed thread alone. */
final class CopyRing {
    private final Device device;
    private final Slot[] slots;

    private ChunkPlan plan;
    private DeviceMemory memory;
    /** Chunks {@code oldest} to {@code next - 1} are being copied. */
    private int oldest;

    private int next;
    private long busySince;
    private long busyNanos;

    CopyRing(Device device, Slot[] slots) {
        this.device = device;
        this.slots = slots;
    }

    void begin(ChunkPlan plan) {
        this.plan = plan;
        oldest = 0;
        next = 0;
        busyNanos = 0;
    }

    void target(DeviceMemory memory) {
        this.memory = memory;
    }

    /** Starts the copies of a chunk that has been read; chunks come in order. */
    void start(int index) {
        Slot slot = slots[index % slots.length];
        ChunkPlan.Chunk chunk = plan.chunk(index);
        if (oldest == next) {
            busySince = System.nanoTime();
        }
        for (int p = chunk.firstPiece(); p < chunk.endPiece(); p++) {
            ChunkPlan.Piece piece = plan.piece(p);
            device.copy(
                    slot.staging(),
                    piece.bufferOffset(),
                    memory,
                    piece.targetOffset(),
                    piece.length(),
                    slot.copy(p - chunk.firstPiece()));
        }
        next = index + 1;
        recycle();
    }

    /** Frees, without waiting, the buffers whose copies are done. */
    void recycle() {
        while (oldest < next && isDone(oldest)) {
            free();
        }
    }

    /** Waits until the buffer that a chunk needs has no copy under way. */
    void makeRoomFor(int index) {
        while (oldest <= index - slots.length) {
            awaitOldest();
        }
    }

    void awaitAll() {
        while (oldest < next) {
            awaitOldest();
        }
    }

    /** Forgets what is under way; the caller waits for the device. */
    void abandon() {
        oldest = next;
    }

    /** Time since {@link #begin} during which at least one copy was under way, nanoseconds. */
    long busyNanos() {
        return busyNanos;
    }

    private boolean isDone(int index) {
        Slot slot = slots[index % slots.length];
        for (int copy = pieces(index) - 1; copy >= 0; copy--) {
            if (!slot.copy(copy).done()) {
                return false;
            }
        }
        return true;
    }

    private void awaitOldest() {
        Slot slot = slots[oldest % slots.length];
        for (int copy = 0; copy < pieces(oldest); copy++) {
            slot.copy(copy).await();
        }
        free();
    }

    private int pieces(int index) {
        ChunkPlan.Chunk chunk = plan.chunk(index);
        return chunk.endPiece() - chunk.firstPiece();
    }

    private void free() {
        slots[oldest % slots.length].expect(oldest + slots.length);
        oldest++;
        if (oldest == next) {
            busyNanos += System.nanoTime() - busySince;
        }
    }
}
