package dev.berth.optimizer.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLinesTest {
    @TempDir
    private Path folder;

    private CsvLines lines(String text, int maxLineBytes) throws IOException {
        return new CsvLines(Files.writeString(folder.resolve("a.csv"), text), maxLineBytes);
    }

    private List<List<String>> all(String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvLines lines = lines(text, 1000)) {
            while (lines.next()) {
                List<String> row = new ArrayList<>();
                for (int cell = 0; cell < lines.cells(); cell++) {
                    row.add(lines.text(cell));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void cellsAreStrippedAndMayBeQuoted() throws IOException {
        assertEquals(
                List.of(List.of("a", "b c", "é"), List.of("1,2", "say \"x\"", "", ""), List.of("last")),
                all("\uFEFFa , b c,é\r\n\n  \r\n \"1,2\" ,\"say \"\"x\"\"\",,\"\"\nlast"));
        assertEquals(List.of(), all(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndAsTheyDoOnAnySystem(String end) throws IOException {
        // Long enough that ends fall on all places of the buffer.
        String text = ("a,b" + end).repeat(60_000) + end + "c";
        try (CsvLines lines = lines(text, 10)) {
            for (int line = 1; line <= 60_000; line++) {
                assertTrue(lines.next());
                assertEquals("b", lines.text(1));
            }
            assertTrue(lines.next());
            assertEquals("c", lines.text(0));
            assertEquals(folder.resolve("a.csv") + ":60002", lines.place());
            assertFalse(lines.next());
        }
    }

    @Test
    void linesLongerThanTheBufferAreReadWhole() throws IOException {
        String cell = "x".repeat(100_000);
        try (CsvLines lines = lines("1\n" + cell + "," + cell + "\n2", 300_000)) {
            assertTrue(lines.next());
            assertTrue(lines.next());
            assertEquals(cell, lines.text(0));
            assertEquals(cell, lines.text(1));
            assertTrue(lines.next());
            assertEquals("2", lines.text(0));
            assertEquals(folder.resolve("a.csv") + ":3", lines.place());
            assertFalse(lines.next());
        }
    }

    @Test
    void aLineThatNeverEndsIsRefusedAtItsBound() throws IOException {
        try (CsvLines lines = lines("a\n" + "x".repeat(101), 100)) {
            assertTrue(lines.next());
            String message = assertThrows(BadInputException.class, lines::next).getMessage();
            assertTrue(message.contains("a.csv:2: longer than the 100 bytes"), message);
        }
    }

    @Test
    void anOpenQuoteAndWhatIsNoFileAreRefused() throws IOException {
        try (CsvLines lines = lines("\"a,b\n\"", 100)) {
            String message = assertThrows(BadInputException.class, lines::next).getMessage();
            assertTrue(message.endsWith("a.csv:1: a quote that is not closed on its line, expected \""), message);
        }
        assertThrows(BadInputException.class, () -> new CsvLines(folder.resolve("none"), 10).close());
        assertThrows(BadInputException.class, () -> {
            try (CsvLines lines = new CsvLines(folder, 10)) {
                lines.next();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1e999", "NaN", "Infinity", "1d", "0x1p3", "1.2.3", ".", "--1", "1,5"})
    void whatIsNoFiniteNumberIsRefusedByPlaceAndValue(String cell) throws IOException {
        try (CsvLines lines = lines("a,\"" + cell + "\"", 100)) {
            assertTrue(lines.next());
            String message =
                    assertThrows(BadInputException.class, () -> lines.number(1)).getMessage();
            assertTrue(message.endsWith("a.csv:1: '" + cell + "', expected a finite number >= 0"), message);
        }
    }

    @Test
    void numbersAreThoseOfParseDoubleToTheBit() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            String digits = Long.toString(random.nextLong(1L << random.nextInt(1, 63)));
            int point = random.nextInt(digits.length() + 1);
            String text = digits.substring(0, point) + (random.nextBoolean() ? "." : "") + digits.substring(point);
            byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);

            assertEquals(Double.parseDouble(text), Decimals.parse(bytes, 1, bytes.length - 1), text);
        }
        assertEquals(2.5e-7, Decimals.parse("2.5e-7".getBytes(StandardCharsets.US_ASCII), 0, 6));
    }
}
