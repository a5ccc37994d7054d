package dev.berth.profiler.model.header;

import dev.berth.profiler.model.ModelFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that stand for content that was not fetched: empty ones, and pointers of Git LFS. */
public final class StandIn {
    private static final int LFS_POINTER_BYTES = 1024;
    private static final String LFS = "version https://git-lfs.github.com/spec/";

    private StandIn() {}

    /** Why a weights file cannot be opened, where a look at its first bytes tells. */
    public static Optional<ModelFault> fault(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            return Optional.of(new ModelFault(file, "file", "empty", "a model", "fetch it again"));
        }
        if (size > LFS_POINTER_BYTES) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (!text.startsWith(LFS)) {
            return Optional.empty();
        }
        Matcher bytes = Pattern.compile("\\nsize (\\d+)").matcher(text);
        return Optional.of(new ModelFault(
                file,
                "file",
                "a Git LFS pointer" + (bytes.find() ? " to " + bytes.group(1) + " bytes that are not here" : ""),
                "the weights themselves",
                "run 'git lfs pull' in its folder, or fetch the file again"));
    }
}
