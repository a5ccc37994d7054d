package dev.berth.profiler.run.ceiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Ceiling.Kind;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.device.cuda.StandInDriver;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingsTest {
    private static final int FILE_BYTES = 3_000_001;

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final RunListener listener = new RunListener() {
        @Override
        public void note(String line) {
            notes.add(line);
        }
    };

    private Path file() throws IOException {
        return Files.write(folder.resolve("file"), new byte[FILE_BYTES]);
    }

    private static Ceiling only(List<Ceiling> ceilings, Kind kind) {
        List<Ceiling> found =
                ceilings.stream().filter(ceiling -> ceiling.kind() == kind).toList();
        assertEquals(1, found.size(), kind.label());
        return found.get(0);
    }

    @Test
    void readsOfAFileAndCopiesOfTheHost() throws IOException {
        Path file = file();
        List<Ceiling> ceilings;
        try (Device host = Devices.open("host")) {
            ceilings = Ceilings.ofFile(file, host, 3, listener);
        }
        Ceiling direct = only(ceilings, Kind.DIRECT_READ);
        assertEquals(file.toString(), direct.subject());
        assertEquals(FILE_BYTES, direct.bytes());
        assertEquals(41, direct.n(), "short reads are repeated most");
        assertTrue(direct.setting().matches("direct, .*; the best of 9 settings, read afresh"));
        Ceiling intoMemory = only(ceilings, Kind.DIRECT_READ_INTO_MEMORY);
        assertEquals(FILE_BYTES, intoMemory.bytes());
        assertEquals(41, intoMemory.n());
        assertTrue(intoMemory.setting().contains("memory of its size"), intoMemory.setting());
        Ceiling warm = only(ceilings, Kind.BUFFERED_WARM_READ);
        assertTrue(warm.setting().startsWith("buffered, "), warm.setting());
        assertEquals(FILE_BYTES, warm.bytes());
        assertEquals(3, only(ceilings, Kind.MEMCPY).n());
    }

    @Test
    void plannedSettingsAreAmongThoseRead() throws IOException {
        ReaderSetting planned = new ReaderSetting(ReaderKind.DIRECT, 3, 64 << 10);
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), 1, 0);
            ceilings.directReads(List.of(SessionFixture.model(folder, "model", FILE_BYTES)), List.of(planned));
            String setting = only(ceilings.found(), Kind.DIRECT_READ).setting();
            assertTrue(setting.contains("the best of 10 settings"), setting);
        }
    }

    @Test
    void modelsAreReadAgainBetweenBlocksAsOftenAsBefore() throws IOException {
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            int blocks = 3 * 41;
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), 1, blocks);
            ceilings.directReads(List.of(SessionFixture.model(folder, "one", FILE_BYTES)), List.of());
            ceilings.directReads(List.of(SessionFixture.model(folder, "other", FILE_BYTES)), List.of());
            for (int block = 0; block < 2 * blocks; block++) {
                ceilings.again(Set.of("one"));
                assertEquals(
                        41 + Math.min(41, block / 3 + 1),
                        ceilings.found().get(1).n());
            }
            Ceiling direct = ceilings.found().get(0);
            assertEquals("one", direct.subject());
            assertEquals(2 * 41, direct.n());
            assertTrue(direct.setting().endsWith("read afresh and again between the runs"), direct.setting());
            assertEquals(41, ceilings.found().get(2).n());
            assertTrue(ceilings.found().get(2).setting().endsWith("read afresh"));
            assertEquals(List.of(), notes);
        }
    }

    @Test
    void aModelThatIsGoneIsNotedOnceAndNotReadAgain() throws IOException {
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), 1, 1);
            var model = SessionFixture.model(folder, "gone", FILE_BYTES);
            ceilings.directReads(List.of(model), List.of());
            List<Ceiling> before = ceilings.found();
            Files.delete(model.path());
            ceilings.again(Set.of("gone"));
            ceilings.again(Set.of("gone"));
            assertEquals(1, notes.size());
            assertTrue(notes.get(0).startsWith("ceiling of gone not read again: "), notes.get(0));
            assertEquals(before, ceilings.found());
        }
    }

    @Test
    void whatCannotBeReadIsNoted() throws IOException {
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), 1, 0);
            var model = SessionFixture.model(folder, "gone", FILE_BYTES);
            Files.delete(model.path());
            ceilings.directReads(List.of(model), List.of());
            assertEquals(List.of(), ceilings.found());
            assertEquals(1, notes.size(), "where nothing can be read, memory for it is not tried");
            assertTrue(notes.get(0).startsWith("no direct read ceiling of gone: "), notes.get(0));
        }
    }

    @Test
    void modelsThatASpentBudgetLeavesOutAreSaidOnce() throws IOException {
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            List<Model> models = List.of(
                    SessionFixture.model(folder, "a", FILE_BYTES),
                    SessionFixture.model(folder, "b", FILE_BYTES),
                    SessionFixture.model(folder, "c", FILE_BYTES));
            AtomicReference<Ceilings> ceilings = new AtomicReference<>();
            // Spent as soon as the first model has a ceiling.
            ceilings.set(new Ceilings(
                    new SessionScope(
                            preloaders, listener, () -> !ceilings.get().found().isEmpty()),
                    1,
                    0));

            ceilings.get().directReads(models, List.of());

            assertEquals(
                    Set.of("a"),
                    ceilings.get().found().stream().map(Ceiling::subject).collect(Collectors.toSet()));
            assertEquals(1, notes.size(), notes::toString);
            assertTrue(
                    notes.get(0).startsWith("no ceilings of 2 of 3 models, from b on: half the budget"), notes.get(0));
        }
    }

    @Test
    void copiesOfACudaDevice() {
        StandInDriver.require();
        try (Device cuda = Devices.open("cuda:0");
                Preloaders preloaders = new Preloaders(cuda)) {
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), 2, 0);
            ceilings.copies(cuda);
            assertEquals(List.of(), notes);
            assertEquals(3, ceilings.found().size());
            assertEquals(
                    "one copy at a time, pinned",
                    only(ceilings.found(), Kind.PINNED_HOST_TO_DEVICE).setting());
            assertEquals("cuda:0", only(ceilings.found(), Kind.DEVICE_TO_HOST).subject());
            assertTrue(only(ceilings.found(), Kind.PAGEABLE_HOST_TO_DEVICE)
                    .setting()
                    .startsWith("one copy at a time, pageable, "));
        }
        assertEquals(0, StandInDriver.leaks());
    }

    @Test
    void sweepReadsEverySettingEachRoundAndSortsByMedian() throws IOException {
        Path file = file();
        try (Device host = Devices.open("host");
                Preloaders preloaders = new Preloaders(host)) {
            ReadSweep sweep = new ReadSweep(
                    SessionScope.unlimited(preloaders),
                    CacheTier.STORAGE_COLD,
                    List.of(new Extent(file, 0, FILE_BYTES)),
                    1_000_000);
            List<ReadSweep.Trial> trials =
                    sweep.run(ReadSweep.settings(CacheTier.STORAGE_COLD, ReaderKind.BUFFERED), 4);
            assertEquals(9, trials.size());
            for (int i = 0; i < trials.size(); i++) {
                assertEquals(4, trials.get(i).bytesPerSecond().size());
                assertEquals(1_000_000, trials.get(i).bytes());
                assertTrue(i == 0 || trials.get(i - 1).median() >= trials.get(i).median());
            }
        }
    }
}
