package dev.berth.profiler.model.header;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What reading the headers of one model may cost, all its files together: memory by what readers keep, time by the
 * steps they take. Both are counted, not measured, so that the same file is refused on every machine. As a source it
 * hands itself on from file to file.
 */
public final class HeaderBudget implements HeaderSource {
    /**
     * Of memory, in bytes: the headers of 200 000 tensors in a hundred shards take some 110 MiB; half of the heap is
     * left to what earlier models of a scan keep.
     */
    public static final long KEPT_BYTES = 128L << 20;

    /**
     * Of time: a step is a value that is read or visited, some tens of nanoseconds; the largest headers take millions.
     */
    public static final long STEPS = 200_000_000;

    /** Bytes that are copied in the time of a step. */
    public static final int BYTES_PER_STEP = 64;

    /** Looking at a file on storage: what a path leads to, and its size. */
    public static final int STEPS_PER_FILE = 1000;

    private final HeaderSource files;
    private long keptBytes;
    private long steps;
    private long elements;
    private long reads;
    private long readBytes;

    private HeaderBudget(HeaderSource files) {
        this.files = files;
    }

    /** The budget that a source already is, else a new one. */
    public static HeaderBudget of(HeaderSource source) {
        return source instanceof HeaderBudget shared ? shared : new HeaderBudget(source);
    }

    @Override
    public Bytes open(Path path) throws IOException {
        Bytes file = files.open(path);
        return new Bytes() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                int read = file.read(target, position);
                reads++;
                readBytes += Math.max(0, read);
                return read;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public boolean followsLinks() {
        return files.followsLinks();
    }

    /** Counts bytes that stay in memory while the model is read, >= 0; false where they are too many. */
    public boolean keeps(long bytes) {
        keptBytes = bytes > KEPT_BYTES - keptBytes ? KEPT_BYTES + 1 : keptBytes + bytes;
        return keptBytes <= KEPT_BYTES;
    }

    /** Counts bytes, kept before, that are needed no longer. */
    public void releases(long bytes) {
        keptBytes -= bytes;
    }

    /** Counts steps, >= 0; false where they are too many. */
    public boolean takes(long count) {
        steps = count > STEPS - steps ? STEPS + 1 : steps + count;
        return steps <= STEPS;
    }

    /** Counts elements of tensors, >= 0; false where all together they are 2^63 or more. */
    public boolean counts(long more) {
        if (more > Long.MAX_VALUE - elements) {
            return false;
        }
        elements += more;
        return true;
    }

    /** How often something was read of the files, >= 0. */
    public long reads() {
        return reads;
    }

    /** Bytes of these reads, >= 0. */
    public long readBytes() {
        return readBytes;
    }

    /** Bytes counted as kept, >= 0. */
    public long keptBytes() {
        return keptBytes;
    }

    /** Memory of a text in bytes: one a character where all are Latin. */
    public static long bytesOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return 48 + 2L * text.length();
            }
        }
        return 48L + text.length();
    }

    /** Memory of a tensor in bytes: its objects, and those that merging its extents makes for a while. */
    public static long bytesOf(Tensor tensor) {
        return 72
                + bytesOf(tensor.name())
                + bytesOf(tensor.shape())
                + 24
                + 120L * tensor.extents().size();
    }

    /** Memory of a list of lengths in bytes. */
    public static long bytesOf(List<Long> lengths) {
        return 24 + 24L * lengths.size();
    }
}
