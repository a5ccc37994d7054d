package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.cache.CachedFiles;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.run.session.RunRecorder;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileSessionTest {
    private static final int RUNS = 6;

    @TempDir
    Path folder;

    private Device device;
    private List<Model> models;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        device = Devices.open("host");
        models = List.of(
                SessionFixture.model(folder, "small", 50_000), SessionFixture.model(folder, "large", 6_000_001));
        out = folder.resolve("out");
    }

    @AfterEach
    void close() {
        device.close();
    }

    private ProfileSession.Outcome run(SessionFixture.Session session, RunListener listener) throws IOException {
        return session.run(SessionFixture.settings(RUNS), models, device, SessionFixture.machine(), out, listener);
    }

    @Test
    void aFolderThatGoesDuringARunIsNoticedBeforeTheNext() throws IOException {
        int[] made = new int[1];
        BadInputException noticed = assertThrows(
                BadInputException.class,
                () -> run(SessionFixture.session(), new RunListener() {
                    @Override
                    public void run(MeasuredRow row, Progress progress) {
                        if (++made[0] == 2) {
                            try {
                                Files.move(out, out.resolveSibling("moved"));
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        }
                    }
                }));

        assertEquals(2, made[0]);
        assertTrue(
                noticed.getMessage().startsWith(out.resolve("raw") + ": was removed, moved or replaced"),
                noticed::getMessage);
    }

    @Test
    void rowsAreProvenAndWholeAndInBlocks() throws IOException {
        List<RunListener.Progress> progress = new ArrayList<>();
        ProfileSession.Outcome outcome = run(SessionFixture.session(), new RunListener() {
            @Override
            public void run(MeasuredRow row, Progress now) {
                progress.add(now);
            }
        });
        RawFolder raw = RawFolder.read(out);
        assertTrue(outcome.complete());
        assertEquals(outcome.runsMade(), Samples.list(raw.rows()).size());
        assertEquals(outcome.runsMade(), progress.size());
        assertEquals(0, progress.get(progress.size() - 1).runsLeft());
        for (int i = 0; i < Samples.list(raw.rows()).size(); i++) {
            assertEquals(i, Samples.list(raw.rows()).get(i).sequence());
            assertPlausible(Samples.list(raw.rows()).get(i));
        }
        Map<RunRow.RunKey, Long> perSeries = Samples.list(raw.rows()).stream()
                .filter(row -> !row.key().warmUp() && row.tier() != CacheTier.UNPROVEN)
                .collect(Collectors.groupingBy(ProfileSessionTest::seriesOf, Collectors.counting()));
        assertEquals(4, perSeries.size());
        perSeries.forEach((key, n) -> assertEquals(RUNS, n, key::toString));
        // Each of the first blocks, warm-up first, holds every series once.
        for (int block = 0; block < RUNS; block++) {
            List<RunRow> rows = Samples.list(raw.rows()).subList(4 * block, 4 * block + 4);
            int repetition = block - 1;
            assertTrue(rows.stream().allMatch(row -> row.key().repetition() == repetition));
        }
        assertCeilings(raw);
        assertHistograms(raw);
    }

    private static void assertPlausible(RunRow row) {
        assertNull(row.failure());
        assertTrue(row.verified().equals(Reading.measured(true)) == (row.key().repetition() < 1));
        assertEquals(
                row.totalNanos(),
                row.phaseNanos().values().stream().mapToLong(Long::longValue).sum());
        // Read in place: blocks of the file, whole.
        assertTrue(row.memory().requestedBytes() - row.bytes() < 2 * ChunkPlan.BLOCK_BYTES, row.memory()::toString);
        assertTrue(row.memory().requestedBytes() >= row.bytes(), row.memory()::toString);
        if (row.tier() == CacheTier.STORAGE_COLD) {
            assertEquals(Reading.measured(0L), row.cache().residentBytesBefore());
            assertTrue(row.cache().processReadBytes().optional().orElseThrow() >= row.bytes());
        } else if (row.tier() == CacheTier.PAGE_CACHE_WARM) {
            assertEquals(Reading.measured(row.cache().fileBytes()), row.cache().residentBytesBefore());
            assertTrue(row.cache().processReadBytes().optional().orElseThrow() <= row.bytes() / 100);
        }
    }

    private static RunRow.RunKey seriesOf(RunRow row) {
        RunRow.RunKey key = row.key();
        return new RunRow.RunKey(
                key.model(), key.device(), key.requestedTier(), key.reader(), key.threads(), key.chunkBytes(), 0);
    }

    private static void assertCeilings(RawFolder raw) {
        List<String> kinds = raw.session().ceilings().stream()
                .filter(ceiling -> ceiling.kind() != Ceiling.Kind.IDLE_MEMORY)
                .map(ceiling -> ceiling.kind() + " " + ceiling.subject())
                .toList();
        assertEquals(
                List.of(
                        Ceiling.Kind.MEMCPY + " host",
                        Ceiling.Kind.FRESH_MEMORY + " host",
                        Ceiling.Kind.DIRECT_READ + " small",
                        Ceiling.Kind.DIRECT_READ_INTO_MEMORY + " small",
                        Ceiling.Kind.DIRECT_READ + " large",
                        Ceiling.Kind.DIRECT_READ_INTO_MEMORY + " large"),
                kinds);
        for (Ceiling ceiling : raw.session().ceilings()) {
            int expected =
                    switch (ceiling.kind()) {
                        case IDLE_MEMORY -> 3;
                        case MEMCPY, FRESH_MEMORY -> 7;
                        // Before the runs, and once in each of their blocks.
                        default -> 41 + RUNS;
                    };
            assertEquals(expected, ceiling.n(), ceiling::toString);
        }
        assertTrue(raw.session().instrument().emptyRunNanos() > 0);
    }

    private static void assertHistograms(RawFolder raw) throws IOException {
        List<Long> totals = new ArrayList<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(raw.folder().resolve("total.hlog").toFile())) {
            for (EncodableHistogram one = reader.nextIntervalHistogram();
                    one != null;
                    one = reader.nextIntervalHistogram()) {
                if (((Histogram) one).getTag() == null) {
                    totals.add(((Histogram) one).getMaxValue());
                }
            }
        }
        List<RunRow> counted = Samples.list(raw.rows()).stream()
                .filter(row -> !row.key().warmUp())
                .toList();
        assertEquals(counted.size(), totals.size());
        HistogramLogs.requireReadable(raw.folder(), counted.size());
        for (int i = 0; i < totals.size(); i++) {
            double expected = (double) counted.get(i).totalNanos();
            // Three significant digits.
            assertEquals(expected, (double) totals.get(i), 0.001 * expected);
        }
    }

    @Test
    void stoppedSessionGoesOnWithTheSameOrder() throws IOException {
        Path whole = folder.resolve("whole");
        SessionFixture.session()
                .run(
                        SessionFixture.settings(RUNS),
                        models,
                        device,
                        SessionFixture.machine(),
                        whole,
                        RunListener.SILENT);
        int rounds = 0;
        ProfileSession.Outcome outcome;
        do {
            SessionFixture.Session session =
                    SessionFixture.session("berth profile a --budget " + (rounds == 0 ? "1m" : "2m"));
            outcome = run(session, new RunListener() {
                private int runs;

                @Override
                public void run(MeasuredRow row, Progress progress) {
                    if (++runs == 5) {
                        session.requestStop();
                    }
                }
            });
            rounds++;
            // What a kill in the middle of a line leaves.
            Files.writeString(
                    out.resolve("raw").resolve(RawFolder.RUNS_FILE),
                    "{\"schemaVersion\":1,",
                    StandardOpenOption.APPEND);
        } while (!outcome.complete());
        assertTrue(rounds > 3);
        assertEquals(
                List.of("berth profile a --budget 1m", "berth profile a --budget 2m"),
                RawFolder.read(out).session().commands());
        List<RunRow> gone = Samples.list(RawFolder.read(out).rows());
        List<RunRow> straight = Samples.list(RawFolder.read(whole).rows());
        int common = 4 * RUNS;
        assertEquals(
                straight.subList(0, common).stream().map(RunRow::key).toList(),
                gone.subList(0, common).stream().map(RunRow::key).toList());
        assertEquals(
                rounds - 1,
                Files.readAllLines(out.resolve("raw").resolve(RunRecorder.TORN_FILE))
                        .size());
        assertTrue(RawFolder.read(out).rows().forEach(row -> {}).seal().isPresent(), "seals go on after a torn line");
        assertHistograms(RawFolder.read(out));
    }

    @Test
    void sessionOfSomethingElseIsRefusedInOneLine() throws IOException {
        run(SessionFixture.session(), RunListener.SILENT);
        BadInputException other = assertThrows(
                BadInputException.class,
                () -> SessionFixture.session()
                        .run(
                                SessionFixture.settings(RUNS),
                                models,
                                device,
                                Samples.machine(Reading.measured("Xen")),
                                out,
                                RunListener.SILENT));
        assertEquals(
                out.resolve("raw") + ": holds a session with other machine: "
                        + Samples.machine(Reading.measured("KVM")).fingerprint() + ", now "
                        + Samples.machine(Reading.measured("Xen")).fingerprint() + "; choose"
                        + " another --out, or remove that folder",
                other.getMessage());
        models = models.subList(0, 1);
        BadInputException fewer =
                assertThrows(BadInputException.class, () -> run(SessionFixture.session(), RunListener.SILENT));
        assertTrue(fewer.getMessage().contains("other models"), fewer.getMessage());
    }

    @Test
    void fileWarmedBehindTheBackIsNotCalledCold() throws IOException {
        Model model = models.get(1);
        List<Path> files = CachedFiles.of(model);
        CacheState state = CacheState.prepare(CacheTier.STORAGE_COLD, files);
        PageCache.fill(model.path());
        CacheState.Before before = state.look();
        CacheState.Observed seen = new CacheState.Observed(
                before,
                Optional.empty(),
                Optional.empty(),
                6_000_001,
                CacheState.Sparse.NOT,
                Reading.measured(6_000_001L),
                Reading.measured(6_000_001L));
        CacheState.Verdict verdict = state.judge(seen, Optional.empty());
        assertEquals(CacheTier.UNPROVEN, verdict.tier());
        assertTrue(verdict.evidence().reason().contains("were in the page cache after eviction"));
    }

    @ParameterizedTest
    @EnumSource(ReaderKind.class)
    void fileWarmedBetweenLookAndReadIsNotCalledCold(ReaderKind reader) throws IOException {
        // Opening the model is the first thing of the timed region: here another process warms the file within it.
        Model original = models.get(1);
        Model model = new Model(original.path(), original.weightExtents(), original.record(), headers -> {
            warmInAnotherProcess(original.path(), Files.size(original.path()));
            return original.weightExtents();
        });
        assertNotCalledCold(model, reader);
    }

    @Test
    void headersReadFromStorageDoNotProveTheWeightsCold() throws IOException {
        // 8 MiB of headers, 1 MiB of weights: the process's own reads exceed the weights though it read none of them.
        Path file = out.resolve("headers-first");
        Files.createDirectories(out);
        Files.write(file, new byte[9 << 20]);
        Extent weights = new Extent(file.toRealPath(), 8 << 20, 1 << 20);
        Model model = new Model(file, List.of(weights), Samples.model("headers-first", 1 << 20), headers -> {
            warmInAnotherProcess(file, 1 << 20);
            try (var in = Files.newInputStream(file)) {
                in.readNBytes(8 << 20);
            }
            return List.of(weights);
        });
        assertNotCalledCold(model, ReaderKind.BUFFERED);
    }

    private void assertNotCalledCold(Model model, ReaderKind reader) throws IOException {
        SessionSettings settings = new SessionSettings(
                List.of(new SessionSettings.Point(CacheTier.STORAGE_COLD, new ReaderSetting(reader, 1, 1 << 20))),
                false,
                0,
                StopRule.exactly(2),
                Duration.ofHours(1),
                1,
                0,
                false);
        SessionFixture.session()
                .run(settings, List.of(model), device, SessionFixture.machine(), out, RunListener.SILENT);
        List<RunRow> rows = Samples.list(RawFolder.read(out).rows());
        assertFalse(rows.isEmpty());
        for (RunRow row : rows) {
            assertEquals(CacheTier.UNPROVEN, row.tier(), () -> row.cache().reason());
            assertTrue(
                    row.cache().reason().contains("another process filled the page cache"),
                    () -> row.cache().reason());
        }
    }

    /** By a grandchild: the kernel adds what a child read to the figures of the parent that waited for it. */
    private static void warmInAnotherProcess(Path file, long lastBytes) throws IOException {
        Path done = Files.createTempFile(file.getParent(), "warmed", "");
        Files.delete(done);
        try {
            assertEquals(
                    0,
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "(tail -c " + lastBytes + " \"$0\"; : > \"$1\") > /dev/null 2>&1 &",
                                    file.toString(),
                                    done.toString())
                            .start()
                            .waitFor());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        // Until it has ended: one that still reads would fill the page cache again after the next eviction.
        while (!Files.exists(done)) {
            Thread.onSpinWait();
        }
        Files.delete(done);
        assertTrue(PageCache.residency(file).residentBytes().optional().orElseThrow() >= lastBytes);
    }

    @Test
    void removedModelFailsInOneRowEachAndTheRestGoesOn() throws IOException {
        Files.delete(models.get(0).path());
        ProfileSession.Outcome outcome = run(SessionFixture.session(), RunListener.SILENT);
        assertTrue(outcome.complete());
        Map<Boolean, List<RunRow>> rows = Samples.list(RawFolder.read(out).rows()).stream()
                .collect(Collectors.partitioningBy(row -> row.key().model().equals("small")));
        assertEquals(6, rows.get(true).size(), "three failures in a row end each of two series");
        rows.get(true).forEach(row -> assertTrue(row.failure().contains(": no such file, "), row.failure()));
        rows.get(false).forEach(row -> assertNull(row.failure()));
    }

    @ParameterizedTest
    @EnumSource(ReaderKind.class)
    void modelCutWhileItIsReadFailsInClearRowsAndTheRestGoesOn(ReaderKind reader) throws IOException {
        Model whole = SessionFixture.model(folder, "cut", 8 << 20);
        Model cut = new Model(whole.path(), whole.weightExtents(), whole.record(), headers -> {
            try (FileChannel file = FileChannel.open(whole.path(), StandardOpenOption.WRITE)) {
                file.truncate(1 << 20);
            }
            return whole.weightExtents();
        });
        models = List.of(cut, models.get(1));
        SessionSettings settings = new SessionSettings(
                List.of(new SessionSettings.Point(CacheTier.STORAGE_COLD, new ReaderSetting(reader, 2, 64 << 10))),
                false,
                0,
                StopRule.exactly(2),
                Duration.ofHours(1),
                1,
                0,
                false);

        SessionFixture.session().run(settings, models, device, SessionFixture.machine(), out, RunListener.SILENT);

        for (RunRow row : Samples.list(RawFolder.read(out).rows())) {
            if (row.key().model().equals("large")) {
                assertNull(row.failure());
            } else {
                assertTrue(row.failure().startsWith(whole.path().toRealPath() + ": "), row.failure());
                assertTrue(row.failure().contains("shortened"), row.failure());
                assertEquals(1, row.failure().lines().count());
                assertEquals(0, row.bytes());
            }
        }
    }
}
