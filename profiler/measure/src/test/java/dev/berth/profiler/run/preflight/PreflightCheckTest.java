package dev.berth.profiler.run.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Samples;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.onnxruntime.OnnxRuntimeEngine;
import dev.berth.profiler.engine.onnxruntime.OrtSetting;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.SessionSettings.Concurrency;
import dev.berth.profiler.run.plan.SessionSettings.Serving;
import dev.berth.profiler.run.plan.StopRule;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCheckTest {
    @TempDir
    Path folder;

    private final Device device = Devices.open("host");

    @AfterEach
    void close() {
        device.close();
    }

    private Preflight check(List<Model> models, Path out, boolean measureRate) {
        return PreflightCheck.check(SessionFixture.settings(10), models, device, out, measureRate);
    }

    /** Larger than any machine's memory, without a block on the disk. */
    private Model sparse(String name, long bytes) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        return new Model(
                file,
                List.of(new Extent(file.toRealPath(), 0, bytes)),
                Samples.model(name, bytes),
                headers -> List.of());
    }

    @Test
    void whatASessionTakesIsCountedOnPaper() throws IOException {
        Model a = SessionFixture.model(folder, "a", 1 << 20);
        Model b = SessionFixture.model(folder, "b", 3 << 20);

        Preflight preflight = check(List.of(a, b), folder.resolve("not/yet/there"), true);

        assertEquals(List.of(), preflight.faults());
        assertTrue(preflight.canStart());
        // Two points of ten runs and a warm-up; the warm-up and one more are compared with the file.
        assertEquals(2 * 2 * 11, preflight.runs());
        assertEquals(2L * (11 + 2) * (4 << 20), preflight.storageReadBytes());
        assertEquals(3 << 20, preflight.deviceBytes());
        assertEquals(preflight.stagingBytes() + preflight.deviceBytes(), preflight.hostBytes());
        double rate = preflight.storageBytesPerSecond().optional().orElseThrow();
        assertEquals(
                (preflight.storageReadBytes() + preflight.ceilingReadBytes()) / rate + 44 * 0.02,
                preflight.estimateNanos().optional().orElseThrow() / 1e9,
                1e-6);
        assertFalse(Files.exists(folder.resolve("not")), "nothing is written");
    }

    @Test
    void allFaultsAreToldTogether() throws IOException {
        Model well = SessionFixture.model(folder, "well", 1 << 20);
        Model cut = SessionFixture.model(folder, "cut", 2 << 20);
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("cut").toFile(), "rw")) {
            file.setLength(1 << 20);
        }
        Model gone = SessionFixture.model(folder, "gone", 1 << 20);
        Files.delete(folder.resolve("gone"));
        Model huge = sparse("huge", 1L << 42);
        Path notAFolder = Files.writeString(folder.resolve("text"), "a file");

        Preflight preflight = check(List.of(well, cut, gone, huge), notAFolder.resolve("out"), false);

        List<String> faults = preflight.faults();
        assertEquals(4, faults.size(), faults::toString);
        assertTrue(faults.get(0).endsWith("is not a folder; name another folder with --out"), faults.get(0));
        assertTrue(faults.get(1).startsWith("cut: ") && faults.get(1).contains("was shortened"), faults.get(1));
        assertTrue(faults.get(2).startsWith("gone: cannot be read: "), faults.get(2));
        assertTrue(
                faults.get(3).startsWith("huge: its weights take " + (1L << 42) + " bytes, host has "), faults.get(3));
        assertFalse(preflight.canStart());
        assertTrue(preflight.estimateNanos().optional().isEmpty());
    }

    @Test
    void coldRunsOfFilesThatLieInMemoryAreWarnedOf() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory) && Files.getFileStore(memory).type().equals("tmpfs"));
        Path inMemory = Files.createTempDirectory(memory, "berth-test");
        try {
            Preflight preflight =
                    check(List.of(SessionFixture.model(inMemory, "a", 1 << 20)), folder.resolve("out"), false);

            assertEquals(List.of(), preflight.faults());
            assertEquals(
                    List.of("a: " + inMemory.resolve("a")
                            + ": its file system keeps it in memory, so that no run can be"
                            + " cold; measure a copy on a disk, or with --cache warm"),
                    preflight.warnings());
        } finally {
            Files.delete(inMemory.resolve("a"));
            Files.delete(inMemory);
        }
    }

    @Test
    void modelsWithFaultsLeaveTheOthersToBeMeasured() throws IOException {
        Preflight preflight = check(
                List.of(SessionFixture.model(folder, "well", 1 << 20), sparse("huge", 1L << 42)),
                folder.resolve("out"),
                false);

        assertEquals(1, preflight.faults().size());
        assertTrue(preflight.canStart());
    }

    @Test
    void modelsThatAnEngineCannotServeAreLeftToTheOthersAndSaidOnce() throws IOException {
        Model weights = SessionFixture.model(folder, "weights", 1 << 20);
        Model graph = sparse("graph.onnx", 1 << 20);

        Preflight both = served(List.of(weights, graph));
        Preflight none = served(List.of(weights));

        String line = "not served by onnxruntime, which loads one .onnx file: weights";
        assertEquals(List.of(line), both.warnings());
        assertEquals(List.of(), both.faults());
        assertTrue(both.canStart());
        assertEquals(2 * (1 + 3), both.runs(), "of one model by engines of one and two threads");
        assertEquals(List.of(line), none.faults());
        assertFalse(none.canStart());
    }

    /** Cold, by engines of one and two threads, without weights beside them. */
    private Preflight served(List<Model> models) {
        List<Engine> engines = Stream.of(1, 2)
                .<Engine>map(threads -> new OnnxRuntimeEngine(
                        OrtSetting.of("host", threads, List.of()), new PackageCache(folder, new PackageClients())))
                .toList();
        SessionSettings settings = new SessionSettings(
                List.of(),
                false,
                0,
                StopRule.exactly(1),
                Duration.ofMinutes(1),
                7,
                0,
                false,
                Concurrency.NONE,
                new Serving(engines, List.of(CacheTier.STORAGE_COLD), 1, StopRule.exactly(3)));
        return PreflightCheck.check(settings, models, device, folder.resolve("out"), false);
    }

    @Test
    void moreRowsThanTheDiskHoldsAreAFault() throws IOException {
        SessionSettings settings = SessionFixture.settings(Integer.MAX_VALUE);

        Preflight preflight = PreflightCheck.check(
                settings, List.of(SessionFixture.model(folder, "a", 4096)), device, folder.resolve("out"), false);

        assertEquals(1, preflight.faults().size(), () -> preflight.faults().toString());
        assertTrue(preflight
                .faults()
                .get(0)
                .contains(" bytes, " + preflight.outFreeBytes().optional().orElseThrow() + " are free; "));
    }
}
