package dev.berth.profiler.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The ways bytes are read from files. */
public enum ReaderKind {
    /** Past the page cache, straight into the staging buffer. */
    DIRECT("direct") {
        @Override
        public ExtentReader open(List<Path> files) throws IOException {
            return ChannelReader.direct(files);
        }
    },
    /** Through the page cache by read calls. */
    BUFFERED("buffered") {
        @Override
        public ExtentReader open(List<Path> files) throws IOException {
            return ChannelReader.buffered(files);
        }
    },
    /** Through the page cache by a mapping that is copied from. */
    MMAP("mmap") {
        @Override
        public ExtentReader open(List<Path> files) throws IOException {
            return MappedReader.open(files);
        }
    };

    private final String label;

    ReaderKind(String label) {
        this.label = label;
    }

    /**
     * Opens files for reading.
     *
     * @param files in the order of {@link ChunkPlan#files}
     * @throws IOException naming the file that cannot be opened; for {@link #DIRECT} also where its file system takes
     *     no direct reads
     */
    public abstract ExtentReader open(List<Path> files) throws IOException;

    /** The name on the command line and in rows. */
    public String label() {
        return label;
    }

    /** The reader a label names; the labels of {@code RunKey}. */
    public static ReaderKind of(String label) {
        for (ReaderKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such reader: " + label + ", expected direct, buffered or mmap");
    }
}
