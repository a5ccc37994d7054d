package dev.berth.profiler.storage;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Copies from mappings. These are unmapped by {@link #close} itself and not when the collector finds them: a mapped
 * page cannot be evicted, and the next cold run needs it gone.
 */
final class MappedReader implements ExtentReader {
    /** A buffer cannot span 2 GiB; windows overlap by this so that no chunk crosses two. */
    private static final int WINDOW_BYTES = 1 << 30;

    private final List<Mapping> mappings;

    /** A mapped file: window {@code i} begins at {@code i * WINDOW_BYTES}. */
    private record Mapping(Path file, FileChannel channel, Pointer address, long length, List<ByteBuffer> windows) {}

    private MappedReader(List<Mapping> mappings) {
        this.mappings = mappings;
    }

    static MappedReader open(List<Path> files) throws IOException {
        List<Mapping> mappings = new ArrayList<>(files.size());
        MappedReader reader = new MappedReader(mappings);
        try {
            for (Path file : files) {
                mappings.add(map(file));
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private static Mapping map(Path file) throws IOException {
        FileChannel channel = ChannelReader.open(file, Set.of(StandardOpenOption.READ));
        try {
            long length = channel.size();
            if (length == 0) {
                return new Mapping(file, channel, Pointer.NULL, 0, List.of());
            }
            Pointer address = PageCache.map(file, length);
            List<ByteBuffer> windows = new ArrayList<>();
            for (long start = 0; start < length; start += WINDOW_BYTES) {
                windows.add(address.getByteBuffer(start, Math.min(length - start, Integer.MAX_VALUE)));
            }
            return new Mapping(file, channel, address, length, windows);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void read(ChunkPlan.Chunk chunk, ByteBuffer target, int start) throws IOException {
        Mapping mapping = mappings.get(chunk.file());
        long end = chunk.offset() + chunk.length();
        requireLength(mapping, end);
        int window = (int) (chunk.offset() / WINDOW_BYTES);
        int offset = (int) (chunk.offset() % WINDOW_BYTES);
        target.limit(start + chunk.length()).position(start);
        try {
            target.put(start, mapping.windows().get(window), offset, chunk.length());
            bringOutFaults();
            // Where the cut fell into a page, its rest reads as zeroes, which is seen by this alone.
            requireLength(mapping, end);
        } catch (InternalError cut) {
            throw new IOException(
                    mapping.file() + ": a part of it could not be read through its mapping: it was shortened while it"
                            + " was read, or its storage failed",
                    cut);
        }
    }

    /**
     * Touching a page past the end of a file that was cut raises SIGBUS. The JVM notes it and throws an InternalError
     * when the thread next returns from native code, wherever that is; any native call will do, but one in whose middle
     * an error does harm (as in {@link FileChannel#size}) must not be the first.
     */
    private void bringOutFaults() {
        if (Thread.holdsLock(this)) {
            throw new IllegalStateException("nobody locks a reader");
        }
    }

    private static void requireLength(Mapping mapping, long end) throws IOException {
        long length = Math.min(mapping.length(), mapping.channel().size());
        if (end > length) {
            throw ended(mapping, length, end);
        }
    }

    private static IOException ended(Mapping mapping, long length, long expected) {
        return new IOException(mapping.file() + ": ends at " + length + " while it is read, expected at least "
                + expected + " bytes: it was shortened since it was opened");
    }

    @Override
    public void close() throws IOException {
        for (Mapping mapping : mappings) {
            if (mapping.length() > 0) {
                LinuxFiles.INSTANCE.munmap(mapping.address(), mapping.length());
            }
            mapping.channel().close();
        }
        mappings.clear();
    }
}
