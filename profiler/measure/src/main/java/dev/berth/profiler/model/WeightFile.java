package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files of models as they are opened again and again: only files were found when a model was opened, and what became
 * something else meanwhile, such as a device or a pipe, may never end.
 */
public final class WeightFile {
    private WeightFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws IOException naming the file where it is gone, no file any more, or cannot be opened
     */
    public static FileChannel open(Path file) throws IOException {
        return open(file, Set.of(StandardOpenOption.READ));
    }

    /** The same with other options. */
    public static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        requireFile(file);
        return FileChannel.open(file, options);
    }

    /**
     * Checks before a file is opened by other means.
     *
     * @throws IOException naming the file where it is gone, or no file any more
     */
    public static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file, though it was there before");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is no file any more, though it was one before");
        }
    }
}
