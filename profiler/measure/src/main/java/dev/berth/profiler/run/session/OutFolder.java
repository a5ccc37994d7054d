package dev.berth.profiler.run.session;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where sessions go whose folder the user did not name. */
public final class OutFolder {
    /** Sessions lie in folders below it. */
    public static final Path DEFAULT_PARENT = Path.of("berth-out");

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private OutFolder() {}

    /**
     * The newest session below {@code berth-out} that ended before it was finished, and that nobody goes on with.
     *
     * @param results names of the files beside {@code raw/} that will be written
     */
    public static Optional<SessionFolder> unfinished(List<String> results) throws IOException {
        for (Path candidate : newestFirst()) {
            Optional<SessionFolder> folder = open(candidate, results);
            if (folder.isPresent()) {
                if (!folder.get().isFinished()) {
                    return folder;
                }
                folder.get().close();
            }
        }
        return Optional.empty();
    }

    /** Empty where another process works in it, or it may not be written. */
    private static Optional<SessionFolder> open(Path folder, List<String> results) {
        try {
            return Optional.of(SessionFolder.open(folder, results));
        } catch (IOException | BadInputException notToUse) {
            return Optional.empty();
        }
    }

    private static List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(DEFAULT_PARENT)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(DEFAULT_PARENT)) {
            return entries.filter(SessionFolder::isOne)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** A folder that is not there yet, named by the time. */
    public static Path fresh() {
        String name = NAME.format(Instant.now());
        Path candidate = DEFAULT_PARENT.resolve(name);
        for (int i = 2; Files.exists(candidate); i++) {
            candidate = DEFAULT_PARENT.resolve(name + "-" + i);
        }
        return candidate;
    }
}
