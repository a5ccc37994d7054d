package dev.berth.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.schema.MayHaveGaps;
import dev.berth.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {
    record Part(String name, long sizeBytes) {
        Part {
            Require.text("name", name);
            Require.atLeast("sizeBytes", sizeBytes, 0);
        }
    }

    record Whole(
            int count,
            double share,
            boolean on,
            @MayBeNull String remark,
            CacheTier tier,
            List<Part> parts,
            SortedMap<PreloadPhase, Long> phases,
            Reading<Double> level) {}

    private static final Whole WHOLE = new Whole(
            3,
            0.25,
            true,
            null,
            CacheTier.PINNED_WARM,
            List.of(new Part("a", 1), new Part("b", Long.MAX_VALUE)),
            new TreeMap<>(java.util.Map.of(PreloadPhase.ALLOCATE, 7L)),
            Reading.notSupported("none"));

    record Matrix(@MayHaveGaps List<List<Long>> cells, List<List<Long>> full) {}

    private static Matrix matrix(String json, List<String> faults) {
        return new RecordReader("f.json", 1, faults).read(json.getBytes(StandardCharsets.UTF_8), Matrix.class);
    }

    @Test
    void onlyListsThatMayHaveGapsHaveThem() {
        List<String> faults = new ArrayList<>();
        Matrix matrix = matrix("{\"cells\": [[1, null], [null, 4]], \"full\": [[1]]}", faults);

        assertEquals(List.of(), faults);
        assertEquals(Arrays.asList(1L, null), matrix.cells().get(0));
        assertEquals(matrix, matrix(Json.pretty(matrix), faults));
        assertNull(matrix("{\"cells\": [null, [0.5]], \"full\": [[null]]}", faults));
        assertEquals(
                List.of(
                        "f.json:1: $.cells[0]: expected a JSON array, found null",
                        "f.json:1: $.cells[1][0]: expected a whole number of 64 bits, found 0.5",
                        "f.json:1: $.full[0][0]: expected a whole number of 64 bits, found null"),
                faults);
    }

    private static List<String> faults(String json) {
        List<String> faults = new ArrayList<>();
        Whole value = read(json, faults);
        if (faults.isEmpty()) {
            assertEquals(WHOLE.count(), value.count());
        } else {
            assertNull(value);
        }
        return faults;
    }

    private static Whole read(String json, List<String> faults) {
        return new RecordReader("f.json", 1, faults).read(json.getBytes(StandardCharsets.UTF_8), Whole.class);
    }

    private static String replaced(String old, String by) {
        String json = Json.pretty(WHOLE);
        assertTrue(json.contains(old), json);
        return json.replace(old, by);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        List<String> faults = new ArrayList<>();
        assertEquals(WHOLE, read(Json.pretty(WHOLE), faults));
        assertEquals(WHOLE, read(Json.line(WHOLE), faults));
        assertEquals(List.of(), faults);
    }

    @Test
    void keysComeInTheOrderOfTheComponentsAndALineHasNoBreak() {
        assertEquals(
                "{\"count\":3,\"share\":0.25,\"on\":true,\"remark\":null,\"tier\":\"pinned-warm\",\"parts\":["
                        + "{\"name\":\"a\",\"sizeBytes\":1},{\"name\":\"b\",\"sizeBytes\":9223372036854775807}],"
                        + "\"phases\":{\"allocate\":7},\"level\":{\"notSupported\":\"none\"}}",
                Json.line(WHOLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"count\": 3 | \"count\": 3.0 | f.json:2: $.count: expected a whole number of 32 bits, found 3.0",
                "\"count\": 3 | \"count\": 2147483648 | f.json:2: $.count: expected a whole number of 32 bits, found 2147483648",
                "\"count\": 3 | \"count\": \"3\" | f.json:2: $.count: expected a whole number of 32 bits, found \"3\"",
                "\"count\": 3 | \"count\": null | f.json:2: $.count: expected a whole number of 32 bits, found null",
                "9223372036854775807 | 9223372036854775808 | f.json:12: $.parts[1].sizeBytes: expected a whole number of 64 bits, found 9223372036854775808",
                "9223372036854775807 | -1 | f.json:12: $.parts[1].sizeBytes: out of range: sizeBytes=-1, expected >= 0",
                "0.25 | 1e999 | f.json:3: $.share: expected a finite number, found 1e999",
                "0.25 | \"NaN\" | f.json:3: $.share: expected a finite number, found \"NaN\"",
                "true | 1 | f.json:4: $.on: expected true or false, found 1",
                "\"b\" | {\"x\":[1]} | f.json:11: $.parts[1].name: expected text, found an object",
                "\"b\" | \" \" | `f.json:11: $.parts[1].name: out of range: name=\" \", expected text that is not blank`",
                "\"pinned-warm\" | \"cached\" | `f.json:6: $.tier: expected one of storage-cold, page-cache-warm, pinned-warm, device-resident, unproven, found \"cached\"`",
                "\"allocate\": | \"prepare\": | `f.json:15: $.phases.prepare: unknown key, expected one of openParse, allocate, storageRead, deviceCopy, finalise`",
                "\"on\": true | \"off\": true | `f.json:4: $.off: unknown key, expected one of count, share, on, remark, tier, parts, phases, level`",
                "\"notSupported\": \"none\" | \"value\": 1.5 | `f.json:17: $.level: expected a reading {value, provenance}, {notSupported} or {failed}`",
                "\"notSupported\": \"none\" | \"sentinel\": -1 | `f.json:18: $.level.sentinel: unknown key, expected one of value, provenance, notSupported, failed`",
                "\"share\": 0.25 | `\"share\": 0.25, \"share\": 0.5` | `f.json:3: $.share: is there twice, expected once`"
            })
    void aFaultIsNamedWithItsLineAndKey(String old, String by, String expected) {
        assertEquals(expected, faults(replaced(old, by)).get(0));
    }

    @Test
    void everyFaultIsReportedNotTheFirstAlone() {
        String json = replaced("\"count\": 3", "\"count\": {}")
                .replace("\"share\": 0.25,", "")
                .replace("\"sizeBytes\": 1", "\"sizeBytes\": -1");

        assertEquals(
                List.of(
                        "f.json:2: $.count: expected a whole number of 32 bits, found an object",
                        "f.json:9: $.parts[0].sizeBytes: out of range: sizeBytes=-1, expected >= 0",
                        "f.json:1: $.share: is missing"),
                faults(json));
    }

    @Test
    void faultsAreBounded() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            json.append("\"k").append(i).append("\":0,\n");
        }

        List<String> faults = faults(json + "\"z\":0}");

        assertEquals(101, faults.size());
        assertEquals("f.json: more faults follow; only the first 100 are listed", faults.get(100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | f.json:1: $: is empty, expected a JSON object",
                "[] | f.json:1: $: expected a JSON object, found an array",
                "{\"count\": 3 | f.json:1: $: ends in the middle of the document; expected all of it, maybe writing was cut off",
                "null | f.json:1: $: expected a JSON object, found null"
            })
    void whatIsNoWholeObjectIsSaid(String json, String expected) {
        assertEquals(List.of(expected), faults(json));
    }

    @Test
    void aSecondDocumentIsRefused() {
        List<String> faults = faults(Json.pretty(WHOLE) + Json.pretty(WHOLE));

        assertEquals(List.of("f.json:21: $: goes on after the end of the document, expected one JSON object"), faults);
    }

    @Test
    void hostileDocumentsAreRefusedInOneLine() {
        List<String> documents = List.of(
                "{\"parts\":" + "[".repeat(100_000),
                "{\"x\":" + "{\"x\":".repeat(100_000),
                "{\"count\":" + "9".repeat(100_000) + "}",
                "{\"remark\":\"" + "a".repeat(5 << 20) + "\"}",
                "{\"" + "k".repeat(100_000) + "\":1}",
                "{\"remark\":\"\u0000\"}",
                "\u0000\u0000\u0000\u0000",
                "{\"count\":3,,}",
                "{'count':3}",
                "{\"count\":NaN}");
        for (String document : documents) {
            List<String> faults = faults(document);
            assertFalse(faults.isEmpty(), document.substring(0, Math.min(40, document.length())));
            for (String fault : faults) {
                assertTrue(fault.startsWith("f.json:1: $"), fault);
                assertTrue(fault.length() < 400, fault);
                assertTrue(VisibleText.of(fault).chars().noneMatch(Character::isISOControl), fault);
            }
        }
    }

    @Test
    void controlCharactersFromAFileAreShownEscaped() {
        assertEquals(
                "f.json:6: $.tier: expected one of storage-cold, page-cache-warm, pinned-warm, device-resident,"
                        + " unproven, found \"\\u001b[31m\\u000ared\"",
                VisibleText.of(
                        faults(replaced("pinned-warm", "\\u001b[31m\\nred")).get(0)));
    }

    @Test
    void anUnknownVersionIsTheOnlyFaultOfItsFile() {
        String json = Json.pretty(Samples.session(Samples.STARTED, List.of(), List.of(), List.of()))
                .replace("\"schemaVersion\": 1", "\"schemaVersion\": 2")
                .replace("\"seed\"", "\"seeds\"");
        List<String> faults = new ArrayList<>();

        new RecordReader("s.json", 1, faults).read(json.getBytes(StandardCharsets.UTF_8), SessionRecord.class);

        assertEquals(
                List.of("s.json:2: $.schemaVersion: unknown version 2; this program reads version 1, use the one that"
                        + " wrote the file or measure again"),
                faults);
    }
}
