package dev.berth.profiler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.merge.FoundSessions;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @TempDir
    private Path folder;

    private final DuckDb library = TestLibrary.get();

    /** A dataset in {@code a}, and one below it in {@code a/b} of the same figures; a session alone in {@code c}. */
    @BeforeEach
    void results() throws IOException {
        for (String name : List.of("a", "a/b")) {
            Path results = Files.createDirectories(folder.resolve(name));
            ProfileDatasets.write(Datasets.dataset(), results.resolve("profiles.json"));
        }
        Path raw = Files.createDirectories(folder.resolve("c/raw"));
        SessionRecord session =
                Samples.session(Samples.STARTED, List.of(Samples.host()), List.of(Samples.model("m", 1000)), List.of());
        Json.write(raw.resolve("session.json"), session);
        Files.writeString(
                raw.resolve("runs.jsonl"),
                Samples.sealedLines(
                        session,
                        Samples.inSequence(Samples.rows(
                                "m", Samples.host().id(), CacheTier.STORAGE_COLD, 1000, new long[] {50, 70, 60}))));
    }

    private List<List<Object>> rows(String sql) {
        Table answer = Query.over(folder).ask(sql, library).orElseThrow();
        List<List<Object>> rows = new ArrayList<>();
        answer.rows().forEach(rows::add);
        return rows;
    }

    @Test
    void everyDatasetBelowTheFolderIsThere() {
        int preloads = Datasets.dataset().models().stream()
                .mapToInt(profile -> profile.preload().size())
                .sum();
        assertEquals(
                List.of(List.of("a", (long) preloads), List.of("a/b", (long) preloads)),
                rows("SELECT dataset, count(*) FROM profiles GROUP BY 1 ORDER BY 1"));
        assertEquals(
                List.of(List.of("c/raw", "m", 180L, 60.0)),
                rows("SELECT dataset, model, sum(total_ns), median(total_ns) FROM Runs WHERE counted GROUP BY ALL"));
        // Without a run's table named, all of them are still listed.
        assertEquals(List.of(List.of(3L)), rows("SELECT count(*) FROM (SHOW TABLES) WHERE name LIKE '%runs'"));
    }

    @Test
    void aFolderMayBeNamedByALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        Table answer = Query.over(link)
                .ask("SELECT DISTINCT dataset FROM profiles ORDER BY 1", library)
                .orElseThrow();
        List<List<Object>> rows = new ArrayList<>();
        answer.rows().forEach(rows::add);
        assertEquals(List.of(List.of("b"), List.of("link")), rows);
        Path session = Files.createSymbolicLink(folder.resolve("link-c"), folder.resolve("c"));
        assertEquals(List.of(session.resolve("raw")), FoundSessions.in(session));
    }

    /** The sum of 64-bit numbers has 128 bits in DuckDB, a text where 64 are too few; columns may share a name. */
    @Test
    void whatAnswersCanBe() {
        assertEquals(
                List.of("1", "-", "9223372036854775808", "0.5", "true", "[1, 2]", "1970-01-02"),
                rows("SELECT sum(1::BIGINT), coalesce(NULL, '-'), 9223372036854775808, 0.5, true, [1, 2],"
                                + " DATE '1970-01-02'")
                        .get(0)
                        .stream()
                        .map(String::valueOf)
                        .toList());
        Table twice = Query.over(folder).ask("SELECT 1 AS x, 2 AS x", library).orElseThrow();
        assertEquals("x_2", twice.columns().get(1).name());
        assertTrue(Query.over(folder).ask("CREATE TABLE t (x INT)", library).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('%s')",
                "SELECT * FROM glob('%s*')",
                "COPY profiles TO '%s'",
                "ATTACH '%s'",
                "INSTALL httpfs",
                "LOAD '%s'",
                "SET enable_external_access = true",
                "SET allowed_directories = ['/']"
            })
    void sqlOpensNothingElse(String sql) throws IOException {
        Path other = folder.resolve("other.csv");
        Files.writeString(other, "x\n1\n");
        String before = Files.readString(other);

        BadInputException refused = assertThrows(BadInputException.class, () -> rows(String.format(sql, other)));

        assertTrue(refused.getMessage().matches("SQL: (Permission|Invalid Input) Error: .*"), refused::getMessage);
        assertEquals(before, Files.readString(other));
    }

    @Test
    void whatIsRefusedIsToldInOneLine() {
        BadInputException refused = assertThrows(BadInputException.class, () -> rows("SELECT modl\nFROM profiles"));

        assertTrue(
                refused.getMessage().startsWith("SQL: Binder Error: Referenced column \"modl\""), refused::getMessage);
        assertTrue(refused.getMessage().contains("\"model\""), refused::getMessage);
        assertFalse(refused.getMessage().contains("\n"), refused::getMessage);
    }

    @Test
    void aFolderWithoutDatasetsIsSaid() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        BadInputException refused = assertThrows(BadInputException.class, () -> Query.over(empty));

        assertTrue(refused.getMessage().contains("no dataset in it or below it"), refused::getMessage);
    }
}
