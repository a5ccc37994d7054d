package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.ExitCode;
import dev.berth.command.Main;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowKey;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Run plans through the command line, measured for real on the build's own file system. */
class RunPlanCommandsTest {
    private static final int RUNS = 4;

    /** The first shard twice: as it begins, and as it goes on. */
    private static final int KILLS = 3;

    private Path folder;
    private Path plan;
    private Path out;

    @BeforeEach
    void plan() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "plans-");
        out = folder.resolve("out");
        Files.createDirectory(folder.resolve("models"));
        write("small", 300_000);
        write("large", 3_000_000);
        plan = Files.writeString(folder.resolve("plan.yaml"), """
                schemaVersion: 1
                name: tiny
                models: [models]
                devices: [host]
                cache: [cold, warm, pinned]
                threads: [2]
                runs: %d
                warmUp: 1
                loads: [2]
                loadsRuns: 2
                ci: 0
                seed: 7
                """.formatted(RUNS));
    }

    private void write(String name, int bytes) throws IOException {
        byte[] header = ("{\"w\":{\"dtype\":\"U8\",\"shape\":[" + bytes + "],\"data_offsets\":[0," + bytes + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] weights = new byte[bytes];
        new Random(bytes).nextBytes(weights);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header).put(weights);
        Files.write(folder.resolve("models").resolve(name + ".safetensors"), file.array());
    }

    @AfterEach
    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException fault) {
                    throw new UncheckedIOException(fault);
                }
            });
        }
    }

    private CommandRun profile(Object... words) {
        return CommandRun.of(Stream.concat(Stream.of("profile", "--plan", plan), Stream.of(words))
                .toArray());
    }

    private static void assertOk(CommandRun run) {
        assertEquals(ExitCode.OK.status(), run.status(), run.err());
    }

    private static void assertRefused(String line, CommandRun run) {
        assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
        assertEquals("berth: " + line, run.err().strip());
    }

    /** Runs that were asked for; those that make up for others, which differ from time to time, apart. */
    private static List<String> runsOf(Path... folders) {
        List<RowKey> keys = new ArrayList<>();
        for (Path named : folders) {
            RawFolder raw = RawFolder.read(named);
            raw.rows().forEach(row -> keys.add(row.key()));
            raw.loads().forEach(row -> keys.add(row.key()));
        }
        return keys.stream()
                .filter(key -> key.repetition() < RUNS)
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private Path shard(int number, int count) {
        return out.resolve("shard-" + number + "-of-" + count);
    }

    @Test
    void shardsMakeTheRunsOfTheWholePlanAndMergeIntoOneDataset() throws IOException {
        Path whole = folder.resolve("whole");
        assertOk(profile("--out", whole, "--quiet"));
        for (int number = 1; number <= 3; number++) {
            assertOk(profile("--out", out, "--shard", number + "/3", "--quiet"));
        }
        assertEquals(runsOf(whole), runsOf(shard(1, 3), shard(2, 3), shard(3, 3)));
        assertEquals(3, RawFolder.read(shard(1, 3)).session().plan().shards());

        Path merged = folder.resolve("merged.json");
        assertOk(CommandRun.of("merge", out, "--out", merged, "--quiet"));
        assertOk(CommandRun.of("validate", merged, shard(1, 3), shard(2, 3), shard(3, 3)));
        assertEquals(settings(whole.resolve("profiles.json")), settings(merged));

        // Again: what is made is not made again, and its dataset is still there.
        byte[] rows = Files.readAllBytes(shard(2, 3).resolve("raw/runs.jsonl"));
        Files.delete(shard(2, 3).resolve("profiles.json"));
        CommandRun again = profile("--out", out, "--shard", "2/3");
        assertOk(again);
        assertTrue(again.err().contains(" was made before; to measure it again, choose another --out"), again.err());
        assertEquals(-1, Arrays.mismatch(rows, Files.readAllBytes(shard(2, 3).resolve("raw/runs.jsonl"))));
        assertTrue(Files.exists(shard(2, 3).resolve("profiles.json")));

        CommandRun missing = CommandRun.of("merge", shard(1, 3), shard(3, 3), "--out", folder.resolve("part.json"));
        assertEquals(ExitCode.BAD_INPUT.status(), missing.status());
        assertTrue(missing.err().contains(" is without shard 2/3; name the folder that holds it"), missing.err());
        assertFalse(Files.exists(folder.resolve("part.json")));
    }

    private static Set<String> settings(Path profiles) {
        Set<String> settings = new TreeSet<>();
        ProfileDatasets.read(profiles)
                .models()
                .forEach(model -> model.preload()
                        .forEach(preload ->
                                settings.add(model.model().name() + " " + preload.device() + " " + preload.tier() + " "
                                        + preload.reader() + " " + preload.threads() + " " + preload.chunkBytes())));
        return settings;
    }

    @Test
    void anotherPlanOrShardIsNotGoneOnWith() throws IOException {
        assertOk(profile("--out", out, "--shard", "1/2", "--quiet"));
        String digest = RawFolder.read(shard(1, 2)).session().plan().plan();

        Files.move(shard(1, 2), shard(2, 2));
        assertRefused(
                shard(2, 2).resolve("raw") + ": holds a session with other plan: shard 1/2 of plan " + digest
                        + ", now shard 2/2 of plan " + digest + "; choose another --out, or remove that folder",
                profile("--out", out, "--shard", "2/2", "--quiet"));

        Files.move(shard(2, 2), shard(1, 2));
        Files.writeString(plan, Files.readString(plan).replace("seed: 7", "seed: 8"));
        CommandRun edited = profile("--out", out, "--shard", "1/2", "--quiet");
        assertEquals(ExitCode.BAD_INPUT.status(), edited.status());
        assertTrue(
                edited.err().contains(": holds a session with other plan: shard 1/2 of plan " + digest), edited.err());
    }

    @Test
    void aPlanAndOptionsBesideItAreToldApart() {
        for (String[] words : new String[][] {
            {"--runs", "3"}, {"models"}, {"--device", "host"}, {"--follow"}, {"--shard", "3/2"}, {"--shard", "1/1000"}
        }) {
            CommandRun run = profile((Object[]) words);
            assertEquals(ExitCode.USAGE.status(), run.status(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertEquals(
                ExitCode.USAGE.status(),
                CommandRun.of("profile", folder.resolve("models"), "--shard", "1/2")
                        .status());
        assertEquals(ExitCode.USAGE.status(), CommandRun.of("profile").status());
        assertOk(profile("--dry-run", "--shard", "1/2", "--json"));
    }

    /** Rows that were whole when a process was killed are the first of those that are there in the end. */
    @Test
    void killedShardsGoOnAndMergeToWhatOneProcessMakes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        assertOk(profile("--out", whole, "--quiet"));
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            int number = 1 + kill % 2;
            Path runs = shard(number, 2).resolve("raw/runs.jsonl");
            List<String> before = wholeLines(runs);
            killAfter(number + "/2", runs, before.size() + random.nextInt(6));
            List<String> after = wholeLines(runs);
            assertEquals(before, after.subList(0, before.size()));
        }
        for (int number = 1; number <= 2; number++) {
            List<String> before = wholeLines(shard(number, 2).resolve("raw/runs.jsonl"));
            assertOk(profile("--out", out, "--shard", number + "/2", "--quiet"));
            assertEquals(
                    before,
                    wholeLines(shard(number, 2).resolve("raw/runs.jsonl")).subList(0, before.size()));
        }
        assertEquals(runsOf(whole), runsOf(shard(1, 2), shard(2, 2)));
        assertOk(CommandRun.of("merge", out, "--out", folder.resolve("merged"), "--quiet"));
        assertEquals(settings(whole.resolve("profiles.json")), settings(folder.resolve("merged/profiles.json")));
    }

    private static List<String> wholeLines(Path rows) throws IOException {
        if (!Files.exists(rows)) {
            return List.of();
        }
        String text = Files.readString(rows);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Kills a process once it has written so many rows, or lets it end where it makes fewer. */
    private void killAfter(String shard, Path rows, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "profile",
                        "--plan",
                        plan.toString(),
                        "--shard",
                        shard,
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        while (process.isAlive() && wholeLines(rows).size() < count) {
            Thread.sleep(1);
        }
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Test
    void machinesAreMergedIntoADatasetEach() throws IOException {
        assertOk(profile("--out", out, "--quiet"));
        Path other = folder.resolve("other");
        assertOk(CommandRun.of(
                "profile", folder.resolve("models"), "--out", other, "--device", "host", "--runs", 2, "--quiet"));
        asOfAnotherMachine(other);

        CommandRun oneFile = CommandRun.of("merge", out, other, "--out", folder.resolve("one.json"));
        assertRefused(
                folder.resolve("one.json")
                        + ": one file for the sessions of 2 machines, expected a folder: a dataset is"
                        + " of one machine; name a folder with --out",
                oneFile);
        Path merged = folder.resolve("merged");
        assertOk(CommandRun.of("merge", out, other, "--out", merged, "--quiet"));
        for (Path named : List.of(out, other)) {
            String machine = RawFolder.read(named).session().machine().fingerprint();
            Path file = merged.resolve(
                    "profiles-" + machine.substring("sha256:".length()).substring(0, 12) + ".json");
            assertEquals(machine, ProfileDatasets.read(file).machine().fingerprint());
        }
    }

    /** Without seals, as an older version would have written it. */
    private static void asOfAnotherMachine(Path named) throws IOException {
        RawFolder raw = RawFolder.read(named);
        Json.write(
                raw.folder().resolve("session.json"),
                Records.with(raw.session(), "machine", Samples.machine(Reading.measured("Xen"))));
        for (String name : List.of("runs.jsonl", "loads.jsonl")) {
            Path rows = raw.folder().resolve(name);
            Files.writeString(rows, Files.readString(rows).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", ""));
        }
    }
}
