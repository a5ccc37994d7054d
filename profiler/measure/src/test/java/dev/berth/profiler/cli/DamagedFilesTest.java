package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.ExitCode;
import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Json;
import dev.berth.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Corrupted, half-written, renamed, duplicated, reordered and foreign rows in every file of a session, and the same of
 * its head and its dataset: each is refused by the line it stands in, or told and left out.
 */
class DamagedFilesTest {
    private static final List<String> LOGS = List.of("runs.jsonl", "loads.jsonl", "engines.jsonl");

    @TempDir
    private Path folder;

    private Path out;
    private Path raw;
    private Path profiles;

    @BeforeEach
    void session() throws IOException {
        out = folder.resolve("out");
        raw = write(out, Samples.STARTED);
        profiles = out.resolve("profiles.json");
        assertOk(CommandRun.of("calibrate", out, "--out", profiles));
        assertOk(CommandRun.of("validate", out));
    }

    private static SessionRecord head(String startedUtc) {
        return Records.with(
                Samples.session(
                        startedUtc,
                        List.of(Samples.host()),
                        List.of(Samples.model("a", 4096), Samples.model("b", 4096)),
                        List.of()),
                "engines",
                List.of(Samples.engine()));
    }

    /** A session of another moment is another one, and its seals are others. */
    private static Path write(Path out, String startedUtc) throws IOException {
        Path raw = Files.createDirectories(out.resolve("raw"));
        SessionRecord head = head(startedUtc);
        Json.write(raw.resolve("session.json"), head);
        List<Record> runs = new ArrayList<>(Samples.inSequence(Stream.of("a", "b")
                .flatMap(model -> Samples.rows(model, "host", CacheTier.STORAGE_COLD, 4096, 900, 800, 700).stream())
                .toList()));
        List<Record> loads = new ArrayList<>();
        List<Record> engines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loads.add(Samples.loads(i % 2 == 0 ? "a" : "b", LoadKind.CONCURRENT, 1, i, 1_000_000 + i));
            engines.add(Samples.engineRow(i % 2 == 0 ? "a" : "b", i, 1_000_000, 300_000));
        }
        List<List<Record>> rows = List.of(runs, loads, engines);
        for (int i = 0; i < LOGS.size(); i++) {
            Files.writeString(raw.resolve(LOGS.get(i)), Samples.sealedLines(head, rows.get(i)));
        }
        return raw;
    }

    private static void assertOk(CommandRun run) {
        assertEquals(ExitCode.OK.status(), run.status(), run.err());
    }

    /** One way of damaging the lines of a log. */
    private enum Damage {
        EDITED(lines -> edit(lines, 2, line -> line.replaceFirst("0,\"seal\"|\\}\\},\"seal\"|\"real\"", "$0 ")), 3),
        NO_JSON(lines -> edit(lines, 2, line -> line.replaceFirst("\\{", "<")), 3),
        ZEROED(lines -> edit(lines, 2, line -> "\0".repeat(line.length())), 3),
        CUT_IN_THE_MIDDLE(lines -> edit(lines, 2, line -> line.substring(0, line.length() / 2)), 3),
        JOINED(
                lines -> {
                    lines.set(2, lines.get(2) + lines.remove(3));
                    return lines;
                },
                3),
        KEY_RENAMED(lines -> edit(lines, 2, line -> line.replace("\"sequence\"", "\"number\"")), 3),
        MODEL_RENAMED(lines -> edit(lines, 2, line -> line.replaceFirst("\"model\":\"a\"", "\"model\":\"b\"")), 3),
        SEAL_REMOVED(lines -> edit(lines, 2, line -> line.replaceFirst(",\"seal\":\"[0-9a-f]{64}\"", "")), 3),
        DUPLICATED(
                lines -> {
                    lines.add(3, lines.get(2));
                    return lines;
                },
                4),
        REORDERED(
                lines -> {
                    Collections.swap(lines, 2, 3);
                    return lines;
                },
                3),
        MISSING(
                lines -> {
                    lines.remove(2);
                    return lines;
                },
                3),
        FIRST_MISSING(
                lines -> {
                    lines.remove(0);
                    return lines;
                },
                1);

        /** Immutable: none of them keeps anything. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final UnaryOperator<List<String>> change;

        private final int line;

        Damage(UnaryOperator<List<String>> change, int line) {
            this.change = change;
            this.line = line;
        }

        private static List<String> edit(List<String> lines, int index, UnaryOperator<String> edit) {
            String before = lines.get(index);
            String after = edit.apply(before);
            assertFalse(after.equals(before), "nothing was changed in " + before);
            lines.set(index, after);
            return lines;
        }
    }

    static Stream<Arguments> damages() {
        return LOGS.stream().flatMap(log -> Stream.of(Damage.values()).map(damage -> Arguments.of(log, damage)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedRowIsRefusedByItsLine(String log, Damage damage) throws IOException {
        Path file = raw.resolve(log);
        Files.write(file, damage.change.apply(new ArrayList<>(Files.readAllLines(file))));

        assertRefusedAt(file, damage.line);
    }

    /** By {@code validate} with every fault, by {@code calibrate} and {@code merge} with one line, the first fault. */
    private void assertRefusedAt(Path file, int line) {
        String place = "berth: " + file + ":" + line + ": ";
        CommandRun validated = CommandRun.of("validate", out, "--quiet");
        assertEquals(ExitCode.BAD_INPUT.status(), validated.status(), validated.err());
        assertTrue(validated.err().startsWith(place), validated.err());
        for (String command : List.of("calibrate", "merge")) {
            Path made = folder.resolve(command + ".json");
            CommandRun run = CommandRun.of(command, out, "--out", made, "--quiet");
            assertEquals(ExitCode.BAD_INPUT.status(), run.status(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith(place), run.err());
            assertFalse(Files.exists(made));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs.jsonl", "loads.jsonl", "engines.jsonl"})
    void aHalfWrittenLastRowIsToldAndLeftOut(String log) throws IOException {
        Path file = raw.resolve(log);
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 40));
        String torn = file + ":6: last line is cut off after ";

        CommandRun validated = CommandRun.of("validate", out, "--quiet");
        assertEquals(ExitCode.BAD_INPUT.status(), validated.status());
        assertEquals(1, validated.err().lines().count(), validated.err());
        assertTrue(validated.err().startsWith("berth: " + torn), validated.err());
        Path made = folder.resolve("made.json");
        assertOk(CommandRun.of("calibrate", out, "--out", made));
        assertTrue(Files.readString(made).contains(torn));
        assertOk(CommandRun.of("merge", out, "--out", made));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs.jsonl", "loads.jsonl", "engines.jsonl"})
    void foreignRowsAreRefused(String log) throws IOException {
        Path file = raw.resolve(log);
        List<String> own = Files.readAllLines(file);
        List<String> foreign = Files.readAllLines(
                write(folder.resolve("other"), "2026-02-02T00:00:00Z").resolve(log));

        List<String> oneOfThem = new ArrayList<>(own);
        oneOfThem.set(3, foreign.get(3));
        Files.write(file, oneOfThem);
        assertRefusedAt(file, 4);

        List<String> appended = new ArrayList<>(own.subList(0, 5));
        appended.add(foreign.get(5));
        Files.write(file, appended);
        assertRefusedAt(file, 6);

        Files.write(file, foreign);
        assertRefusedAt(file, 1);
    }

    @Test
    void aLogUnderTheNameOfAnotherIsRefused() throws IOException {
        Files.move(raw.resolve("runs.jsonl"), folder.resolve("aside"));
        Files.move(raw.resolve("loads.jsonl"), raw.resolve("runs.jsonl"));

        assertRefusedAt(raw.resolve("runs.jsonl"), 1);
        Files.move(raw.resolve("runs.jsonl"), raw.resolve("engines.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("aside"), raw.resolve("runs.jsonl"));
        assertRefusedAt(raw.resolve("engines.jsonl"), 1);
    }

    /** As older versions wrote them: what a seal would have told, order and sums tell, foreign rows by their model. */
    @ParameterizedTest
    @MethodSource("damages")
    void withoutSealsTheRowsThemselvesTell(String log, Damage damage) throws IOException {
        Path file = raw.resolve(log);
        Files.writeString(file, Files.readString(file).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", ""));
        assertOk(CommandRun.of("validate", out));
        // Nobody can tell an edit that fits, of rows without a seal.
        if (List.of(Damage.EDITED, Damage.SEAL_REMOVED, Damage.MODEL_RENAMED).contains(damage)) {
            return;
        }
        Files.write(file, damage.change.apply(new ArrayList<>(Files.readAllLines(file))));

        assertRefusedAt(file, damage.line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.json", "profiles.json"})
    void aDocumentIsRefusedByLineAndKey(String name) throws IOException {
        Path file = name.equals("session.json") ? raw.resolve(name) : out.resolve(name);
        String text = Files.readString(file);
        for (String[] damage : new String[][] {
            {text.substring(0, text.length() / 2), "ends in the middle of the document"},
            {text.replaceFirst("\"tool\"", "\"toll\""), ":3: $.toll: unknown key"},
            {text.replaceFirst("\"tool\"", "\"tool\" : \"x\",\n  \"tool\""), ":4: $.tool: is there twice, expected once"
            },
            {
                text.replaceFirst("\"schemaVersion\": 1", "\"schemaVersion\": 99"),
                ":2: $.schemaVersion: unknown version 99"
            },
            {text.replaceFirst("Example CPU", "Faster CPU"), "$.machine.fingerprint: out of range: fingerprint=sha256:"
            },
            {text.replaceFirst("\"name\": \"a\"", "\"name\": \"b\""), "$.models: out of range: models="},
            {"", "is empty, expected a JSON object"}
        }) {
            Files.writeString(file, damage[0]);
            assertFalse(damage[0].equals(text), damage[1]);
            CommandRun run = CommandRun.of("validate", file, "--quiet");
            assertEquals(ExitCode.BAD_INPUT.status(), run.status(), damage[1]);
            assertTrue(run.err().startsWith("berth: " + file + ":"), run.err());
            assertTrue(run.err().contains(damage[1]), run.err());
        }
    }

    /** Rows of a head whose part before the ceilings is another one, however well formed, are not its rows. */
    @Test
    void anotherHeadIsNotTheRowsOwn() throws IOException {
        Json.write(raw.resolve("session.json"), head("2026-02-02T00:00:00Z"));

        assertRefusedAt(raw.resolve("runs.jsonl"), 1);
    }
}
