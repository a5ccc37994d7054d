package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.HistogramLogProcessor;

/** Logs of a raw folder, read by HdrHistogram's own tool without further options. */
final class HistogramLogs {
    private HistogramLogs() {}

    /** Every log of the folder is read, and holds that many runs. */
    static void requireReadable(Path raw, long runs) throws IOException {
        List<Path> logs = in(raw);
        assertTrue(logs.size() > 1, logs::toString);
        for (Path log : logs) {
            requireRuns(log, runs);
        }
    }

    /** The logs of a folder. */
    static List<Path> in(Path raw) throws IOException {
        try (Stream<Path> files = Files.list(raw)) {
            return files.filter(file -> file.toString().endsWith(".hlog")).toList();
        }
    }

    /** One log is read, and holds that many runs. */
    static void requireRuns(Path log, long runs) throws IOException {
        Path out = Files.createTempFile("percentiles", "");
        Path percentiles = Path.of(out + ".hgrm");
        try {
            Thread processor = new HistogramLogProcessor(new String[] {"-i", log.toString(), "-o", out.toString()});
            processor.start();
            processor.join();
            String last = Files.readString(percentiles);
            assertTrue(last.matches("(?s).*Total count +=\\s+" + runs + "\\].*"), () -> log + ": " + last);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(percentiles);
        }
    }
}
