package dev.berth.profiler.storage;

import dev.berth.profiler.model.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Positional reads, past the page cache or through it. */
final class ChannelReader implements ExtentReader {
    private final List<Path> files;
    private final List<FileChannel> channels;
    private final boolean direct;

    /**
     * Reads channels that are open.
     *
     * @param direct whether each read must begin on a block boundary
     */
    ChannelReader(List<Path> files, List<FileChannel> channels, boolean direct) {
        this.files = files;
        this.channels = channels;
        this.direct = direct;
    }

    static ChannelReader direct(List<Path> files) throws IOException {
        return open(files, Set.of(StandardOpenOption.READ, DirectOption.DIRECT));
    }

    static ChannelReader buffered(List<Path> files) throws IOException {
        return open(files, Set.of(StandardOpenOption.READ));
    }

    private static ChannelReader open(List<Path> files, Set<OpenOption> options) throws IOException {
        List<FileChannel> channels = new ArrayList<>(files.size());
        ChannelReader reader = new ChannelReader(List.copyOf(files), channels, options.contains(DirectOption.DIRECT));
        try {
            for (Path file : files) {
                channels.add(open(file, options));
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        try {
            return WeightFile.open(file, options);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file, it was there when the model was opened", e);
        } catch (UnsupportedOperationException e) {
            throw refused(file, e);
        } catch (FileSystemException e) {
            // The kernel refuses O_DIRECT by EINVAL, which is told from other faults by opening without it.
            if (options.contains(DirectOption.DIRECT) && opensBuffered(file)) {
                throw refused(file, e);
            }
            throw e;
        }
    }

    private static boolean opensBuffered(Path file) {
        try (FileChannel buffered = FileChannel.open(file, StandardOpenOption.READ)) {
            return buffered.isOpen();
        } catch (IOException e) {
            return false;
        }
    }

    private static DirectReadRefusedException refused(Path file, Exception cause) {
        return new DirectReadRefusedException(
                file + ": its file system takes no direct reads; use --reader buffered, or --allow-fallback", cause);
    }

    @Override
    public void read(ChunkPlan.Chunk chunk, ByteBuffer target, int start) throws IOException {
        FileChannel channel = channels.get(chunk.file());
        // Whole blocks, as direct reads must; at the file's end the count is short.
        target.limit(start + ChunkPlan.wholeBlocks(chunk.length())).position(start);
        int end = start + chunk.length();
        while (target.position() < end) {
            int begin = target.position();
            int count = channel.read(target, chunk.offset() + begin - start);
            // Network and user-space file systems may deliver less than was asked for, and end within a block.
            if (direct && target.position() < end) {
                target.position(target.position() & -ChunkPlan.BLOCK_BYTES);
            }
            if (count <= 0 || target.position() == begin) {
                throw stuck(chunk, channel.size(), chunk.offset() + begin - start);
            }
        }
    }

    private IOException stuck(ChunkPlan.Chunk chunk, long length, long position) {
        return length < chunk.offset() + chunk.length()
                ? ended(chunk, length)
                : new IOException(
                        files.get(chunk.file()) + ": a direct read at " + position + " delivered less than a block of "
                                + ChunkPlan.BLOCK_BYTES + " bytes within the file; use --reader buffered");
    }

    private IOException ended(ChunkPlan.Chunk chunk, long length) {
        return new IOException(files.get(chunk.file()) + ": ends at " + length + " while it is read, expected at least "
                + (chunk.offset() + chunk.length()) + " bytes: it was shortened since it was opened");
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
