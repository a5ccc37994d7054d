package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the kernel's text files under a root, {@code /} in production and a folder of captured files in tests.
 *
 * @param root what stands for {@code /}
 */
record SystemFiles(Path root) {
    static SystemFiles ofThisMachine() {
        return new SystemFiles(Path.of("/"));
    }

    /** Where an absolute path of the machine lies under the root. */
    Path at(String absolutePath) {
        return root.resolve(absolutePath.substring(1));
    }

    /** A file's text without surrounding white space; absent files are not supported, unreadable ones failed. */
    Reading<String> text(String absolutePath) {
        try {
            return Reading.measured(new String(Files.readAllBytes(at(absolutePath)), StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Reading.notSupported(absolutePath + " does not exist");
        } catch (AccessDeniedException e) {
            return Reading.failed(absolutePath + " may not be read by this user");
        } catch (IOException e) {
            return Reading.failed(absolutePath + ": " + e.getMessage());
        }
    }

    /** A file's text where it is there and not empty. */
    Optional<String> textIfAny(String absolutePath) {
        return text(absolutePath).optional().filter(text -> !text.isEmpty());
    }

    /** A file's text, interpreted; what the parser throws or an empty file makes the reading fail. */
    <T> Reading<T> parse(String absolutePath, Function<String, Reading<T>> parser) {
        return Readings.then(text(absolutePath), text -> {
            try {
                return parser.apply(text);
            } catch (RuntimeException e) {
                return Reading.failed(absolutePath + ": cannot read '" + firstLine(text) + "'");
            }
        });
    }

    /** Whether a file is there that this user may not read. */
    boolean isDenied(String absolutePath) {
        return exists(absolutePath) && !Files.isReadable(at(absolutePath));
    }

    boolean exists(String absolutePath) {
        return Files.exists(at(absolutePath));
    }

    /** Names in a folder, sorted; empty where there is no such folder. */
    List<String> names(String absolutePath) {
        try (Stream<Path> entries = Files.list(at(absolutePath))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The path behind symbolic links, as seen under the root. */
    Optional<String> realPath(String absolutePath) {
        try {
            Path real = at(absolutePath).toRealPath();
            return Optional.of("/" + root.toRealPath().relativize(real));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
