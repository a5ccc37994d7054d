package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.HeaderSource;
import java.nio.ByteBuffer;

/**
 * A file in memory.
 *
 * @param content its first bytes; zeros follow
 * @param size the file's length in bytes, >= that of the content
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record MemoryBytes(byte[] content, long size) implements HeaderSource.Bytes {
    MemoryBytes(byte[] content) {
        this(content, content.length);
    }

    @Override
    public int read(ByteBuffer target, long position) {
        int count = (int) Math.min(target.remaining(), size - position);
        if (count <= 0) {
            return -1;
        }
        int held = (int) Math.max(0, Math.min(count, content.length - position));
        if (held > 0) {
            target.put(content, (int) position, held);
        }
        for (int i = held; i < count; i++) {
            target.put((byte) 0);
        }
        return count;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
