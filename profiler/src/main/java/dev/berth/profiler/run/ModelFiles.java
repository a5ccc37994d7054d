package dev.berth.profiler.run;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files whose cache state a run depends on. */
final class ModelFiles {
    /** Headers, indexes and configurations beside the weights; anything longer is not read by opening the model. */
    private static final long MAX_SMALL_FILE_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 8;

    private ModelFiles() {}

    /**
     * The files that hold weights, and the small files of the model's folder, which opening it may read.
     *
     * @throws IOException where the model's folder cannot be listed
     */
    static List<Path> of(Model model) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Extent extent : model.weightExtents()) {
            files.add(extent.file());
        }
        try (Stream<Path> tree = Files.walk(model.path(), MAX_DEPTH)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                if (Files.isRegularFile(path) && Files.isReadable(path) && Files.size(path) <= MAX_SMALL_FILE_BYTES) {
                    files.add(path.toRealPath());
                }
            }
        }
        return new ArrayList<>(files);
    }
}
