package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.record.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    @TempDir
    Path folder;

    @Test
    void killedProcessLosesAtMostTheRunUnderWayAndTheNextGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        int rowsBefore = 0;
        for (int kill = 1; kill <= 3; kill++) {
            int announced = runAndKill(out, rowsBefore + 3 + kill);
            RawFolder raw = RawFolder.read(out);
            int rows = Samples.list(raw.rows()).size();
            // All lines up to the kill were read: what was announced is on storage, and one more row at most, whose
            // announcement the kill cut off.
            assertTrue(rows == announced || rows == announced + 1, rows + " rows of " + announced);
            assertTrue(rows > rowsBefore);
            for (int i = 0; i < rows; i++) {
                assertEquals(i, Samples.list(raw.rows()).get(i).sequence());
            }
            assertTrue(histogramsIn(raw.folder().resolve("total.hlog")) <= rows);
            rowsBefore = rows;
        }
    }

    @Test
    void aKillIsToldEvenWhereTheSessionIsNotGoneOnWith() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        runAndKill(out, 1);
        List<String> warnings = new ArrayList<>();
        try (Device device = Devices.open("host")) {
            List<Model> models = List.of(SessionFixture.model(folder, "killed", 3_000_000));
            assertThrows(
                    OtherSessionException.class,
                    () -> SessionFixture.session()
                            .run(
                                    SessionFixture.settings(10_000),
                                    models,
                                    device,
                                    Samples.machine(Reading.measured("VMware")),
                                    out,
                                    new RunListener() {
                                        @Override
                                        public void warning(String line) {
                                            warnings.add(line);
                                        }
                                    }));
        }
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith(out.resolve("raw") + ": the session before was "), () -> warnings.get(0));
    }

    /** Returns how many rows the process had announced when it was killed. */
    private int runAndKill(Path out, int rows) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSession.class.getName(),
                folder.toString(),
                out.toString()));
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        int announced = 0;
        try (BufferedReader lines = process.inputReader()) {
            while (announced < rows) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("ended by itself: " + Files.readString(errors));
                }
                announced = Integer.parseInt(line) + 1;
            }
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                announced = Integer.parseInt(line) + 1;
            }
        }
        process.waitFor();
        return announced;
    }

    private static int histogramsIn(Path log) throws IOException {
        int n = 0;
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            for (EncodableHistogram one = reader.nextIntervalHistogram();
                    one != null;
                    one = reader.nextIntervalHistogram()) {
                n += one.getTag() == null ? 1 : 0;
            }
        }
        return n;
    }
}
