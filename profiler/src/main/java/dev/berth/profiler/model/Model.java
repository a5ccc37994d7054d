package dev.berth.profiler.model;

import dev.berth.profile.ModelRecord;
import java.nio.file.Path;
import java.util.List;

/**
 * A model on storage, opened and described, not loaded.
 *
 * @param path file or folder it was opened from; {@link ModelCatalog#weightExtents} opens it again
 * @param weightExtents where its weight data lies: ordered by file and offset, disjoint, adjacent ones merged, each
 *     byte once however many names lead to it
 * @param record what its files say of it
 */
public record Model(Path path, List<Extent> weightExtents, ModelRecord record) {
    public Model {
        weightExtents = List.copyOf(weightExtents);
    }

    /** The same model, with what its files cannot say. */
    public Model from(String source, String task, boolean generative) {
        return new Model(
                path,
                weightExtents,
                new ModelRecord(
                        record.name(),
                        source,
                        record.fingerprint(),
                        record.format(),
                        task,
                        generative,
                        record.components(),
                        record.tensors(),
                        record.parameters(),
                        record.weightBytes(),
                        record.weightBytesByType(),
                        record.storage()));
    }
}
