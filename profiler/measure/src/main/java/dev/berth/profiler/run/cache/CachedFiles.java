package dev.berth.profiler.run.cache;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files whose cache state a run depends on. */
public final class CachedFiles {
    /** Headers, indexes and configurations beside the weights; anything longer is not read by opening the model. */
    private static final long MAX_SMALL_FILE_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 8;

    private CachedFiles() {}

    /**
     * The files that hold weights, and the small files of the model's folder, which opening it may read.
     *
     * @throws IOException where the model is gone
     */
    public static List<Path> of(Model model) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Extent extent : model.weightExtents()) {
            files.add(extent.file());
        }
        Files.walkFileTree(model.path(), Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (Files.isRegularFile(path) && Files.isReadable(path) && Files.size(path) <= MAX_SMALL_FILE_BYTES) {
                    files.add(path.toRealPath());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException fault) throws IOException {
                if (path.equals(model.path())) {
                    throw fault instanceof NoSuchFileException
                            ? new NoSuchFileException(path.toString(), null, "no such file, though it was there before")
                            : fault;
                }
                // What cannot be looked into cannot be read by opening the model either.
                return FileVisitResult.CONTINUE;
            }
        });
        return new ArrayList<>(files);
    }
}
