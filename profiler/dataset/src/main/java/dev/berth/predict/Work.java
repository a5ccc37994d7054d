package dev.berth.predict;

import dev.berth.dataset.ModelRecord;
import java.util.List;

/**
 * What loading a model is made of, as its files tell.
 *
 * @param format of its files
 * @param bytes of its weights as stored, >= 0
 * @param files that hold weights, >= 1
 * @param tensors by name, >= 0
 * @param headerReads reads of its headers, >= 0; where that was not recorded, one a file
 * @param headerBytes bytes of these, >= 0; where that was not recorded, what its files hold beside the weights
 */
public record Work(String format, long bytes, long files, long tensors, long headerReads, long headerBytes) {
    /** Sizes at which what a byte costs may change: what caches hold, and what is left of memory. */
    private static final long SMALL_BYTES = 64L << 20;

    private static final long LARGE_BYTES = 4L << 30;

    /** Places in {@link #parseTerms} of those that are always fitted. */
    static final List<Integer> PARSE_ALWAYS = List.of(0, 1);

    /** And of those that are fitted where the models support them. */
    static final List<Integer> PARSE_MAY = List.of(2, 3, 4);

    /** The same of {@link #transferTerms}. */
    static final List<Integer> TRANSFER_ALWAYS = List.of(0, 1);

    static final List<Integer> TRANSFER_MAY = List.of(2, 3, 4, 5);

    /** The same of {@link #stageTerms}. */
    static final List<Integer> STAGE_ALWAYS = List.of(0, 1);

    static final List<Integer> STAGE_MAY = List.of(2, 3, 4);

    static Work of(ModelRecord model) {
        long files = model.storage().shards();
        return new Work(
                model.format(),
                model.storedBytes(),
                files,
                model.tensors(),
                model.headerReads().optional().orElse(files),
                model.headerBytes()
                        .optional()
                        .orElse(Math.max(0, model.storage().apparentBytes() - model.storedBytes())));
    }

    /** What opening and parsing is made of. */
    List<Double> parseTerms() {
        return List.of(1.0, (double) headerBytes, (double) headerReads, (double) tensors, (double) files);
    }

    /** What moving the weights is made of. */
    List<Double> transferTerms() {
        return List.of(
                1.0,
                (double) bytes,
                (double) files,
                (double) Math.min(bytes, SMALL_BYTES),
                (double) Math.max(0, bytes - LARGE_BYTES),
                (double) tensors);
    }

    /** What a stage of an engine's start is made of. */
    List<Double> stageTerms() {
        return List.of(1.0, (double) bytes, (double) tensors, (double) files, (double) headerBytes);
    }
}
