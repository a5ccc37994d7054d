package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.session.RunRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is really full; needs the right to mount one. */
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "berth-test", disk.toString()),
                "no right to mount a small file system here: run as root to test a full disk");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        succeeds("umount", disk.toString());
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private static void fill(Path folder) throws IOException {
        Path ballast = folder.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage().contains("No space left"), full::getMessage);
        }
    }

    private ProfileSession.Outcome run(Device device, List<Model> models, RunListener listener) throws IOException {
        return SessionFixture.session()
                .run(
                        SessionFixture.settings(3),
                        models,
                        device,
                        SessionFixture.machine(),
                        disk.resolve("out"),
                        listener);
    }

    @Test
    void aDiskThatFillsEndsTheSessionWithEveryRunOnItAndTheSameCommandGoesOn() throws IOException {
        List<Model> models = List.of(SessionFixture.model(folder, "a", 100_000));
        try (Device device = Devices.open("host")) {
            ProfileSession.Outcome ended = run(device, models, new RunListener() {
                @Override
                public void run(MeasuredRow row, Progress progress) {
                    if (progress.runsMade() == 3) {
                        try {
                            fill(disk);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                }
            });

            assertTrue(ended.fault().orElseThrow().contains("No space left"), ended.fault()::toString);
            assertFalse(ended.complete());
            RowLog log = RowLog.read(disk.resolve("out/raw/runs.jsonl"), RunRow.class, (row, line) -> {});
            assertTrue(log.torn().isEmpty());
            assertEquals(ended.runsMade(), log.rows());
            assertTrue(log.rows() >= 4, "the run during which the disk was full is kept");

            Files.delete(disk.resolve("ballast"));
            ProfileSession.Outcome whole = run(device, models, RunListener.SILENT);
            assertTrue(whole.complete());
            assertEquals(
                    8, Samples.list(RawFolder.read(disk.resolve("out")).rows()).size());
            assertFalse(Files.exists(disk.resolve("out/raw").resolve(RunRecorder.RESERVE_FILE)));
        }
    }
}
