package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.HeaderSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Files read in short pieces, as a file may be, and counted: a reader that goes round in circles uses up what it was
 * granted, on every machine at the same step.
 */
final class CountedSource implements HeaderSource {
    /** Shorter than any header's window, so that nearly every step of a reader shows. */
    private static final int PIECE_BYTES = 256;

    private final HeaderSource files;
    private final long allowedBytes;
    private long bytes;

    /**
     * @param files where the bytes come from
     * @param allowedBytes that may be read in all, >= 0
     */
    CountedSource(HeaderSource files, long allowedBytes) {
        this.files = files;
        this.allowedBytes = allowedBytes;
    }

    /** A reader took more than it was granted; no scan goes on after it. */
    static final class ReadTooMuch extends AssertionError {
        private static final long serialVersionUID = 1L;

        ReadTooMuch(long allowedBytes) {
            super("read more than the " + allowedBytes + " bytes that are justified");
        }
    }

    long bytes() {
        return bytes;
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
                int limit = target.limit();
                target.limit(target.position() + Math.min(target.remaining(), PIECE_BYTES));
                int read = file.read(target, position);
                target.limit(limit);
                bytes += Math.max(1, read);
                if (bytes > allowedBytes) {
                    throw new ReadTooMuch(allowedBytes);
                }
                return read;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
