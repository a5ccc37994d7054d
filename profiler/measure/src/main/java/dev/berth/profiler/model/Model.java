package dev.berth.profiler.model;

import dev.berth.dataset.ModelRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model on storage, opened and described, not loaded.
 *
 * @param path file or folder it was opened from
 * @param weightExtents where its weight data lies: ordered by file and offset, disjoint, adjacent ones merged, each
 *     byte once however many names lead to it
 * @param record what its files say of it
 * @param headers opens its files and parses their headers again
 */
public record Model(Path path, List<Extent> weightExtents, ModelRecord record, Headers headers) {
    /** The headers of a model's files: what a loader must read before it can load. */
    @FunctionalInterface
    public interface Headers {
        /**
         * Reads the headers again for all that they say.
         *
         * @throws IOException where a file cannot be read
         * @throws dev.berth.record.BadInputException where a file is no longer what it was
         * @throws UnsupportedOperationException of raw extents, which have no tensors
         */
        default Contents contents() throws IOException {
            throw new UnsupportedOperationException("raw extents have no tensors");
        }

        /**
         * Reads headers and nothing else.
         *
         * @param source where their bytes come from
         * @return where the weights lie, as {@link Model#weightExtents} where the files did not change
         * @throws IOException where a file cannot be read
         * @throws dev.berth.record.BadInputException where a file is no longer what it was
         */
        List<Extent> read(HeaderSource source) throws IOException;
    }

    /**
     * What the files of a model hold.
     *
     * @param parts its components
     * @param files all files that its loader reads, by the names that lead to them, each name once
     */
    public record Contents(List<Part> parts, List<Path> files) {
        public Contents {
            parts = List.copyOf(parts);
            files = List.copyOf(files);
        }
    }

    public Model {
        weightExtents = List.copyOf(weightExtents);
    }

    /** A model of raw extents, whose files have no headers. */
    public Model(Path path, List<Extent> weightExtents, ModelRecord record) {
        this(path, weightExtents, record, source -> weightExtents);
    }

    /** Memory it takes as long as it is known, in bytes: its record, and each piece of its weights. */
    public long keptBytes() {
        return 4096
                + 512L * record.components().size()
                + 40L * weightExtents.size()
                + 200L * record.storage().files();
    }

    /** The same model, with what its files cannot say. */
    public Model from(String source, String task, boolean generative) {
        return new Model(path, weightExtents, record.from(source, task, generative), headers);
    }
}
