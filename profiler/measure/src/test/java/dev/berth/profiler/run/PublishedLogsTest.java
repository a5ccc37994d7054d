package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
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
            // The tool takes seconds for each; the others are alike, and have as many intervals without a tag.
            HistogramLogs.requireRuns(raw.folder().resolve("total.hlog"), runs);
            for (Path log : HistogramLogs.in(raw.folder())) {
                assertEquals(runs, untagged(log), log::toString);
            }
        }
    }

    private static long untagged(Path log) throws IOException {
        long intervals = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            for (EncodableHistogram one = reader.nextIntervalHistogram();
                    one != null;
                    one = reader.nextIntervalHistogram()) {
                intervals += one.getTag() == null ? 1 : 0;
            }
        }
        return intervals;
    }
}
