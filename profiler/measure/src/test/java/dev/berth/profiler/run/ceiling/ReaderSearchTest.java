package dev.berth.profiler.run.ceiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderSearchTest {
    private static final int CHUNK = 64 << 10;

    @TempDir
    Path folder;

    private final Device device = Devices.open("host");
    private final List<String> notes = new ArrayList<>();
    private final RunListener listener = new RunListener() {
        @Override
        public void note(String line) {
            notes.add(line);
        }
    };

    @AfterEach
    void close() {
        device.close();
    }

    private static List<Point> candidates() {
        List<Point> points = new ArrayList<>();
        for (int threads : List.of(1, 2)) {
            for (ReaderKind kind : ReaderKind.values()) {
                points.add(new Point(CacheTier.STORAGE_COLD, new ReaderSetting(kind, threads, CHUNK)));
            }
            points.add(new Point(CacheTier.PAGE_CACHE_WARM, new ReaderSetting(ReaderKind.MMAP, threads, CHUNK)));
        }
        return points;
    }

    private static SessionSettings settings(Duration budget) {
        return new SessionSettings(candidates(), true, 0, StopRule.exactly(2), budget, 7, 0, true);
    }

    private void run(SessionSettings settings, List<Model> models) throws IOException {
        SessionFixture.session()
                .run(settings, models, device, SessionFixture.machine(), folder.resolve("out"), listener);
    }

    @Test
    void theFastestOfEachTierIsMeasuredAndTheHeadSaysWhy() throws IOException {
        List<Model> models =
                List.of(SessionFixture.model(folder, "small", 200_000), SessionFixture.model(folder, "large", 3 << 20));

        run(settings(Duration.ofHours(1)), models);

        RawFolder raw = RawFolder.read(folder.resolve("out"));
        assertEquals(2, raw.session().readerSweeps().size());
        for (ReaderSweep sweep : raw.session().readerSweeps()) {
            assertEquals("large", sweep.subject());
            assertEquals(List.of("small", "large"), sweep.models());
            assertEquals(
                    sweep.tier() == CacheTier.STORAGE_COLD ? 6 : 2,
                    sweep.trials().size());
            ReaderSweep.Trial best = sweep.best();
            assertTrue(sweep.trials().stream()
                    .filter(trial -> trial.n() == best.n())
                    .allMatch(trial -> trial.bytesPerSecond() <= best.bytesPerSecond()));
            assertTrue(sweep.reason().startsWith(best.reader() + ", " + best.threads() + " thread"), sweep::reason);
            assertTrue(
                    notes.stream().anyMatch(line -> line.startsWith("reader auto, ") && line.contains(sweep.reason())));
            for (RunRow row : Samples.list(raw.rows())) {
                if (row.key().requestedTier() == sweep.tier()) {
                    assertEquals(best.reader(), row.key().reader());
                    assertEquals(best.threads(), row.key().threads());
                }
            }
        }
        assertEquals(8, Samples.list(raw.rows()).size());
        assertEquals(
                List.of("small", "large"),
                raw.session().firstReads().stream().map(FirstRead::model).toList());
        assertEquals(3, raw.session().firstReads().get(0).laterReads());
    }

    @Test
    void aSessionThatIsGoneOnWithKeepsItsChoice() throws IOException {
        List<Model> models = List.of(SessionFixture.model(folder, "a", 1 << 20));
        run(settings(Duration.ofHours(1)), models);
        Path runs = folder.resolve("out/raw/runs.jsonl");
        List<String> lines = Files.readAllLines(runs);
        Files.writeString(runs, lines.get(0) + "\n");
        notes.clear();

        run(settings(Duration.ofHours(1)), models);

        assertFalse(notes.stream().anyMatch(line -> line.startsWith("reader auto")), notes::toString);
        List<RunRow> rows = Samples.list(RawFolder.read(folder.resolve("out")).rows());
        assertEquals(4, rows.size());
        assertEquals(
                2,
                rows.stream()
                        .map(row -> row.key().requestedTier() + row.key().reader())
                        .distinct()
                        .count());
    }

    @Test
    void aModelWithoutWeightsIsReadByTheFirstCandidate() throws IOException {
        Path file = Files.writeString(folder.resolve("empty"), "header alone");
        Model empty = new Model(file, List.of(), Samples.model("empty", 0), headers -> List.of());

        run(settings(Duration.ofHours(1)), List.of(empty));

        assertTrue(
                notes.stream()
                        .anyMatch(line ->
                                line.contains("no reader could be chosen") && line.contains("it has no weight bytes")),
                notes::toString);
        assertEquals(List.of(), RawFolder.read(folder.resolve("out")).session().readerSweeps());
    }

    @Test
    void aSpentBudgetEndsTheSearchAndTheCeilings() throws IOException {
        List<Model> models = List.of(SessionFixture.model(folder, "a", 1 << 20));

        run(settings(Duration.ofNanos(1)), models);

        RawFolder raw = RawFolder.read(folder.resolve("out"));
        assertEquals(List.of(), raw.session().readerSweeps());
        assertEquals(List.of(), raw.session().ceilings());
        assertEquals(List.of(), raw.session().firstReads());
        assertEquals(List.of(), Samples.list(raw.rows()));
        assertTrue(
                notes.stream()
                                .filter(line -> line.contains("the budget was spent"))
                                .count()
                        >= 3,
                notes::toString);
    }
}
