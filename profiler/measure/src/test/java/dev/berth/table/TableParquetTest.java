package dev.berth.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.berth.dataset.Datasets;
import dev.berth.profiler.export.ProfileRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back by Apache's own implementation. */
class TableParquetTest {
    private static final List<TableColumn> COLUMNS = List.of(
            TableColumn.text("name"),
            TableColumn.text("reason").orEmpty(),
            TableColumn.truth("generative"),
            TableColumn.truth("proven").orEmpty(),
            TableColumn.whole("bytes"),
            TableColumn.whole("p99Nanos").orEmpty(),
            TableColumn.real("mean"),
            TableColumn.real("drift").orEmpty());

    @TempDir
    private Path folder;

    @Test
    void aDatasetsRowsComeBack() throws IOException {
        Table table = ProfileRows.table(Datasets.dataset());
        Path file = Files.write(folder.resolve("p.parquet"), bytes(table, "berth 0.1.0", Map.of("version", "1")));
        List<Map<String, Object>> expected = maps(table.columns(), rows(table));
        assertEquals(expected, read(file));
        FileMetaData metadata = ParquetReader.readMetadata(file.toFile()).getFileMetaData();
        assertEquals("berth version 0.1.0 (build 0)", metadata.getCreatedBy());
        assertEquals(Map.of("version", "1"), metadata.getKeyValueMetaData());
        assertEquals(
                "optional int64 p99Nanos",
                metadata.getSchema().getType("p99Nanos").toString());
        assertEquals(
                "required binary model (STRING)",
                metadata.getSchema().getType("model").toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 1000})
    void everyTypeComesBackWithAndWithoutValues(int rowCount) throws IOException {
        Random random = new Random(rowCount);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            rows.add(row(random));
        }
        Path file = Files.write(folder.resolve("t.parquet"), bytes(table(rows), "berth 1", Map.of("a", "b")));
        assertEquals(maps(COLUMNS, rows), read(file));
        ParquetMetadata metadata = ParquetReader.readMetadata(file.toFile());
        assertEquals(1, metadata.getBlocks().size());
        assertEquals(rowCount, metadata.getBlocks().get(0).getRowCount());
        assertArrayEquals(Files.readAllBytes(file), bytes(table(rows), "berth 1", Map.of("a", "b")));
    }

    @Test
    void aTableWithoutRowsIsAWholeFile() throws IOException {
        Path file = Files.write(folder.resolve("t.parquet"), bytes(table(List.of()), "b 1", Map.of()));
        assertEquals(List.of(), read(file));
        assertEquals(
                COLUMNS.size(),
                ParquetReader.readMetadata(file.toFile())
                        .getFileMetaData()
                        .getSchema()
                        .getFieldCount());
    }

    @Test
    void whatColumnsHoldAndTheirUnitsStandInTheFile() throws IOException {
        Table table = new Table(
                "t",
                "One row.",
                List.of(
                        TableColumn.whole("total_ns").described("the whole"),
                        TableColumn.real("drift").described("how it moved")),
                row -> row.accept(List.of(1L, 0.5)));
        Path file = Files.write(folder.resolve("t.parquet"), bytes(table, "b 1", Map.of()));
        assertEquals(
                Map.of(
                        "berth.table", "t: One row.",
                        "berth.unit.total_ns", "nanoseconds",
                        "berth.description.total_ns", "the whole",
                        "berth.description.drift", "how it moved"),
                ParquetReader.readMetadata(file.toFile()).getFileMetaData().getKeyValueMetaData());
    }

    /** More rows than are held at once. */
    @Test
    void aLongTableComesBackInGroups() throws IOException {
        int rowCount = 120_001;
        Table table = new Table("t", "", List.of(TableColumn.whole("n")), rows -> {
            for (long i = 0; i < rowCount; i++) {
                rows.accept(List.of(i));
            }
        });
        Path file = Files.write(folder.resolve("t.parquet"), bytes(table, "b 1", Map.of()));
        assertEquals(3, ParquetReader.readMetadata(file.toFile()).getBlocks().size());
        List<Map<String, Object>> found = read(file);
        assertEquals(rowCount, found.size());
        assertEquals(Map.of("n", rowCount - 1L), found.get(rowCount - 1));
    }

    private static Table table(List<List<Object>> rows) {
        return new Table("t", "", COLUMNS, rows::forEach);
    }

    private static List<List<Object>> rows(Table table) {
        List<List<Object>> rows = new ArrayList<>();
        table.rows().forEach(rows::add);
        return rows;
    }

    private static byte[] bytes(Table table, String writer, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TableParquet.write(table, writer, metadata, bytes);
        return bytes.toByteArray();
    }

    private static List<Object> row(Random random) {
        List<Object> row = new ArrayList<>();
        for (TableColumn column : COLUMNS) {
            Object value =
                    switch (column.type()) {
                        case TEXT -> random.nextInt(4) == 0 ? "" : "größe " + random.nextInt(1 << 20);
                        case TRUTH -> random.nextBoolean();
                        case WHOLE -> random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong();
                        case REAL -> random.nextGaussian() * 1e300;
                    };
            row.add(column.optional() && random.nextInt(3) == 0 ? null : value);
        }
        return row;
    }

    private static List<Map<String, Object>> maps(List<TableColumn> columns, List<List<Object>> rows) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> map = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                // Counts of 32 bits are written as 64.
                Object cell = row.get(i) instanceof Integer count ? Long.valueOf(count) : row.get(i);
                map.put(columns.get(i).name(), cell);
            }
            maps.add(map);
        }
        return maps;
    }

    private static List<Map<String, Object>> read(Path file) throws IOException {
        Hydrator<Map<String, Object>, Map<String, Object>, String[]> cells = new Hydrator<>() {
            @Override
            public Map<String, Object> start() {
                return new HashMap<>();
            }

            @Override
            public Map<String, Object> add(Map<String, Object> row, String[] path, Object value) {
                row.put(path[0], value);
                return row;
            }

            @Override
            public Map<String, Object> finish(Map<String, Object> row) {
                return row;
            }
        };
        try (Stream<Map<String, Object>> rows = ParquetReader.streamContent(file.toFile(), cells)) {
            return rows.toList();
        }
    }
}
