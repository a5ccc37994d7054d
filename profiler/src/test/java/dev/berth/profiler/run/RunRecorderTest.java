package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profile.BadInputException;
import dev.berth.profile.CacheTier;
import dev.berth.profile.PreloadPhase;
import dev.berth.profile.RawFolder;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profile.Samples;
import dev.berth.profile.SessionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecorderTest {
    private static final SessionRecord SESSION = Samples.session(
            "2026-01-01T00:00:00Z", List.of(Samples.host()), List.of(Samples.model("m", 1000)), List.of());

    @TempDir
    Path folder;

    @Test
    void rowsAreReadBackAsWritten() throws IOException {
        List<RunRow> rows = List.of(row(0), row(1));
        record(SESSION, rows);

        assertEquals(rows, RawFolder.read(folder).rows());
        assertEquals(SESSION, RawFolder.read(folder).session());
    }

    @Test
    void goesOnBehindEarlierRows() throws IOException {
        record(SESSION, List.of(row(0)));
        try (RunRecorder recorder = RunRecorder.open(folder, SESSION)) {
            assertEquals(List.of(row(0)), recorder.earlierRows());
            recorder.append(row(1));
        }

        assertEquals(List.of(row(0), row(1)), RawFolder.read(folder).rows());
        assertEquals(2, totals().size());
    }

    @Test
    void aTornRowIsMovedAsideAndRepeated() throws IOException {
        record(SESSION, List.of(row(0), row(1)));
        Path runs = folder.resolve("raw/runs.jsonl");
        long whole = Files.readAllLines(runs).get(0).length() + 1L;
        byte[] content = Files.readAllBytes(runs);
        Files.write(runs, java.util.Arrays.copyOf(content, (int) whole + 100));

        try (RunRecorder recorder = RunRecorder.open(folder, SESSION)) {
            assertEquals(List.of(row(0)), recorder.earlierRows());
            recorder.append(row(1));
        }

        assertEquals(List.of(row(0), row(1)), RawFolder.read(folder).rows());
        String torn = new String(content, (int) whole, 100, java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(List.of(torn), Files.readAllLines(folder.resolve("raw/runs.torn")));
    }

    @Test
    void aTornLogIsMadeAnew() throws IOException {
        record(SESSION, List.of(row(0), row(1)));
        Path total = folder.resolve("raw/total.hlog");
        Files.writeString(total, "Tag=half", StandardOpenOption.TRUNCATE_EXISTING);

        RunRecorder.open(folder, SESSION).close();

        assertEquals(2, totals().size());
    }

    @Test
    void logsHoldEachRunOfEachPhaseUnderItsTag() throws IOException {
        record(SESSION, List.of(row(0), row(-1), failed(1), row(2)));

        List<EncodableHistogram> totals = totals();
        assertEquals(2, totals.size());
        assertEquals("m|host|storage-cold|direct", totals.get(0).getTag());
        assertTrue(
                ((Histogram) totals.get(0)).valuesAreEquivalent(1_000_000, ((Histogram) totals.get(0)).getMaxValue()));
        try (HistogramLogReader reader =
                new HistogramLogReader(folder.resolve("raw/open-parse.hlog").toFile())) {
            long nanos = row(0).phaseNanos().get(PreloadPhase.OPEN_PARSE);
            Histogram first = (Histogram) reader.nextIntervalHistogram();
            assertTrue(first.valuesAreEquivalent(nanos, first.getMaxValue()));
        }
    }

    @Test
    void anotherSessionsFolderIsRefused() throws IOException {
        record(SESSION, List.of(row(0)));
        SessionRecord other = Samples.session(
                "2026-01-01T00:00:00Z", List.of(Samples.host()), List.of(Samples.model("other", 1000)), List.of());

        BadInputException refusal = assertThrows(BadInputException.class, () -> RunRecorder.open(folder, other));

        assertEquals(
                folder.resolve("raw/session.json")
                        + ": another session's: the models differ; name another folder with --out",
                refusal.getMessage());
        assertEquals(List.of(row(0)), RawFolder.read(folder).rows());
    }

    private void record(SessionRecord session, List<RunRow> rows) throws IOException {
        try (RunRecorder recorder = RunRecorder.open(folder, session)) {
            for (RunRow row : rows) {
                recorder.append(row);
            }
        }
    }

    private static RunRow row(int repetition) {
        return Samples.row(Samples.key("m", "host", CacheTier.STORAGE_COLD, repetition), 1000, 1_000_000);
    }

    private static RunRow failed(int repetition) {
        return Samples.row(
                Samples.key("m", "host", CacheTier.STORAGE_COLD, repetition),
                CacheTier.UNPROVEN,
                "read failed",
                0,
                500_000,
                Reading.notSupported("failed"));
    }

    private List<EncodableHistogram> totals() throws IOException {
        List<EncodableHistogram> totals = new ArrayList<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(folder.resolve("raw/total.hlog").toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                totals.add(next);
            }
        }
        return totals;
    }
}
