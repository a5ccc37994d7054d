package dev.berth.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.Dehydrator;
import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import dev.berth.record.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Apache's implementation, pandas and this program write is read back; other and damaged files have one line. */
class TableParquetReadTest {
    private static final MessageType SCHEMA = Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("name")
            .optional(PrimitiveTypeName.INT64)
            .named("bytes")
            .required(PrimitiveTypeName.DOUBLE)
            .named("share")
            .named("servers");

    @TempDir
    private Path folder;

    @Test
    void whatApachesWriterWritesIsReadBack() throws IOException {
        for (int count : new int[] {0, 1, 9, 1000, 60_000}) {
            List<List<Object>> rows = rows(count, new Random(count));
            Path file = folder.resolve("apache-" + count + ".parquet");
            Dehydrator<List<Object>> each = TableParquetReadTest::write;
            try (ParquetWriter<List<Object>> writer = ParquetWriter.writeFile(SCHEMA, file.toFile(), each)) {
                for (List<Object> row : rows) {
                    writer.write(row);
                }
            }
            TableParquet.Read read = TableParquet.read(file);
            assertEquals(List.of("name", "bytes", "share"), read.columns());
            assertEquals(rows, read.rows());
        }
    }

    private static void write(List<Object> row, ValueWriter writer) {
        writer.write("name", row.get(0));
        if (row.get(1) != null) {
            writer.write("bytes", row.get(1));
        }
        writer.write("share", row.get(2));
    }

    private static List<List<Object>> rows(int count, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Names from a few, so that there is a dictionary; shares all different, so that there is none.
            rows.add(Arrays.asList(
                    "sérver-" + random.nextInt(30),
                    random.nextInt(4) == 0 ? null : (Object) random.nextLong(5_000_000_000L),
                    random.nextDouble()));
        }
        return rows;
    }

    @Test
    void whatIsWrittenHereIsReadBack() throws IOException {
        List<TableColumn> columns = List.of(
                TableColumn.text("name"),
                TableColumn.whole("bytes").orEmpty(),
                TableColumn.real("share"),
                TableColumn.truth("large").orEmpty());
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : rows(60_000, new Random(3))) {
            List<Object> longer = new ArrayList<>(row);
            longer.add(row.get(1) == null ? null : (Long) row.get(1) > 1_000_000_000L);
            rows.add(longer);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TableParquet.write(new Table("servers", "", columns, rows::forEach), "berth 1", Map.of(), bytes);
        TableParquet.Read read = TableParquet.read(Files.write(folder.resolve("own.parquet"), bytes.toByteArray()));
        assertEquals(columns.stream().map(TableColumn::name).toList(), read.columns());
        assertEquals(rows, read.rows());
    }

    @Test
    void whatPandasWritesIsReadBackInEveryWayItCompresses() throws Exception {
        String python = System.getProperty("berth.python", "python3");
        String script =
                "import pandas as p; d = p.DataFrame({'name': ['a', 'b', None], 'bytes': [1, 2, 3], 'share': [0.5,"
                        + " 1.0, 2.25], 'small': p.array([7, None, 9], dtype='Int32')})\n"
                        + "for c in ['snappy', 'gzip', None, 'zstd']:\n"
                        + "  for v in ['1.0', '2.0']:\n"
                        + "    d.to_parquet(f'{c}-{v}.parquet', compression=c, data_page_version=v)";
        Process process = new ProcessBuilder(python, "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        Assumptions.assumeTrue(process.waitFor() == 0, "pandas and pyarrow are not installed");
        List<List<Object>> expected = List.of(
                Arrays.asList("a", 1L, 0.5, 7L), Arrays.asList("b", 2L, 1.0, null), Arrays.asList(null, 3L, 2.25, 9L));
        for (String codec : List.of("snappy", "gzip", "None")) {
            for (String version : List.of("1.0", "2.0")) {
                assertEquals(
                        expected,
                        TableParquet.read(folder.resolve(codec + "-" + version + ".parquet"))
                                .rows());
            }
        }
        assertSays("write it with snappy, gzip or none", folder.resolve("zstd-1.0.parquet"));
    }

    @Test
    void anotherFileHasOneLine() throws IOException {
        assertSays("no such file", folder.resolve("none.parquet"));
        assertSays("it does not begin and end with PAR1", Files.writeString(folder.resolve("t"), "name,bytes\na,1\n"));
        MessageType nested = Types.buildMessage()
                .repeated(PrimitiveTypeName.INT64)
                .named("sizes")
                .named("servers");
        Path file = folder.resolve("nested.parquet");
        Dehydrator<Long> each = (row, writer) -> writer.write("sizes", row);
        try (ParquetWriter<Long> writer = ParquetWriter.writeFile(nested, file.toFile(), each)) {
            writer.write(1L);
        }
        assertSays("column sizes is neither text, number nor truth; cast it to one of them", file);
    }

    private static void assertSays(String words, Path file) {
        BadInputException told = assertThrows(BadInputException.class, () -> TableParquet.read(file));
        assertTrue(
                told.getMessage().startsWith(file + ": ") && told.getMessage().contains(words), told::getMessage);
    }

    @Test
    void damagedFilesAreReadOrRefusedInOneLine() throws IOException {
        List<List<Object>> rows = rows(300, new Random(5));
        Path whole = folder.resolve("whole.parquet");
        Dehydrator<List<Object>> each = TableParquetReadTest::write;
        try (ParquetWriter<List<Object>> writer = ParquetWriter.writeFile(SCHEMA, whole.toFile(), each)) {
            for (List<Object> row : rows) {
                writer.write(row);
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Random random = new Random(6);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
            try {
                TableParquet.read(file);
            } catch (BadInputException told) {
                refused++;
            }
        }
        assertTrue(refused > 100, "refused: " + refused);
    }
}
