package dev.berth.profiler.run.session;

import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The runs again as HdrHistogram logs, one file a phase and one for the total, for the tools that read those: one
 * interval a run, without a tag and again with the point it belongs to as its tag, since those tools take the one or
 * the other: by themselves what has no tag, when asked for a tag what has it. All of it follows from the rows, so that
 * a folder that is gone on with gets its logs written anew.
 */
final class PhaseLogs implements AutoCloseable {
    private static final String TOTAL_FILE = "total.hlog";
    /** Rows that are written anew at once. */
    private static final int BATCH = 1000;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<FileChannel, Function<RunRow, Long>> logs = new LinkedHashMap<>();

    private PhaseLogs() {}

    static PhaseLogs open(Path raw, RawFolder.Rows<RunRow> rows) throws IOException {
        PhaseLogs logs = new PhaseLogs();
        try {
            logs.create(raw.resolve(TOTAL_FILE), RunRow::totalNanos);
            for (PreloadPhase phase : PreloadPhase.values()) {
                logs.create(
                        raw.resolve(fileName(phase)), row -> row.phaseNanos().get(phase));
            }
            List<RunRow> batch = new ArrayList<>();
            rows.forEach(row -> {
                batch.add(row);
                if (batch.size() == BATCH) {
                    logs.appendUnchecked(batch);
                    batch.clear();
                }
            });
            logs.append(batch);
            return logs;
        } catch (UncheckedIOException e) {
            logs.close();
            throw e.getCause();
        } catch (IOException e) {
            logs.close();
            throw e;
        }
    }

    /** Names of all logs. */
    static List<String> fileNames() {
        return Stream.concat(
                        Stream.of(TOTAL_FILE), Stream.of(PreloadPhase.values()).map(PhaseLogs::fileName))
                .toList();
    }

    private static String fileName(PreloadPhase phase) {
        return phase.label().replace('+', '-').replace(' ', '-') + ".hlog";
    }

    private void create(Path file, Function<RunRow, Long> nanos) throws IOException {
        FileChannel log = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        logs.put(log, nanos);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(bytes);
        writer.outputLogFormatVersion();
        writer.outputComment(
                "[Nanoseconds; each run twice: without a tag, and with the tag model:device:tier:reader:threads:chunkBytes]");
        writer.outputLegend();
        writer.close();
        RowFile.write(log, bytes.toString(StandardCharsets.UTF_8));
    }

    private void appendUnchecked(List<RunRow> rows) {
        try {
            append(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends runs that ended well and count, and syncs. */
    void append(List<RunRow> rows) throws IOException {
        for (Map.Entry<FileChannel, Function<RunRow, Long>> log : logs.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            HistogramLogWriter writer = new HistogramLogWriter(bytes);
            for (RunRow row : rows) {
                if (row.failure() == null && !row.key().warmUp()) {
                    Histogram interval = interval(row, log.getValue().apply(row));
                    writer.outputIntervalHistogram(interval);
                    interval.setTag(tag(row));
                    writer.outputIntervalHistogram(interval);
                }
            }
            writer.close();
            RowFile.write(log.getKey(), bytes.toString(StandardCharsets.UTF_8));
            log.getKey().force(false);
        }
    }

    private static Histogram interval(RunRow row, long nanos) {
        Histogram interval = new Histogram(1, Math.max(2, row.totalNanos()), SIGNIFICANT_DIGITS);
        interval.recordValue(nanos);
        long startMillis = Instant.parse(row.startedUtc()).toEpochMilli();
        interval.setStartTimeStamp(startMillis);
        interval.setEndTimeStamp(startMillis + row.totalNanos() / 1_000_000);
        return interval;
    }

    /** Commas and blanks separate the columns of a log and may not be in a tag. */
    private static String tag(RunRow row) {
        RunRow.RunKey key = row.key();
        return String.join(
                        ":",
                        key.model(),
                        key.device(),
                        row.tier().label(),
                        key.reader(),
                        String.valueOf(key.threads()),
                        String.valueOf(key.chunkBytes()))
                .replaceAll("[,\\s]", "_");
    }

    @Override
    public void close() throws IOException {
        for (FileChannel log : logs.keySet()) {
            log.close();
        }
    }
}
