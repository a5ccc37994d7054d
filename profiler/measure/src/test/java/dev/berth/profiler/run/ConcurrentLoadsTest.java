package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.SessionSettings.Concurrency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Re-loads, concurrent loads and loads on a busy device, from the session to the dataset. */
class ConcurrentLoadsTest {
    private static final int WEIGHT_BYTES = 17_000_001;
    private static final int RUNS = 2;

    @TempDir
    Path folder;

    private ProfileSession.Outcome run(List<Model> models, RunListener listener) throws IOException {
        SessionSettings alone = SessionFixture.settings(2);
        SessionSettings settings = new SessionSettings(
                alone.points(),
                alone.fastestOnly(),
                alone.warmUpRuns(),
                alone.stopRule(),
                alone.budget(),
                alone.seed(),
                alone.verifyRuns(),
                alone.allowFallback(),
                new Concurrency(List.of(1, 3), RUNS),
                SessionSettings.Serving.NONE);
        try (Device device = Devices.open("host")) {
            return SessionFixture.session()
                    .run(settings, models, device, SessionFixture.machine(), folder.resolve("out"), listener);
        }
    }

    @Test
    void everySeriesHasItsRowsAndTheDatasetItsFigures() throws IOException {
        List<Model> models = List.of(SessionFixture.model(folder, "m", WEIGHT_BYTES));
        int[] told = new int[1];
        ProfileSession.Outcome outcome = run(models, new RunListener() {
            @Override
            public void run(MeasuredRow row, Progress progress) {
                told[0] += row instanceof ConcurrentRow ? 1 : 0;
            }
        });
        RawFolder raw = RawFolder.read(folder.resolve("out"));

        assertTrue(outcome.complete());
        assertEquals(Samples.list(raw.loads()).size(), told[0]);
        assertEquals(Samples.list(raw.rows()).size() + Samples.list(raw.loads()).size(), outcome.runsMade());
        // Re-load, alone, three at once, device busy: of two tiers each.
        assertEquals(2 * 4 * RUNS, Samples.list(raw.loads()).size());
        assertEquals(
                Samples.list(raw.loads()).size(),
                new HashSet<>(Samples.list(raw.loads()).stream()
                                .map(ConcurrentRow::key)
                                .toList())
                        .size());
        for (ConcurrentRow row : Samples.list(raw.loads())) {
            assertNull(row.failure());
            assertEquals(row.key().requestedTier(), row.tier(), row.cache()::reason);
            assertEquals((long) row.key().loads() * WEIGHT_BYTES, row.bytes());
            assertTrue(row.delayNanos().stream().allMatch(nanos -> nanos > 0 && nanos <= row.spanNanos()));
            boolean reload = row.key().kind() == LoadKind.RELOAD;
            assertEquals(reload, row.unload().nanos().optional().isPresent());
        }

        ProfileDataset dataset = new Calibrator("berth test").calibrate(List.of(raw));
        ModelProfile profile = dataset.models().get(0);
        assertEquals(1, profile.unload().size());
        assertEquals(
                Samples.list(raw.rows()).stream()
                        .filter(row -> !row.key().warmUp())
                        .count(),
                profile.unload().get(0).time().n());
        assertEquals(2, profile.reload().size());
        Map<CacheTier, Long> concurrent = profile.concurrent().stream()
                .collect(Collectors.groupingBy(one -> one.tier(), TreeMap::new, Collectors.counting()));
        assertEquals(Map.of(CacheTier.STORAGE_COLD, 3L, CacheTier.PAGE_CACHE_WARM, 3L), concurrent);
        assertTrue(profile.deviceMemory().get(0).processBytes().optional().orElseThrow() >= WEIGHT_BYTES / 2);
    }

    @Test
    void aSessionGoesOnWhereItEnded() throws IOException {
        List<Model> models = List.of(SessionFixture.model(folder, "m", WEIGHT_BYTES));
        run(models, new RunListener() {});
        Path file = folder.resolve("out/raw/loads.jsonl");
        List<String> lines = Files.readAllLines(file);
        // As a kill leaves it: five whole rows and a torn one.
        Files.writeString(
                file,
                String.join("\n", lines.subList(0, 5)) + "\n" + lines.get(5).substring(0, 40));

        run(models, new RunListener() {});

        RawFolder raw = RawFolder.read(folder.resolve("out"));
        assertEquals(2 * 4 * RUNS, Samples.list(raw.loads()).size());
        assertEquals(lines.subList(0, 5), Files.readAllLines(file).subList(0, 5));
        assertTrue(Files.size(folder.resolve("out/raw/loads.torn")) > 40);
        for (int i = 0; i < Samples.list(raw.loads()).size(); i++) {
            assertEquals(i, Samples.list(raw.loads()).get(i).sequence());
        }
    }

    @Test
    void aFileThatEndsEarlyIsOneRowAndTheRestGoesOn() throws IOException {
        Model cut = SessionFixture.model(folder, "cut", WEIGHT_BYTES);
        Model whole = SessionFixture.model(folder, "whole", WEIGHT_BYTES / 2);
        boolean[] isCut = new boolean[1];
        run(List.of(cut, whole), new RunListener() {
            @Override
            public void run(MeasuredRow row, Progress progress) {
                if (row instanceof ConcurrentRow && !isCut[0]) {
                    isCut[0] = true;
                    truncate(cut.path());
                }
            }
        });
        RawFolder raw = RawFolder.read(folder.resolve("out"));

        List<ConcurrentRow> failed = Samples.list(raw.loads()).stream()
                .filter(row -> row.failure() != null)
                .toList();
        assertFalse(failed.isEmpty());
        for (ConcurrentRow row : failed) {
            assertEquals("cut", row.key().model());
            assertNotNull(row.failure());
            assertTrue(row.failure().lines().count() == 1, row.failure());
            assertEquals(List.of(), row.delayNanos());
        }
        assertTrue(Samples.list(raw.loads()).stream()
                .filter(row -> row.key().model().equals("whole"))
                .allMatch(row -> row.failure() == null));
        assertEquals(
                2 * 4 * RUNS,
                Samples.list(raw.loads()).stream()
                        .filter(row -> row.key().model().equals("whole"))
                        .count());
    }

    private static void truncate(Path file) {
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(WEIGHT_BYTES / 2);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
