package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.ExitCode;
import dev.berth.command.Main;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in every command that may take long: a real process gets SIGINT in the midst of its work. */
@EnabledOnOs(OS.LINUX)
class InterruptTest {
    private static final String SESSION = "../results/profiles/2026-11-30-epyc-2-cores-edge";
    private static final String PROFILES = SESSION + "/profiles.json";
    private static final String SCENARIO = "../results/plans/2026-11-30-epyc-2-cores-edge/scenario.yaml";
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    @TempDir
    private Path folder;

    private Path out;
    private Path err;

    @BeforeEach
    void files() {
        out = folder.resolve("stdout");
        err = folder.resolve("stderr");
    }

    /** The command as its launcher starts it, ended once something is there to be kept; what it says on stderr. */
    private String interrupted(BooleanSupplier midst, Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Djna.boot.library.path=" + System.getProperty("jna.boot.library.path", ""),
                "-Djava.library.path=" + System.getProperty("java.library.path", ""),
                "-Djna.nounpack=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            long begin = System.nanoTime();
            while (!midst.getAsBoolean()) {
                assertTrue(process.isAlive(), () -> "ended by itself: " + said());
                assertTrue(System.nanoTime() - begin < PATIENCE_NANOS, () -> "never came so far: " + said());
                Thread.sleep(20);
            }
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor());
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), this::said);
            assertEquals(ExitCode.INTERRUPTED.status(), process.exitValue(), this::said);
        } finally {
            process.destroyForcibly();
        }
        String said = said();
        assertTrue(said.contains("berth: interrupted; "), said);
        return said.substring(said.indexOf("berth: interrupted; ")).strip();
    }

    private String said() {
        try {
            return Files.readString(err, StandardCharsets.UTF_8);
        } catch (IOException none) {
            return "";
        }
    }

    private BooleanSupplier says(String words) {
        return () -> said().contains(words);
    }

    @Test
    void aSweepKeepsTheCasesThatAreThrough() throws Exception {
        Path file = folder.resolve("comparison.json");
        String last = interrupted(
                says("storage 0.3: "),
                "compare",
                "--profiles",
                PROFILES,
                "--scenario",
                SCENARIO,
                "--sweep",
                "storage=0.2,0.3,0.4",
                "--solver",
                "static-greedy",
                "--policy",
                "lru",
                "--seeds",
                "60",
                "--out",
                file);

        int through = Json.read(file, ComparisonFile.class).cases().size();
        assertTrue(through >= 1 && through < 3, last);
        assertTrue(last.startsWith("berth: interrupted; " + through + " of 3 cases are in " + file), last);
        assertTrue(last.endsWith("the others: --sweep storage=" + (through == 1 ? "0.3,0.4" : "0.4")), last);
    }

    @Test
    void aComparisonOfOneCaseSaysWhatTakesLess() throws Exception {
        String last = interrupted(
                says("simulating "),
                "compare",
                "--profiles",
                PROFILES,
                "--scenario",
                SCENARIO,
                "--solver",
                "static-greedy",
                "--policy",
                "lru",
                "--seeds",
                "400");

        assertTrue(last.contains("no method was through; fewer --seeds"), last);
    }

    @Test
    void aSimulationKeepsTheMethodsThatAreThrough() throws Exception {
        Path file = folder.resolve("simulation.json");
        String last = interrupted(
                says("simulating lru"),
                "simulate",
                "--profiles",
                PROFILES,
                "--scenario",
                SCENARIO,
                "--policy",
                "static-top-k",
                "--policy",
                "lru",
                "--policy",
                "lfu",
                "--seeds",
                "100",
                "--out",
                file);

        assertTrue(Json.read(file, SimulationFile.class).results().size() >= 2, last);
        assertTrue(last.contains("what was simulated is in " + file + "; missing: "), last);
        assertTrue(last.contains("lfu, by --solver and --policy"), last);
    }

    @Test
    void theBestPlanSoFarIsKept() throws Exception {
        Path plan = folder.resolve("plan.json");
        String last = interrupted(
                says("neighbourhood: "),
                "plan",
                "--profiles",
                PROFILES,
                "--scenario",
                SCENARIO,
                "--solver",
                "neighbourhood",
                "--gap",
                "0",
                "--time-limit",
                "10h",
                "--out",
                plan);

        assertEquals(
                "berth: interrupted; the best plan so far is in " + plan + "; the same command looks for a better one",
                last);
        assertEquals("neighbourhood", Json.read(plan, PlanFile.class).solver());
        assertTrue(Files.readString(plan).contains("interrupted, the best plan so far\""), last);
    }

    @Test
    void aPlanThatGoesNowhereIsToldHowToBeHad() throws Exception {
        String last = interrupted(
                says("neighbourhood: "),
                "plan",
                "--profiles",
                PROFILES,
                "--scenario",
                SCENARIO,
                "--solver",
                "neighbourhood",
                "--gap",
                "0",
                "--time-limit",
                "10h");

        assertTrue(last.startsWith("berth: interrupted; no plan was written; the best one of half a minute: "), last);
        assertTrue(last.endsWith(" --time-limit 30s"), last);
    }

    @Test
    void filesThatAreMadeUpStay() throws Exception {
        Path big = folder.resolve("big");
        String last = interrupted(() -> sizeOf(big) > 1 << 20, "synthesize", "llama-3-8b", "--out", big, "--json");

        assertTrue(last.contains("what was written stays in " + big + "; the same command goes on from there"), last);
    }

    @Test
    void runsThatWereMadeStay() throws Exception {
        Path model = folder.resolve("models/m.safetensors");
        Files.createDirectories(model.getParent());
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            String header = "{\"w\":{\"dtype\":\"U8\",\"shape\":[4000000],\"data_offsets\":[0,4000000]}}";
            file.write(new byte[] {(byte) header.length(), 0, 0, 0, 0, 0, 0, 0});
            file.write(header.getBytes(StandardCharsets.UTF_8));
            file.setLength(8 + header.length() + 4_000_000);
        }
        Path session = folder.resolve("out");
        for (String command : List.of("profile", "run")) {
            List<Object> words = new ArrayList<>(List.of(command));
            if (command.equals("run")) {
                words.add("--models");
            }
            words.addAll(List.of(
                    model.getParent(),
                    "--device",
                    "host",
                    "--runs",
                    "100000",
                    "--ci",
                    "0",
                    "--out",
                    session + command));
            String last = interrupted(
                    () -> sizeOf(Path.of(session + command, "raw", "runs.jsonl")) > 20_000, words.toArray());

            assertTrue(last.contains("the same command goes on from "), last);
            assertTrue(
                    Files.readString(Path.of(session + command, "raw", "session.lock"))
                            .contains("\"phase\":\"ended early\""),
                    "the next session would call it killed");
        }
    }

    @Test
    void instancesThatAreThroughStay() throws Exception {
        Path peers = folder.resolve("peers");
        String last = interrupted(
                () -> sizeOf(peers.resolve("solves.csv")) > 1000,
                "peers",
                "--sizes",
                "10x288",
                "--solvers",
                "static-greedy",
                "--warm-up",
                "1s",
                "--heap",
                "256m",
                "--out",
                peers);

        assertTrue(
                last.matches("berth: interrupted; [1-8] of 9 instances are in .*solves.csv; the others: berth peers @"
                        + peers.resolve("missing.txt") + " --out " + peers + "-2"),
                last);
        String missing = Files.readString(peers.resolve("missing.txt"));
        assertTrue(
                missing.matches("--solvers static-greedy --warm-up 1s --heap 256m --instances tight/.*/10x288/3\n"),
                missing);
    }

    @Test
    void figuresThatWereDrawnStay() throws Exception {
        Path report = Files.createDirectory(folder.resolve("report"));
        Files.copy(Path.of(PROFILES), report.resolve("profiles.json"));
        Path figures = folder.resolve("figures");
        String last = interrupted(() -> sizeOf(figures) > 0, "report", report, "--figures", figures);

        assertTrue(
                last.matches("berth: interrupted; \\d+ files were written, each of them whole; the same command makes"
                        + " them all"),
                last);
        assertTrue(Files.size(report.resolve("report.html")) > 0);
    }

    private static long sizeOf(Path place) {
        try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
            long bytes = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
            return bytes;
        } catch (IOException | java.io.UncheckedIOException changing) {
            return 0;
        }
    }

    @Test
    void aSelfTestSaysThatNothingIsKept() throws Exception {
        String last = interrupted(() -> hasOut("runtime"), "self-test", "--dir", folder);

        assertTrue(last.matches("berth: interrupted; [0-9]+ checks? (was|were) made, and nothing .*"), last);
    }

    @Test
    void benchmarksSayThatNoResultsAreKept() throws Exception {
        String last =
                interrupted(() -> hasOut("Warmup"), "bench", "SweepBenchmark", "-f", "0", "-wi", "100", "-i", "1");

        assertTrue(last.contains("so none are kept; the same command begins anew"), last);
    }

    private boolean hasOut(String words) {
        try {
            return Files.readString(out, StandardCharsets.UTF_8).contains(words);
        } catch (IOException none) {
            return false;
        }
    }
}
