package dev.berth.optimizer.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On files generated here in the traces' formats; no published trace is in the repository. */
class TraceTest {
    private static final List<String> MODELS = List.of("a", "b,c", "é");
    private static final TraceFile.Format NAMED = new TraceFile.Format.Named();

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("trace.csv"), String.join("\n", lines));
    }

    private static Trace trace(Path file, TraceFile.Format format, double offset, double scale, int slots) {
        return new Trace(new TraceFile(file, format, offset, scale), MODELS, Set.of("out"), slots, 10);
    }

    private static List<String> requests(Trace trace) {
        List<String> found = new ArrayList<>();
        try (Requests requests = trace.open()) {
            while (requests.next()) {
                found.add(requests.arrivalNanos() + " " + requests.model() + " " + requests.work());
            }
            assertFalse(requests.next());
        }
        assertEquals(found.size(), trace.requests());
        return found;
    }

    @Test
    void requestsAreThoseOfTheFileThatFallIntoTheSlots() throws IOException {
        Trace trace = trace(
                file(
                        "note,Model,timestamp,work",
                        "x,a,100.5,1",
                        "x,out,101,1",
                        "x,\"b,c\",110.500000001,0.25",
                        "",
                        "x,é,110.500000001,3",
                        "x,a,120.4999999999,1",
                        "x,a,120.5,1",
                        "x,not even read,then"),
                NAMED,
                0,
                1,
                2);

        assertEquals(
                List.of("0 0 1.0", "10000000001 1 0.25", "10000000001 2 3.0", "19999999999 0 1.0"), requests(trace));
        assertArrayEquals(new double[][] {{1, 0, 0}, {1, 1, 1}}, trace.expectedRequests());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp,model,Timestamp| trace.csv:1: two columns timestamp, expected one",
                "timestamp,model| trace.csv: no requests below the header, expected one a line"
            })
    void aHeaderAloneOrWithAColumnTwiceIsRefused(String header, String message) throws IOException {
        Path file = file(header);

        String told = assertThrows(BadInputException.class, () -> trace(file, NAMED, 0, 1, 2))
                .getMessage();

        assertTrue(told.endsWith(message), told);
    }

    @Test
    void theStartMovesAlongTheTrace() throws IOException {
        Path file = file("timestamp,model", "5,a", "14.9,a", "15,é", "30,a");

        assertEquals(List.of("0 2 1.0", "15000000000 0 1.0"), requests(trace(file, NAMED, 10, 1, 2)));
    }

    @Test
    void scaleLeavesOutOrRepeatsEvenly() throws IOException {
        String[] lines = new String[101];
        lines[0] = "timestamp,model";
        for (int line = 1; line <= 100; line++) {
            lines[line] = line + (line % 2 == 0 ? ",a" : ",é");
        }
        Path file = file(lines);

        assertArrayEquals(new double[] {12, 0, 12}, sums(trace(file, NAMED, 0, 0.25, 10)));
        assertEquals(250, requests(trace(file, NAMED, 0, 2.5, 10)).size());
        assertEquals(
                List.of("0 2 1.0", "0 2 1.0", "1000000000 0 1.0"),
                requests(trace(file, NAMED, 0, 2.5, 10)).subList(0, 3));
    }

    private static double[] sums(Trace trace) {
        double[] sums = new double[3];
        for (double[] row : trace.expectedRequests()) {
            for (int model = 0; model < 3; model++) {
                sums[model] += row[model];
            }
        }
        return sums;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,a;0.5,a | 3: '0.5', expected a timestamp not before that of the line before; sort the file by time",
                "1,z | 2: 'z', expected one of a, b,c, é",
                "1,a;2023-11-16 18:00:00,a | 3: '2023-11-16 18:00:00', expected a timestamp of the same kind as in the"
                        + " lines before",
                "now,a | 2: 'now', expected a timestamp: seconds, or ISO-8601 such as 2023-11-16T18:15:46.680590Z",
                "1 | 2: 1 values, expected timestamp,model[,work] as in the header",
                "1,a,0 | 2: '0', expected a number > 0, a multiple of the model's mean request",
                "1,a,x | 2: 'x', expected a finite number >= 0"
            })
    void faultsAreNamedByLineAndValue(String lines, String fault) throws IOException {
        boolean work = lines.split(";")[0].split(",").length > 2;
        Path file = file((work ? "timestamp,model,work;" : "timestamp,model;")
                .concat(lines)
                .split(";"));

        assertEquals(
                file + ":" + fault,
                assertThrows(BadInputException.class, () -> trace(file, NAMED, 0, 1, 1))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "time,model\n1,a", "timestamp,model\n", "timestamp,model\n1,out\n"})
    void aFileWithoutRequestsIsRefused(String text) throws IOException {
        Path file = file(text);

        String message = assertThrows(BadInputException.class, () -> trace(file, NAMED, 0, 1, 1))
                .getMessage();

        assertTrue(message.startsWith(file + ":") && message.contains("expected"), message);
    }

    @Test
    void azureRequestsGetZipfModelsAndWorkOfMeanOne() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        Path file = folder.resolve("azure.csv");
        int rows = 20_000;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("TIMESTAMP,ContextTokens,GeneratedTokens\n");
            Instant time = Instant.parse("2023-11-16T18:15:46.680590Z");
            for (int row = 0; row < rows; row++) {
                time = time.plusNanos(100L * random.nextInt(100_000_000));
                out.write(time.toString().replace('T', ' ').replace("Z", "0") + "," + random.nextInt(4000) + ","
                        + (1 + random.nextInt(500)) + "\n");
            }
        }
        Trace trace = trace(file, new TraceFile.Format.Azure2023(1, 8), 0, 1, 100_000);
        double work = 0;
        double[] counts = new double[3];
        try (Requests requests = trace.open()) {
            while (requests.next()) {
                work += requests.work();
                counts[requests.model()]++;
            }
        }

        assertEquals(rows, trace.requests());
        assertEquals(rows, work, 1e-6 * rows);
        Arrays.sort(counts);
        // Weights 1, 1/2, 1/3 over 11/6.
        assertArrayEquals(new double[] {rows * 2 / 11.0, rows * 3 / 11.0, rows * 6 / 11.0}, counts, 0.02 * rows);
        assertEquals(requests(trace), requests(trace));
    }

    @Test
    void azureDrawsDoNotDependOnTheStart() throws IOException {
        String[] lines = new String[200];
        lines[0] = "TIMESTAMP,ContextTokens,GeneratedTokens";
        for (int line = 1; line < 200; line++) {
            lines[line] = String.format(Locale.ROOT, "2024-02-29 23:59:%02d,1,1", line / 4);
        }
        Path file = file(lines);
        TraceFile.Format format = new TraceFile.Format.Azure2023(0.7, 1);

        List<String> whole = requests(trace(file, format, 0, 1, 10));
        List<String> later = requests(trace(file, format, 20, 1, 10));

        assertEquals(models(whole.subList(whole.size() - later.size(), whole.size())), models(later));
    }

    private static List<String> models(List<String> requests) {
        return requests.stream().map(request -> request.split(" ")[1]).toList();
    }

    @Test
    void aRequestOfNoTokensIsRefused() throws IOException {
        Path file = file("TIMESTAMP,ContextTokens,GeneratedTokens", "1,0,0");

        assertEquals(
                file + ":2: '0', expected a request of at least one token",
                assertThrows(BadInputException.class, () -> trace(file, new TraceFile.Format.Azure2023(0, 1), 0, 1, 1))
                        .getMessage());
    }

    @Test
    void timestampsAreThoseOfTheLibrary() {
        SplittableRandom random = new SplittableRandom(6);
        Timestamps timestamps = new Timestamps();
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(7_000_000_000L), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081));
            OffsetDateTime time = instant.atOffset(offset);
            if (time.getYear() < 1970) {
                continue;
            }
            String text = time.toString();
            // The library leaves zero seconds out, which no trace does.
            String whole =
                    text.matches(".*T\\d\\d:\\d\\d[Z+-].*") ? text.replaceFirst("(T\\d\\d:\\d\\d)", "$1:00") : text;
            byte[] bytes = ("x" + whole).getBytes(StandardCharsets.US_ASCII);

            assertTrue(timestamps.parse(bytes, 1, bytes.length), whole);
            assertEquals(instant.getEpochSecond() * 1_000_000_000 + instant.getNano(), timestamps.nanos(), whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                "1.",
                ".5",
                "1e3",
                "99999999999",
                "2023-02-29T00:00:00Z",
                "2023-13-01T00:00:00Z",
                "2023-01-01",
                "2023-01-01T24:00:00",
                "2023-01-01T00:60:00",
                "2023-01-01T00:00:00.",
                "2023-01-01T00:00:00+",
                "2023-01-01T00:00:00+19:00",
                "2023-01-01T00:00:00Zx",
                "1969-12-31T00:00:00Z",
                "1 2",
                "2023-1-01T00:00:00"
            })
    void whatIsNoTimestampIsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertFalse(new Timestamps().parse(bytes, 0, bytes.length));
    }

    @Test
    void aLongTraceIsReadInTheMemoryOfOneLine() throws IOException {
        Path file = folder.resolve("long.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("timestamp,model,work\n");
            for (int row = 0; row < 300_000; row++) {
                out.write("2024-01-01T00:" + row / 6000 % 60 / 10 + row / 6000 % 10 + ":" + row / 100 % 60 / 10
                        + row / 100 % 10 + ".5,a,1.25\n");
            }
        }
        Trace trace = trace(file, NAMED, 0, 1, 1000);
        long most = 0;
        try (Requests requests = trace.open()) {
            requests.next();
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            int count = 1;
            while (requests.next()) {
                count++;
            }
            most = threads.getCurrentThreadAllocatedBytes() - before;
            assertEquals(300_000, count);
        }

        assertTrue(most < 100_000, "allocated " + most + " bytes");
    }
}
