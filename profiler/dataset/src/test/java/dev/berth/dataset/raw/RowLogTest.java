package dev.berth.dataset.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.Samples;
import dev.berth.kind.FileKinds;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowLogTest {
    @TempDir
    private Path folder;

    private Path runs;

    private final List<RunRow> rows =
            Samples.rows("a", "host", CacheTier.STORAGE_COLD, 4096, 1_000_000, 2_000_000, 3_000_000);

    @BeforeEach
    void session() throws IOException {
        runs = folder.resolve("runs.jsonl");
        Json.write(
                folder.resolve("session.json"),
                Samples.session(
                        Samples.STARTED, List.of(Samples.host()), List.of(Samples.model("a", 4096)), List.of()));
    }

    private String lines() {
        return Samples.lines(rows);
    }

    private String fault() {
        return assertThrows(
                        BadInputException.class,
                        () -> Samples.list(RawFolder.read(folder).rows()))
                .getMessage();
    }

    @Test
    void wholeLinesAreReadBackFromTheFolderOrTheOneAbove() throws IOException {
        Files.writeString(runs, lines());

        RawFolder raw = RawFolder.read(folder);

        assertEquals(rows, Samples.list(raw.rows()));
        assertEquals(Optional.empty(), raw.rows().forEach(row -> {}).torn());
        Path above = Files.createDirectory(folder.resolve("out"));
        Files.createDirectory(above.resolve("raw"));
        Files.copy(folder.resolve("session.json"), above.resolve("raw/session.json"));
        Files.copy(runs, above.resolve("raw/runs.jsonl"));
        assertEquals(rows, Samples.list(RawFolder.read(above).rows()));
    }

    @Test
    void aLogCutOffAnywhereGivesTheWholeLinesBeforeAndSaysSo() throws IOException {
        String whole = lines();
        String first = Json.line(rows.get(0)) + "\n";
        for (int cut = 0; cut <= whole.length(); cut += 97) {
            Files.writeString(runs, whole.substring(0, cut));
            List<RunRow> read = new ArrayList<>();
            RowLog log = RowLog.read(runs, RunRow.class, (row, line) -> read.add(row));
            long complete =
                    whole.substring(0, cut).chars().filter(c -> c == '\n').count();
            assertEquals(rows.subList(0, (int) complete), read);
            assertEquals(complete, log.rows());
            assertEquals(whole.substring(0, cut).lastIndexOf('\n') + 1, log.wholeBytes());
            assertEquals(cut > log.wholeBytes(), log.torn().isPresent());
        }
        Files.writeString(runs, first + "{\"schemaV");
        assertEquals(
                runs + ":2: last line is cut off after 9 bytes, left out: the run was stopped while it was written",
                RowLog.read(runs, RunRow.class, (row, line) -> {}).torn().orElseThrow());
    }

    /** What validating a file of a raw folder lists. */
    private static List<String> faultsOf(Path file) {
        return new FileKinds(RawKinds.ALL)
                .of(file)
                .orElseThrow()
                .check(file, Optional.empty())
                .faults();
    }

    @Test
    void anyOtherBadLineIsAFaultWithItsLine() throws IOException {
        Files.writeString(runs, lines().replaceFirst("\"totalNanos\":2000000", "\"totalNanos\":-2"));
        assertEquals(runs + ":2: $.totalNanos: out of range: totalNanos=-2, expected >= 0", fault());

        Files.writeString(runs, Json.line(rows.get(0)) + "\n\n" + Json.line(rows.get(2)) + "\n");
        assertEquals(runs + ":2: $: is empty, expected a JSON object", fault());

        Files.writeString(runs, lines().replace("\"sequence\"", "\"seq\""));
        assertTrue(fault().startsWith(runs + ":1: $.seq: unknown key"), fault());
        assertTrue(fault().endsWith("(and 5 more; 'berth validate' lists them)"), fault());
        assertEquals(6, faultsOf(runs).size(), "unknown and missing in each of three rows");
    }

    @Test
    void faultsOfManyRowsAreBoundedTogether() throws IOException {
        Files.writeString(runs, "{}\n".repeat(5_000));

        List<String> faults = faultsOf(runs);

        assertEquals(101, faults.size());
        assertEquals(runs + ": more faults follow; only the first 100 are listed", faults.get(100));
        Files.writeString(runs, "x\n".repeat(5_000));
        assertEquals(101, faultsOf(runs).size());
        Files.writeString(runs, (Json.line(rows.get(0)) + "\n" + Json.line(rows.get(2)) + "\n").repeat(200));
        assertEquals(101, faultsOf(runs).size());
    }

    @Test
    void aRowOfAModelTheSessionDoesNotListIsAFault() throws IOException {
        Files.writeString(
                runs,
                lines()
                        + Json.line(Samples.rows("b", "cuda:0", CacheTier.STORAGE_COLD, 1, 1)
                                        .get(0))
                                .replace("\"sequence\":0", "\"sequence\":3")
                        + "\n");

        assertTrue(fault().startsWith(runs + ":4: $.key.model: \"b\" is not in session.json"), fault());
        assertEquals(2, faultsOf(runs).size());
    }

    @Test
    void aRowOfWeightsThatAreNotThoseOfTheSessionIsAFault() throws IOException {
        Files.writeString(runs, lines().replaceFirst("\"provenance\":\"real\"\\}", "\"provenance\":\"synthetic\"}"));

        assertEquals(
                runs + ":1: $.provenance: synthetic, expected real: that of \"a\" in session.json",
                faultsOf(runs).get(0));
    }

    private void assertContradiction(String line, String fault) throws IOException {
        Files.writeString(runs, line + "\n");
        assertEquals(runs + ":1: $." + fault, fault());
        assertEquals(
                runs + ":1: $." + fault.replaceFirst(" \\(and 1 more.*", ""),
                faultsOf(runs).get(0));
    }

    private static RunRow of(CacheTier tier, RunRow.CacheEvidence cache, long bytes) {
        RunRow row = Samples.row(Samples.key("a", "host", tier, 0), bytes, 1_000_000);
        return Json.parse(
                "row",
                1,
                Json.line(row).replace(Json.line(row.cache()), Json.line(cache)).getBytes(StandardCharsets.UTF_8),
                RunRow.class);
    }

    private static RunRow.CacheEvidence evidence(long resident, long read) {
        return new RunRow.CacheEvidence(
                4196,
                Reading.measured(resident),
                "cachestat",
                Reading.measured(read),
                Reading.measured(read),
                "so it says");
    }

    /** Figures that were edited so that each alone is well formed. */
    @Test
    void aRowThatContradictsItselfIsAFault() throws IOException {
        RunRow cold = of(CacheTier.STORAGE_COLD, evidence(0, 4196), 4096);
        Files.writeString(runs, Json.line(cold) + "\n");
        assertEquals(List.of(), faultsOf(runs));

        assertContradiction(
                Json.line(of(CacheTier.STORAGE_COLD, evidence(1, 4196), 4096)),
                "tier: storage-cold, expected unproven: 1 of 4196 bytes were in the page cache after eviction");
        assertContradiction(
                Json.line(cold).replace("\"totalNanos\":1000000", "\"totalNanos\":900000"),
                "phaseNanos: they sum to 1000000, expected the totalNanos of 900000");
        assertContradiction(
                Json.line(of(CacheTier.STORAGE_COLD, evidence(0, 4196), 4000)),
                "bytes: 4000, expected 4096: \"a\" has 4096 in session.json");
        assertContradiction(
                Json.line(cold).replace("\"tier\":\"storage-cold\"", "\"tier\":\"pinned-warm\""),
                "tier: pinned-warm, expected unproven or storage-cold, which was asked for (and 1 more; 'berth validate'"
                        + " lists them)");
    }

    @Test
    void aTierIsHeldAgainstItsOwnEvidence() throws IOException {
        Files.writeString(runs, Json.line(of(CacheTier.PAGE_CACHE_WARM, evidence(4196, 0), 4096)) + "\n");
        assertEquals(List.of(), faultsOf(runs));

        assertContradiction(
                Json.line(of(CacheTier.PAGE_CACHE_WARM, evidence(4195, 0), 4096)),
                "tier: page-cache-warm, expected unproven: only 4195 of 4196 bytes were in the page cache");
        assertContradiction(
                Json.line(of(CacheTier.PAGE_CACHE_WARM, evidence(4196, 4096), 4096)),
                "tier: page-cache-warm, expected unproven: 4096 bytes came from storage though all were in the page"
                        + " cache before");
        assertContradiction(
                Json.line(of(CacheTier.PINNED_WARM, evidence(0, 4096), 4096)),
                "tier: pinned-warm, expected unproven: 4096 bytes came from storage though all weights lay in memory"
                        + " before");
        ModelRecord large = Samples.model("a", 1 << 20);
        Json.write(
                folder.resolve("session.json"),
                Samples.session(Samples.STARTED, List.of(Samples.host()), List.of(large), List.of()));
        assertContradiction(
                Json.line(of(CacheTier.STORAGE_COLD, evidence(0, 4096), 1 << 20)),
                "tier: storage-cold, expected unproven: only 4096 of " + ((1 << 20) - 4096 - 100)
                        + " bytes came from storage: another process filled the page cache meanwhile, or the file"
                        + " system is not on a disk");
    }

    @Test
    void aHeadThatContradictsItselfIsAFault() throws IOException {
        Path head = folder.resolve("session.json");
        String text = Files.readString(head);
        Files.writeString(head, text.replace("Example CPU", "Faster CPU"));
        assertTrue(
                faultsOf(head).get(0).contains(":8: $.machine.fingerprint: out of range: fingerprint=sha256:"),
                faultsOf(head).get(0));

        SessionRecord session = Json.parse("s", 1, text.getBytes(StandardCharsets.UTF_8), SessionRecord.class);
        String model = Json.line(session.models().get(0));
        Files.writeString(head, Json.line(session).replace(model, model + "," + model));
        assertEquals(
                List.of(head + ":1: $.models: out of range: models=\"a\" twice, expected each of them once"),
                faultsOf(head));
        String device = Json.line(session.devices().get(0));
        Files.writeString(head, Json.line(session).replace(device, device + "," + device));
        assertEquals(
                List.of(head + ":1: $.devices: out of range: devices=\"host\" twice, expected each of them once"),
                faultsOf(head));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals(runs + ": no such file, expected one row of JSON a line", fault());
        Path empty = folder.resolve("empty");
        assertEquals(
                empty
                        + ": no session.json in it or in its folder raw; expected what 'berth profile' or 'berth run' left",
                assertThrows(BadInputException.class, () -> RawFolder.read(empty))
                        .getMessage());
    }

    @Test
    void anEndlessLineIsRefusedBeforeItIsHeld() throws IOException {
        Files.writeString(runs, "{\"failure\":\"" + "x".repeat(2 << 20));
        assertEquals(runs + ":1: line longer than 1048576 bytes, expected one row", fault());
    }
}
