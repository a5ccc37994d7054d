package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device.HostAddressed;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The device's own memory as what chunks are read into, and which of them lie there. The memory is fresh: its pages are
 * brought in ahead of the reads by the timed thread, where it has nothing else to do and a processor to do it on.
 */
final class Places {
    private static final int VIEW_SHIFT = 30;
    private static final long VIEW_BYTES = 1L << VIEW_SHIFT;

    /** A huge page, which takes the kernel about as long as storage takes to deliver a quarter of it. */
    private static final long POPULATE_BYTES = 2 << 20;

    private final ChunkPlan plan;
    private final HostAddressed memory;
    /** By thread, since a read moves the position of its buffer; by GiB, each view a chunk longer than that. */
    private final ByteBuffer[][] views;

    private final AtomicIntegerArray read;
    private long populated;

    private Places(ChunkPlan plan, HostAddressed memory, int threads, long populated) {
        this.plan = plan;
        this.memory = memory;
        this.views = new ByteBuffer[threads][];
        for (int thread = 0; thread < threads; thread++) {
            views[thread] = views(memory, plan.chunkBytes());
        }
        this.read = new AtomicIntegerArray(plan.size());
        this.populated = populated;
    }

    /** The threads' first reads begin at once and bring their pages in themselves; those after them find them there. */
    static Places broughtInAhead(ChunkPlan plan, HostAddressed memory, int threads) {
        return new Places(
                plan, memory, threads, ((long) threads * plan.chunkBytes() + POPULATE_BYTES - 1) & -POPULATE_BYTES);
    }

    /** Each read brings its pages in itself. */
    static Places broughtInByReads(ChunkPlan plan, HostAddressed memory, int threads) {
        return new Places(plan, memory, threads, memory.bytes());
    }

    private static ByteBuffer[] views(HostAddressed memory, int chunkBytes) {
        ByteBuffer[] views = new ByteBuffer[Math.toIntExact((memory.bytes() + VIEW_BYTES - 1) >>> VIEW_SHIFT)];
        for (int i = 0; i < views.length; i++) {
            long begin = (long) i << VIEW_SHIFT;
            views[i] = memory.view(begin, (int) Math.min(VIEW_BYTES + chunkBytes, memory.bytes() - begin));
        }
        return views;
    }

    ChunkPlan plan() {
        return plan;
    }

    /** Reads a chunk to its place; of one thread, while others read other chunks. */
    void read(ExtentReader reader, int thread, int index) throws IOException {
        ChunkPlan.Chunk chunk = plan.chunk(index);
        long place = plan.place(chunk);
        reader.read(chunk, views[thread][(int) (place >>> VIEW_SHIFT)], (int) (place & (VIEW_BYTES - 1)));
        read.setRelease(index, 1);
    }

    boolean isRead(int index) {
        return read.getAcquire(index) != 0;
    }

    /** A view of some bytes of a chunk that was read. */
    ByteBuffer view(int index, int offset, int length) {
        return memory.view(plan.place(plan.chunk(index)) + offset, length);
    }

    /** Brings the next pages in; false where none are left. */
    boolean populateNext() {
        if (populated >= memory.bytes()) {
            return false;
        }
        memory.populate(populated, Math.min(POPULATE_BYTES, memory.bytes() - populated));
        populated += POPULATE_BYTES;
        return true;
    }
}
