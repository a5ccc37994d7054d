package dev.berth.profiler.model;

import dev.berth.profile.ModelRecord;
import java.nio.file.Path;
import java.util.List;

/**
 * A model on storage, opened and described, not loaded.
 *
 * @param path file or folder it was opened from
 * @param weightExtents where its weight data lies: ordered by file and offset, disjoint, adjacent ones merged, each
 *     byte once however many names lead to it
 * @param record what its files say of it
 */
public record Model(Path path, List<Extent> weightExtents, ModelRecord record) {}
