package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.calibrate.DatasetAudit;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.exec.ExecEngine;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.record.Yaml;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSessionTest {
    @TempDir
    Path folder;

    /** Reads the model, is ready, and answers with as many tokens as it is asked for. */
    static ExecEngine engine(Path cache, String token) {
        Recipe recipe = Yaml.parse(
                "example",
                String.join(
                        "\n",
                        "schemaVersion: 1",
                        "name: example",
                        "about: an example",
                        "command: [sh, -c, 'cat \"$0\" > /dev/null; echo model read; echo listening; exec sleep "
                                + token + "', '{model}']",
                        "threads: 2",
                        "stages: [{name: reading, output: ^model read}]",
                        "ready: {output: ^listening}",
                        "probe: {command: [sh, -c, 'echo \"{\\\"n\\\": {steps}}\"'], tokens: /n, steps: 4, requests: 1,"
                                + " otherSteps: [1]}"),
                Recipe.class);
        return new ExecEngine(
                new FoundRecipe(recipe, "example.yaml", name -> {
                    throw new FileNotFoundException(name);
                }),
                cache);
    }

    static SessionSettings settings(ExecEngine engine, int runs) {
        return new SessionSettings(
                List.of(),
                false,
                1,
                StopRule.exactly(runs),
                Duration.ofHours(1),
                7,
                1,
                false,
                SessionSettings.Concurrency.NONE,
                new SessionSettings.Serving(
                        List.of(engine),
                        List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM),
                        0,
                        StopRule.exactly(runs)));
    }

    private static final String TOKEN = "86398.25";

    private ProfileSession.Outcome run(Path out, int runs) throws IOException {
        try (Device device = Devices.open("host");
                ExecEngine engine = engine(folder, TOKEN)) {
            return SessionFixture.session()
                    .run(
                            settings(engine, runs),
                            List.of(SessionFixture.model(folder, "served", 300_000)),
                            device,
                            SessionFixture.machine(),
                            out,
                            RunListener.SILENT);
        }
    }

    @Test
    void runsOfAnEngineAreRowsThatAreGoneOnWithAndCalibrated() throws IOException {
        Path out = folder.resolve("out");
        run(out, 1);
        ProfileSession.Outcome outcome = run(out, 3);

        RawFolder raw = RawFolder.read(out);
        List<EngineRow> rows = Samples.list(raw.engines());
        assertTrue(outcome.complete());
        assertEquals(outcome.runsMade(), rows.size());
        assertTrue(rows.size() >= 6, rows.size() + " rows");
        assertEquals("example", raw.session().engines().get(0).variant());
        assertEquals(0, Samples.list(raw.rows()).size());
        rows.forEach(row -> assertEquals(null, row.failure()));
        Model model = SessionFixture.model(folder, "served", 300_000);
        if (CacheState.whyUnprovable(CacheTier.STORAGE_COLD, List.of(model.path()))
                .isEmpty()) {
            ProfileDataset dataset = new Calibrator("test").calibrate(List.of(raw));
            EngineProfile cold = dataset.models().get(0).engines().get(0);
            assertEquals(CacheTier.STORAGE_COLD, cold.tier());
            assertEquals("exec:example", cold.name());
            assertEquals(4, cold.steps());
            assertEquals(
                    List.of("reading", "ready"),
                    cold.stages().stream().map(EngineProfile.StageProfile::name).toList());
            assertTrue(cold.readBytes().optional().orElseThrow() >= 300_000);
            assertEquals("token", cold.stepCost().optional().orElseThrow().unit());
            assertEquals(
                    dataset.models().get(0).inference(),
                    dataset.models().get(0).engines().stream()
                            .map(EngineProfile::later)
                            .reduce((one, other) -> other.optional()
                                                    .orElseThrow()
                                                    .n()
                                            > one.optional().orElseThrow().n()
                                    ? other
                                    : one)
                            .orElseThrow());
            assertEquals(List.of(), DatasetAudit.faults("dataset", dataset));
        }
    }

    @Test
    void rowsOfAnotherRecipeAreNotGoneOnWith() throws IOException {
        Path out = folder.resolve("out");
        run(out, 1);
        try (Device device = Devices.open("host");
                ExecEngine other = engine(folder, "86398.75")) {
            assertThrows(
                    OtherSessionException.class,
                    () -> SessionFixture.session()
                            .run(
                                    settings(other, 2),
                                    List.of(SessionFixture.model(folder, "served", 300_000)),
                                    device,
                                    SessionFixture.machine(),
                                    out,
                                    RunListener.SILENT));
        }
    }

    @Test
    void aKilledBerthLeavesNothingRunningAndLosesAtMostTheRunUnderWay() throws Exception {
        Path out = folder.resolve("out");
        String token = "86397." + ProcessHandle.current().pid();
        int before = 0;
        for (int kill = 1; kill <= 3; kill++) {
            int announced = runAndKill(out, token, before + kill);
            for (int i = 0; i < 600 && !running(token).isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertEquals(List.of(), running(token));
            int rows = Samples.list(RawFolder.read(out).engines()).size();
            assertTrue(rows == announced || rows == announced + 1, rows + " rows of " + announced);
            before = rows;
        }
        try (Stream<Path> left = Files.list(out.resolve("raw"))) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.toString().endsWith(".tmp")).toList());
        }
    }

    private int runAndKill(Path out, String token, int rows) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServing.class.getName(),
                        folder.toString(),
                        out.toString(),
                        token,
                        "10000")
                .redirectError(errors.toFile())
                .start();
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

    /** Processes that were started with a word, this test's own session apart. */
    private static List<String> running(String token) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (command.contains(token)) {
                        found.add(process + " " + command.replace('\0', ' '));
                    }
                } catch (IOException gone) {
                    // It ended meanwhile.
                }
            }
        }
        return found;
    }
}
