package dev.berth.profiler.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads chunks of open files; any number of threads may read at once, each into a buffer of its own. */
public interface ExtentReader extends Closeable {
    /**
     * Reads one chunk to a buffer; allocates nothing.
     *
     * @param chunk what to read
     * @param target direct buffer whose address is a multiple of {@link ChunkPlan#BLOCK_BYTES} and that holds the
     *     chunk's whole blocks from {@code start}; its position and limit are changed
     * @param start where in the buffer the chunk goes, a multiple of {@link ChunkPlan#BLOCK_BYTES}
     * @throws IOException naming file, offset and lengths where the file ends before the chunk does, is shortened
     *     meanwhile, or a read fails
     */
    void read(ChunkPlan.Chunk chunk, ByteBuffer target, int start) throws IOException;

    /** Reads one chunk to the start of a buffer. */
    default void read(ChunkPlan.Chunk chunk, ByteBuffer target) throws IOException {
        read(chunk, target, 0);
    }
}
