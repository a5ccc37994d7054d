package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSizeTest {
    private static final Path RESULTS = Path.of("..", "results");
    private static final String NAME = "2026-11-30-epyc-2-cores-edge";

    /** Some mail is refused above 2 MB; further plans and sweeps of one's own have room. */
    private static final int MOST_BYTES = 1_600_000;

    @Test
    void aDatasetWithItsRunsItsPlanAndEveryPublishedStudyIsAPageThatCanBeSent(@TempDir Path folder) throws IOException {
        copy(RESULTS.resolve("profiles").resolve(NAME), folder.resolve("measured"));
        copy(RESULTS.resolve("plans").resolve(NAME), folder.resolve("decided"));
        copy(RESULTS.resolve("papers"), folder.resolve("papers"));

        String page = Report.read(folder, line -> {}).html();

        for (String study : List.of("Study (", "reflecting-surface, methods", "Plan", "Preload delay")) {
            assertTrue(page.contains(study), study);
        }
        int bytes = page.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < MOST_BYTES, bytes + " bytes");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }
}
