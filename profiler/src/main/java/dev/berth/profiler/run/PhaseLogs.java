package dev.berth.profiler.run;

import dev.berth.profile.PreloadPhase;
import dev.berth.profile.RunRow;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * One HdrHistogram log a phase, and {@code total.hlog}: an interval histogram a run, tagged
 * {@code model|device|tier|reader}, values in nanoseconds. They follow from the rows, and are made anew from them when
 * a session goes on.
 */
final class PhaseLogs implements AutoCloseable {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final String TOTAL = "total";

    private final Map<String, Log> logs = new LinkedHashMap<>();

    private record Log(FileOutputStream file, HistogramLogWriter writer) {}

    private PhaseLogs() {}

    /** Writes the logs of rows that are already there, and stays open for more. */
    static PhaseLogs rebuild(Path folder, List<RunRow> rows) throws IOException {
        PhaseLogs logs = new PhaseLogs();
        try {
            logs.open(folder, TOTAL);
            for (PreloadPhase phase : PreloadPhase.values()) {
                logs.open(folder, name(phase));
            }
            for (RunRow row : rows) {
                logs.write(row);
            }
            logs.sync();
            return logs;
        } catch (IOException | RuntimeException fault) {
            logs.close();
            throw fault;
        }
    }

    /** Adds a run; on storage when this returns. A failed run has no phases and adds nothing. */
    void append(RunRow row) throws IOException {
        write(row);
        sync();
    }

    private void open(Path folder, String name) throws IOException {
        FileOutputStream file =
                new FileOutputStream(folder.resolve(name + ".hlog").toFile());
        HistogramLogWriter writer = new HistogramLogWriter(file);
        logs.put(name, new Log(file, writer));
        writer.outputComment(
                "[" + name + " of each preload, nanoseconds; one interval a run, tag model|device|tier|reader]");
        writer.outputLogFormatVersion();
        writer.outputLegend();
    }

    private void write(RunRow row) {
        if (row.failure() != null || row.key().warmUp()) {
            return;
        }
        write(TOTAL, row, row.totalNanos());
        row.phaseNanos().forEach((phase, nanos) -> write(name(phase), row, nanos));
    }

    private void write(String name, RunRow row, long nanos) {
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        histogram.setTag(tag(row));
        histogram.recordValue(nanos);
        long start = Instant.parse(row.startedUtc()).toEpochMilli();
        histogram.setStartTimeStamp(start);
        histogram.setEndTimeStamp(start + row.totalNanos() / 1_000_000);
        logs.get(name).writer().outputIntervalHistogram(histogram);
    }

    /** The format ends a tag at a comma or a space. */
    private static String tag(RunRow row) {
        return String.join(
                        "|",
                        row.key().model(),
                        row.key().device(),
                        row.tier().label(),
                        row.key().reader())
                .replaceAll("[,\\s]", "_");
    }

    private static String name(PreloadPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void sync() throws IOException {
        for (Log log : logs.values()) {
            log.file().getChannel().force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (Log log : logs.values()) {
            log.writer().close();
            log.file().close();
        }
    }
}
