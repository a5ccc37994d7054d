package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.device.cuda.StandInDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models to dataset through the command line, measured for real on the build's own file system. */
class MeasuringCommandsTest {
    private Path folder;
    private Path models;
    private Path out;

    @BeforeEach
    void models() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "measuring-");
        models = Files.createDirectory(folder.resolve("models"));
        out = folder.resolve("out");
        write("small", 300_000);
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

    @Test
    void aFolderOfModelsBecomesADatasetThatValidates() throws IOException {
        write("medium", 1_000_000);
        write("large", 3_000_000);

        CommandRun run = profile("--runs", 3);

        assertEquals(ExitCode.OK.status(), run.status(), run.err());
        assertTrue(run.out().contains("cold"), run.out());
        ProfileDataset dataset = ProfileDatasets.read(out.resolve("profiles.json"));
        assertEquals(
                List.of("large", "medium", "small"),
                dataset.models().stream().map(model -> model.model().name()).toList());
        for (ModelProfile model : dataset.models()) {
            assertEquals(model.model().weightBytes(), model.preload().get(0).bytes());
        }
        assertEquals(
                ExitCode.OK.status(),
                CommandRun.of(
                                "validate",
                                out.resolve("profiles.json"),
                                out.resolve("raw/session.json"),
                                out.resolve("raw/runs.jsonl"))
                        .status());
    }

    @Test
    void badFilesCostALineEachAndTheOthersAreStillProfiled() throws IOException {
        write("medium", 1_000_000);
        Path small = models.resolve("small.safetensors");
        Files.write(
                models.resolve("truncated.safetensors"), java.util.Arrays.copyOf(Files.readAllBytes(small), 200_000));
        Files.createFile(models.resolve("empty.onnx"));

        CommandRun run = profile("--runs", 2, "--quiet");

        assertEquals(ExitCode.BAD_INPUT.status(), run.status());
        assertEquals(
                2, run.err().lines().filter(line -> line.startsWith("berth: ")).count(), run.err());
        ProfileDataset dataset = ProfileDatasets.read(out.resolve("profiles.json"));
        assertEquals(2, dataset.models().size());
        for (String file : List.of("truncated.safetensors", "empty.onnx")) {
            assertTrue(
                    dataset.notes().stream().anyMatch(note -> note.startsWith("left out: " + models.resolve(file))),
                    dataset.notes().toString());
        }
    }

    @Test
    void aFinishedSessionIsKeptWhenItsFolderIsNamedAgain() throws IOException {
        profile("--runs", 2);
        byte[] first = Files.readAllBytes(out.resolve("raw/runs.jsonl"));
        profile("--runs", 2);

        Path earlier;
        try (Stream<Path> children = Files.list(out)) {
            earlier = children.filter(path -> path.getFileName().toString().startsWith("earlier-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertEquals(-1, java.util.Arrays.mismatch(first, Files.readAllBytes(earlier.resolve("raw/runs.jsonl"))));
        assertTrue(Files.exists(earlier.resolve("profiles.json")));
        assertTrue(java.util.Arrays.mismatch(first, Files.readAllBytes(out.resolve("raw/runs.jsonl"))) >= 0);
    }

    /** A project with models in it, named as the folder for results, twice. */
    @Test
    void whatElseLiesInTheFolderIsNeverTouched() throws IOException {
        Path head = Files.createDirectory(folder.resolve(".git")).resolve("HEAD");
        Files.writeString(head, "ref");
        for (int i = 0; i < 3; i++) {
            CommandRun run = CommandRun.of("profile", models, "--out", folder, "--device", "host", "--runs", 1);
            assertEquals(ExitCode.OK.status(), run.status(), run.err());
        }

        assertEquals("ref", Files.readString(head));
        assertTrue(Files.exists(models.resolve("small.safetensors")));
        try (Stream<Path> children = Files.list(folder)) {
            List<String> names =
                    children.map(path -> path.getFileName().toString()).sorted().toList();
            assertEquals(7, names.size(), names::toString);
            assertEquals(
                    List.of(".git", "models", "profiles.json", "profiles.schema.json", "raw"),
                    names.stream().filter(name -> !name.startsWith("earlier-")).toList());
        }
    }

    @Test
    void aModelWhoseRunsFailHalfWayChangesTheExitStatus() throws IOException {
        profile("--runs", 2, "--cache", "cold");
        Path runs = out.resolve("raw/runs.jsonl");
        // As if the last run had failed and the session ended early.
        List<String> lines = Files.readAllLines(runs);
        String last = lines.remove(lines.size() - 1);
        lines.add(last.replace("\"failure\":null", "\"failure\":\"no such file\"")
                .replace("\"tier\":\"storage-cold\"", "\"tier\":\"unproven\""));
        // As an older version would have written it.
        lines.replaceAll(line -> line.replaceFirst(",\"seal\":\"[0-9a-f]{64}\"", ""));
        Files.write(runs, lines);
        Files.delete(out.resolve("raw/session.lock"));
        Files.delete(out.resolve("profiles.json"));

        CommandRun run = profile("--runs", 2, "--cache", "cold", "--quiet");

        assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
        assertTrue(run.err().contains(" runs failed, the last one: no such file"), run.err());
    }

    @Test
    void aSpentBudgetIsGoneOnWith() {
        CommandRun stopped = profile("--runs", 4, "--budget", "0s");
        assertEquals(ExitCode.USAGE.status(), stopped.status());
        assertFalse(Files.exists(out.resolve("profiles.json")));

        profile("--runs", 4, "--cache", "cold");
        assertEquals(4 + 1, Samples.list(RawFolder.read(out).rows()).size());
    }

    @Test
    void aBudgetThatEndsBeforeTheFirstRunNamesARemedyAndLeavesNothing() {
        CommandRun run = profile("--runs", 4, "--budget", "1ms");

        assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
        assertTrue(run.err().contains("(--budget) was spent before the first run"), run.err());
        assertTrue(run.err().contains("such as --budget 20m"), run.err());
        assertFalse(Files.exists(out), "a folder of nothing");
    }

    @Test
    void runsEndOnceTheMedianIsKnownUnlessAllAreAskedFor() throws IOException {
        write("medium", 1_000_000);
        write("large", 3_000_000);
        profile("--runs", 400, "--cache", "cold", "--ci", "20%");
        assertTrue(Samples.list(RawFolder.read(out).rows()).size() < 3 * (400 + 1));
        Files.delete(models.resolve("medium.safetensors"));
        Files.delete(models.resolve("large.safetensors"));

        profile("--runs", 40, "--cache", "cold", "--ci", 0);
        assertEquals(40 + 1, Samples.list(RawFolder.read(out).rows()).size());
    }

    @Test
    void jsonGoesToStdoutAloneAndIsTheDataset() throws IOException {
        CommandRun run = profile("--runs", 2, "--json");

        assertEquals(
                Files.readString(out.resolve("profiles.json")).strip(),
                run.out().strip());
    }

    @Test
    void figuresOfTheStandInDriverAreNotPublished() {
        StandInDriver.require();
        CommandRun run = CommandRun.of("profile", models, "--out", out, "--runs", 2, "--device", "cuda:0");

        assertEquals(ExitCode.BAD_INPUT.status(), run.status());
        assertTrue(run.err().contains("stand-in"), run.err());
        assertFalse(Files.exists(out.resolve("profiles.json")));
    }

    @Test
    void aDryRunSaysWhatWouldBeTakenAndWritesNothing() {
        CommandRun run = CommandRun.of("profile", models, "--device", "host", "--out", out, "--dry-run", "--runs", 3);

        assertEquals(ExitCode.OK.status(), run.status(), run.err());
        assertTrue(run.out().contains("1, at most 16 runs"), run.out());
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("B/s, measured by reading up to 67.1 MB of the largest model"), words);
        assertFalse(Files.exists(out));
    }

    @Test
    void allFaultsOfADryRunAreToldInOneGo() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no folder");

        CommandRun run = CommandRun.of("profile", models, "--out", text, "--device", "host", "--dry-run", "--json");

        assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
        assertTrue(run.err().contains("berth: " + text + ": cannot be written"), run.err());
        assertTrue(run.out().contains("\"canStart\": false"), run.out());
    }

    @Test
    void aDryRunNamesWhatCannotBeReadInItsDocumentToo() throws IOException {
        Path empty = Files.createFile(models.resolve("empty.onnx"));

        for (Path asked : List.of(models, empty)) {
            CommandRun run =
                    CommandRun.of("profile", asked, "--out", out, "--device", "host", "--dry-run", "--json", "--quiet");

            assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
            assertTrue(run.err().startsWith("berth: " + empty + ": "), run.err());
            assertTrue(run.out().contains("\"faults\": [ \"" + empty + ": "), run.out());
            assertTrue(run.out().contains("\"canStart\": " + asked.equals(models)), run.out());
        }
    }

    /** Names of files as people send them to see whether lines can be forged or turned round. */
    @Test
    void hiddenCharactersOfNamesAreShownInEveryOutput() throws IOException {
        byte[] good = Files.readAllBytes(models.resolve("small.safetensors"));
        Files.write(models.resolve("a\nberth: ok\u001b[31m\u009b1m\u007f.safetensors"), good);
        Files.write(models.resolve("b\u202egnp\u2066\u200f\u061c\u2028.safetensors"), good);
        Files.write(models.resolve("c\nforged: line.gguf"), new byte[] {1, 2, 3, 4});
        Path dataset = out.resolve("profiles.json");
        List<CommandRun> runs = new ArrayList<>(List.of(
                CommandRun.of("models", models),
                CommandRun.of("models", models, "--json"),
                CommandRun.of("models", models.resolve("none\nsuch\u202e")),
                CommandRun.of("profile", models, "--out", out, "--device", "host", "--dry-run", "--bad\u001b"),
                profile("--runs", 2)));
        runs.addAll(List.of(
                CommandRun.of("profile", models, "--out", folder.resolve("two"), "--runs", 1, "--ci", 0, "--json"),
                CommandRun.of("calibrate", out, "--out", out.resolve("again.json")),
                CommandRun.of("predict", "--profiles", dataset, models),
                CommandRun.of("export", "--profiles", dataset, "--format", "csv"),
                CommandRun.of("export", "--profiles", dataset, "--format", "md"),
                CommandRun.of("diff", dataset, dataset, "--verbose"),
                CommandRun.of("validate", dataset, out.resolve("raw/runs.jsonl"))));

        for (CommandRun run : runs) {
            String said = run.out() + run.err();
            assertTrue(said.codePoints().noneMatch(MeasuringCommandsTest::hides), said);
            assertTrue(said.lines().noneMatch(line -> line.matches("(forged|berth: ok).*")), said);
        }
        assertTrue(
                runs.get(0).out().contains("a\\u000abert…1m\\u007f "),
                runs.get(0).out());
        assertTrue(
                runs.get(0).out().contains("b\\u202egnp…\\u2028 "), runs.get(0).out());
        assertTrue(
                runs.get(0).err().contains("c\\u000aforged: line.gguf: "),
                runs.get(0).err());
        assertEquals(
                "a\nberth: ok\u001b[31m\u009b1m\u007f",
                new ObjectMapper()
                        .readTree(runs.get(1).out())
                        .at("/models/0/name")
                        .asText());
    }

    private static boolean hides(int character) {
        return (character != '\n' && character != '\r' && Character.getType(character) == Character.CONTROL)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR;
    }

    @Test
    void usageFaultsAreOneLineEach() {
        for (List<String> fault : List.of(
                List.of("--runs", "0"),
                List.of("--ci", "21%"),
                List.of("--ci", "0.5"),
                List.of("--cache", "lukewarm"),
                List.of("--chunk", "5"),
                List.of("--engine", "steam"),
                List.of("--threads", "many"))) {
            CommandRun run = CommandRun.of("profile", models, "--device", "host", fault.get(0), fault.get(1));
            assertEquals(ExitCode.USAGE.status(), run.status(), fault + ": " + run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }

    @Test
    void machineAndModelsAnswerInBothTongues() {
        assertTrue(CommandRun.of("machine").out().contains("kernel"));
        assertTrue(CommandRun.of("machine", "--json").out().startsWith("{"));
        CommandRun listing = CommandRun.of("models", models);
        assertTrue(listing.out().contains("safetensors"), listing.out());
        assertEquals(
                ExitCode.BAD_INPUT.status(),
                CommandRun.of("models", folder.resolve("absent")).status());
    }

    private CommandRun profile(Object... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("profile", models, "--out", out, "--device", "host", "--warm-up", 1),
                        Stream.of(options))
                .toArray());
    }

    private void write(String name, int weightBytes) throws IOException {
        byte[] header = ("{\"w\":{\"dtype\":\"U8\",\"shape\":[" + weightBytes + "],\"data_offsets\":[0," + weightBytes
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + weightBytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] weights = new byte[weightBytes];
        new Random(weightBytes).nextBytes(weights);
        file.putLong(header.length).put(header).put(weights);
        Files.write(models.resolve(name + ".safetensors"), file.array());
    }
}
