package dev.berth.profiler.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Where the bytes of headers come from: from the files, or from what of them is in memory already. */
@FunctionalInterface
public interface HeaderSource {
    /** The files themselves, through the page cache. */
    HeaderSource FILES = FileBytes::open;

    /**
     * Opens a file.
     *
     * @throws IOException where it cannot be opened
     */
    Bytes open(Path path) throws IOException;

    /** Whether links that leave a model's folder are followed to data that its files name. */
    default boolean followsLinks() {
        return false;
    }

    /** The same bytes, links followed wherever they lead. */
    static HeaderSource following(HeaderSource source) {
        return new HeaderSource() {
            @Override
            public Bytes open(Path path) throws IOException {
                return source.open(path);
            }

            @Override
            public boolean followsLinks() {
                return true;
            }
        };
    }

    /** One open file. */
    interface Bytes extends Closeable {
        /** Length of the file. */
        long size() throws IOException;

        /**
         * Reads some of the bytes that are wanted, as {@link FileChannel#read(ByteBuffer, long)} does.
         *
         * @return bytes read, at least 1 where any are wanted; negative at the file's end
         */
        int read(ByteBuffer target, long position) throws IOException;
    }

    /** A file on storage. */
    record FileBytes(FileChannel channel) implements Bytes {
        static FileBytes open(Path path) throws IOException {
            return new FileBytes(WeightFile.open(path));
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
