package dev.berth.profiler.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.device.cuda.StandInDriver;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preloads to a CUDA device whose driver is the stand-in; what is timed here means nothing. */
class PreloadFaultTest {
    private static final int BYTES = 4_000_001;

    @TempDir
    Path folder;

    private List<Extent> extents;

    @BeforeEach
    void prepare() throws IOException {
        StandInDriver.require();
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        extents = List.of(new Extent(Files.write(folder.resolve("weights"), content), 0, BYTES));
    }

    private PreloadResult load(Preloader preloader) {
        return preloader.run(new PreloadRequest(extents, headers -> extents, ReaderKind.BUFFERED, () -> {}, true));
    }

    private static void assertWhole(PreloadResult result) {
        assertEquals(Optional.empty(), result.failure());
        assertEquals(Reading.measured(true), result.verified());
    }

    /** A fault ends one run with one line, gives the memory back, and the next run is whole. */
    private void assertFaultEndsOneRun(String key) {
        try (Device device = Devices.open("cuda:0")) {
            try (Preloader preloader = new Preloader(device, 2, 64 << 10)) {
                assertWhole(load(preloader));
                StandInDriver.set(key, 1);
                PreloadResult failed = load(preloader);
                assertEquals(1, failed.failure().orElse("").lines().count());
                assertTrue(failed.failure().isPresent());
                assertEquals(0, failed.bytes());
                assertEquals(0, StandInDriver.get("live_device_allocations"));
                assertWhole(load(preloader));
            }
        }
        assertEquals(0, StandInDriver.leaks());
    }

    @Test
    void memoryThatIsRefused() {
        assertFaultEndsOneRun("fail_alloc_in");
    }

    @Test
    void copyThatFails() {
        StandInDriver.set("fail_copy_result", 999);
        assertFaultEndsOneRun("fail_copy_in");
    }

    @Test
    void copyThatDeliversWrongBytesIsSeen() {
        try (Device device = Devices.open("cuda:0");
                Preloader preloader = new Preloader(device, 2, 64 << 10)) {
            StandInDriver.set("corrupt_copy_in", 1);
            PreloadResult corrupt = load(preloader);
            assertEquals(Optional.empty(), corrupt.failure());
            assertEquals(Reading.measured(false), corrupt.verified());
            assertWhole(load(preloader));
        }
    }

    @Test
    void copiesThatTakeTimeKeepTheirBuffers() {
        try (Device device = Devices.open("cuda:0");
                Preloader preloader = new Preloader(device, 2, 64 << 10)) {
            for (int notReady = 1; notReady < 100; notReady *= 3) {
                StandInDriver.set("queries_not_ready", notReady);
                assertWhole(load(preloader));
            }
        }
    }

    @Test
    void lostDeviceIsOneLine() {
        try (Device device = Devices.open("cuda:0");
                Preloader preloader = new Preloader(device, 2, 64 << 10)) {
            StandInDriver.set("lost_in_copy", 1);
            PreloadResult lost = load(preloader);
            assertEquals(1, lost.failure().orElseThrow().lines().count());
            assertTrue(load(preloader).failure().isPresent(), "a lost device stays lost");
        }
    }
}
