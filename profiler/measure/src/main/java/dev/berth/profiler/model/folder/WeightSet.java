package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.WeightFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of a folder that a loader takes together: a single file, an index with its shards, numbered shards, or several
 * graphs that work as one.
 *
 * @param stem name without variant, number and extension, for example {@code model}
 * @param variant precision or quantisation that the name tells, for example {@code fp16}; empty for the plain one
 * @param kind what holds it together
 * @param parts role to files; one part but for graphs that work as one
 * @param files all files that belong to it, those an index names included, in order
 * @param fault why it cannot be opened, where its files' names or sizes tell already
 */
record WeightSet(
        String stem,
        Optional<String> variant,
        Kind kind,
        Map<String, Announced> parts,
        Set<Path> files,
        Optional<ModelFault> fault) {
    /** What holds a set together. */
    enum Kind {
        SINGLE,
        INDEX,
        SHARDS,
        GRAPHS
    }

    /**
     * Files to read as one component.
     *
     * @param files one, or numbered shards that no index names
     * @param format what they announce
     */
    record Announced(List<Path> files, WeightFormat format) {}

    WeightFormat format() {
        return parts.values().iterator().next().format();
    }

    /** The file that stands for the set: its only one, its index, its first shard. */
    Path main() {
        return parts.values().iterator().next().files().get(0);
    }

    /** Names of the set's own file without number, index and extension; tells sets of a folder apart. */
    String label() {
        return kind == Kind.GRAPHS
                ? stem + variant.map(name -> "_" + name).orElse("")
                : WeightName.of(main()).label();
    }
}
