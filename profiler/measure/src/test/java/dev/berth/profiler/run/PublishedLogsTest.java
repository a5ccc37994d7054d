package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedLogsTest {
    private static final Path PUBLISHED = Path.of("../../results/profiles");

    @Test
    void everyPublishedLogIsReadWithoutOptions() throws IOException {
        List<Path> datasets;
        try (Stream<Path> folders = Files.list(PUBLISHED)) {
            datasets = folders.filter(Files::isDirectory).toList();
        }
        assertFalse(datasets.isEmpty());
        for (Path dataset : datasets) {
            RawFolder raw = RawFolder.read(dataset);
            long runs = Samples.list(raw.rows()).stream()
                    .filter(row -> row.failure() == null && !row.key().warmUp())
                    .count();
            HistogramLogs.requireReadable(raw.folder(), runs);
        }
    }
}
