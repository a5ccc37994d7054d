package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.device.cuda.StandInDriver;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models larger than their device, and files with holes. */
class LargeModelTest {
    private static final int DATA_BYTES = 1 << 20;

    @TempDir
    Path folder;

    /** A hole, and some data at its end. */
    private Model sparse(long bytes) throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
            sparse.seek(bytes - DATA_BYTES);
            sparse.write(new byte[DATA_BYTES]);
        }
        List<Extent> extents = List.of(new Extent(file.toRealPath(), 0, bytes));
        return new Model(file, extents, record(Samples.model("sparse", bytes)), headers -> extents);
    }

    /** The same model of which only the data are on the disk. */
    private static ModelRecord record(ModelRecord whole) {
        return Records.with(
                whole, "storage", Records.with(whole.storage(), "allocatedBytes", Reading.measured((long) DATA_BYTES)));
    }

    private List<RunRow> run(Device device, Model model, boolean allowFallback) throws IOException {
        return run(
                SessionFixture.machine(),
                device,
                model,
                allowFallback,
                new SessionSettings.Point(CacheTier.STORAGE_COLD, new ReaderSetting(ReaderKind.DIRECT, 2, 1 << 20)));
    }

    private List<RunRow> run(
            MachineRecord machine, Device device, Model model, boolean allowFallback, SessionSettings.Point point)
            throws IOException {
        SessionSettings settings = new SessionSettings(
                List.of(point), false, 0, StopRule.exactly(2), Duration.ofHours(1), 1, 1, allowFallback);
        Path out = Files.createTempDirectory(folder, "out");
        SessionFixture.session().run(settings, List.of(model), device, machine, out, RunListener.SILENT);
        return Samples.list(RawFolder.read(out).rows());
    }

    @Test
    void aHoleIsToldAndReadsNothingFromTheDevice() throws IOException {
        try (Device host = Devices.open("host")) {
            for (RunRow row : run(host, sparse(64L << 20), false)) {
                assertEquals(CacheTier.STORAGE_COLD, row.tier(), row.cache().reason());
                long read = row.cache().processReadBytes().optional().orElseThrow();
                assertTrue(read >= DATA_BYTES && read < 2 * DATA_BYTES, () -> "read=" + read);
                assertTrue(
                        row.cache()
                                .reason()
                                .contains(
                                        "; " + (63L << 20) + " bytes lie in holes, which are read without the device"),
                        row.cache().reason());
            }
        }
    }

    @Test
    void filesLargerThanMemoryAreNotReadIntoThePageCache() throws IOException {
        MachineRecord machine = SessionFixture.machine();
        MachineRecord small = Records.with(
                machine, "memory", Records.with(machine.memory(), "availableBytes", Reading.measured(64L << 20)));
        Model model = sparse(80L << 20);
        try (Device host = Devices.open("host")) {
            List<RunRow> rows = run(
                    small,
                    host,
                    model,
                    true,
                    new SessionSettings.Point(
                            CacheTier.PAGE_CACHE_WARM, new ReaderSetting(ReaderKind.BUFFERED, 1, 1 << 20)));

            assertEquals(3, rows.size(), "three failures in a row end the series");
            assertTrue(
                    rows.get(0).failure().contains("do not fit the page cache: " + (64L << 20) + " bytes"),
                    rows.get(0).failure());
        }
    }

    @Test
    void aModelLargerThanItsDeviceFailsUnlessItMayPassThroughAWindow() throws IOException {
        StandInDriver.require();
        StandInDriver.set("memory_bytes", 300L << 20);
        Model model = sparse(400L << 20);
        try (Device cuda = Devices.open("cuda:0")) {
            List<RunRow> refused = run(cuda, model, false);
            assertTrue(refused.stream()
                    .allMatch(row -> row.failure() != null && row.failure().contains("cuMemAlloc")));

            List<RunRow> streamed = run(cuda, model, true);
            assertEquals(2, streamed.size());
            for (RunRow row : streamed) {
                assertEquals(null, row.failure());
                assertEquals(400L << 20, row.bytes());
                assertTrue(row.memory().requestedBytes() <= 75L << 20, row.memory()::toString);
                assertTrue(
                        row.fallbacks().get(0).startsWith("destination smaller than the model: its 419430400 weight"),
                        row.fallbacks()::toString);
                assertTrue(row.verified().optional().isEmpty());
            }
        }
        assertEquals(0, StandInDriver.leaks());
    }
}
