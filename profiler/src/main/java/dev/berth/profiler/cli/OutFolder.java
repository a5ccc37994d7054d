package dev.berth.profiler.cli;

import dev.berth.profile.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a session's files go. A finished session is never written into: it is kept in a folder of its own. */
final class OutFolder {
    static final String PROFILES_FILE = "profiles.json";

    static final Path DEFAULT_PARENT = Path.of("berth-out");
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private OutFolder() {}

    /** The folder the user named, emptied of a finished session, which moves into {@code earlier-TIME} inside it. */
    static Path named(Path folder) {
        Path finished = folder.resolve(PROFILES_FILE);
        try {
            if (Files.exists(finished)) {
                Path earlier = free(
                        folder,
                        "earlier-"
                                + NAME.format(
                                        Files.getLastModifiedTime(finished).toInstant()));
                Files.createDirectories(earlier);
                for (Path file : children(folder)) {
                    if (!file.getFileName().toString().startsWith("earlier-")) {
                        Files.move(file, earlier.resolve(file.getFileName()));
                    }
                }
            }
            Files.createDirectories(folder);
            return folder;
        } catch (IOException fault) {
            throw new BadInputException(
                    folder + ": cannot be written: " + fault + "; name another folder with --out", fault);
        }
    }

    /** The newest session below {@code berth-out} that was stopped before it was finished. */
    static Optional<Path> unfinished() {
        try {
            return Files.isDirectory(DEFAULT_PARENT)
                    ? children(DEFAULT_PARENT).stream()
                            .filter(folder -> Files.exists(folder.resolve("raw").resolve("session.json"))
                                    && !Files.exists(folder.resolve(PROFILES_FILE)))
                            .reduce((older, newer) -> newer)
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A folder of its own, named by the time. */
    static Path fresh() {
        return named(free(DEFAULT_PARENT, NAME.format(Instant.now())));
    }

    private static Path free(Path parent, String name) {
        Path candidate = parent.resolve(name);
        for (int i = 2; Files.exists(candidate); i++) {
            candidate = parent.resolve(name + "-" + i);
        }
        return candidate;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
