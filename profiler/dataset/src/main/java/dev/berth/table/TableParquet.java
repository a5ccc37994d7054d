package dev.berth.table;

import dev.berth.record.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A flat table as an Apache Parquet file, by the format's specification (parquet-format 2.x: parquet.thrift,
 * Encodings.md): version 1 data pages, one a column and row group, values plain and not compressed, which every reader
 * understands. Tables here are small; writers that are libraries bring twenty megabytes for what that takes. What
 * described columns hold stands in the file's metadata: {@code berth.unit.NAME} and {@code berth.description.NAME}.
 */
public final class TableParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    private static final int UNCOMPRESSED = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int DATA_PAGE = 0;
    private static final int REQUIRED = 0;
    private static final int OPTIONAL = ParquetColumn.OPTIONAL;
    private static final int CONVERTED_UTF8 = 0;

    /** Rows that are held in memory at once. */
    private static final int GROUP_ROWS = 50_000;

    static final int MOST_ROWS_READ = 10_000_000;
    static final int MOST_BYTES_READ = 1 << 30;
    private static final int MARKS_BYTES = 2 * 4 + Integer.BYTES;
    private static final int REPEATED = 2;
    private static final int INT96 = 3;
    private static final int FIXED = 7;

    private final List<TableColumn> columns;
    private final OutputStream file;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<ThriftStruct> groups = new ArrayList<>();
    private long position;
    private long rowCount;

    private TableParquet(List<TableColumn> columns, OutputStream file) {
        this.columns = columns;
        this.file = file;
    }

    /**
     * Writes the file, the same bytes for the same table.
     *
     * @param writer name and version of the program, as {@code berth 0.1.0}
     * @param metadata words about the whole table
     * @param file is not closed
     */
    public static void write(Table table, String writer, Map<String, String> metadata, OutputStream file)
            throws IOException {
        SortedMap<String, String> words = new TreeMap<>(metadata);
        if (!table.description().isEmpty()) {
            words.put("berth.table", table.name() + ": " + table.description());
        }
        table.columns().stream()
                .filter(column -> !column.description().isEmpty())
                .forEach(column -> {
                    words.put("berth.description." + column.name(), column.description());
                    column.unit().ifPresent(unit -> words.put("berth.unit." + column.name(), unit));
                });
        new TableParquet(table.columns(), file).write(table.rows(), writer, words);
    }

    /**
     * Reads a small flat table, as this class, DuckDB, pandas or Spark writes it: version 1 of the encodings; not
     * compressed, or by Snappy or gzip.
     *
     * @throws BadInputException where it is another file, damaged, or larger than 1 GiB
     */
    public static Read read(Path path) {
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES_READ) {
                throw new BadInputException(path + ": " + size + " bytes, expected at most " + MOST_BYTES_READ);
            }
            return read(ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (NoSuchFileException e) {
            throw new BadInputException(path + ": no such file", e);
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(path + ": no Parquet table that is read here: " + e.getMessage(), e);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new BadInputException(path + ": a damaged Parquet file, expected one that was written whole", e);
        }
    }

    /**
     * What was read.
     *
     * @param columns their names
     * @param rows a {@link Boolean}, {@link Long}, {@link Double} or {@link String} a column; null where there is none
     */
    public record Read(List<String> columns, List<List<Object>> rows) {}

    private static Read read(ByteBuffer file) throws IOException {
        int end = file.limit() - MAGIC.length;
        ByteBuffer mark = ByteBuffer.wrap(MAGIC);
        boolean isMarked = file.limit() > MARKS_BYTES
                && file.slice(0, MAGIC.length).equals(mark)
                && file.slice(end, MAGIC.length).equals(mark);
        if (!isMarked) {
            throw new IllegalArgumentException("it does not begin and end with PAR1");
        }
        int length = file.getInt(end - Integer.BYTES);
        ThriftFields footer = ThriftFields.read(file.slice(end - Integer.BYTES - length, length));
        List<ThriftFields> schema = footer.structs(2);
        List<ThriftFields> leaves = schema.subList(1, schema.size());
        leaves.forEach(TableParquet::requireFlat);
        List<List<Object>> rows = new ArrayList<>();
        for (ThriftFields group : footer.structs(4)) {
            addRows(file, group, leaves, rows);
        }
        return new Read(leaves.stream().map(TableParquet::name).toList(), rows);
    }

    private static void addRows(ByteBuffer file, ThriftFields group, List<ThriftFields> leaves, List<List<Object>> rows)
            throws IOException {
        long count = group.number(3);
        List<ThriftFields> chunks = group.structs(1);
        if (count < 0 || count > MOST_ROWS_READ || chunks.size() != leaves.size()) {
            throw new IllegalArgumentException(count + " rows in " + chunks.size() + " columns of " + leaves.size());
        }
        List<List<Object>> columns = new ArrayList<>();
        for (int column = 0; column < leaves.size(); column++) {
            ThriftFields leaf = leaves.get(column);
            try {
                columns.add(ParquetColumn.read(file, chunks.get(column).struct(3), leaf, (int) count));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("column " + name(leaf) + ": " + e.getMessage(), e);
            }
        }
        for (int row = 0; row < count; row++) {
            List<Object> cells = new ArrayList<>();
            for (List<Object> column : columns) {
                cells.add(column.get(row));
            }
            rows.add(cells);
        }
    }

    private static String name(ThriftFields leaf) {
        return new String(leaf.binary(4), StandardCharsets.UTF_8);
    }

    private static void requireFlat(ThriftFields leaf) {
        boolean isGroup = leaf.optional(1, Long.class).isEmpty() || leaf.number(3) == REPEATED;
        if (isGroup || leaf.number(1) == INT96 || leaf.number(1) >= FIXED) {
            throw new IllegalArgumentException(
                    "column " + name(leaf) + " is neither text, number nor truth; cast it to one of them");
        }
    }

    private void write(Table.Rows all, String writer, SortedMap<String, String> metadata) throws IOException {
        put(MAGIC);
        try {
            all.forEach(row -> {
                rows.add(row);
                if (rows.size() == GROUP_ROWS) {
                    writeGroup();
                }
            });
            writeGroup();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        byte[] footer = new ThriftStruct()
                .i32(1, FORMAT_VERSION)
                .structs(2, schema())
                .i64(3, rowCount)
                .structs(4, groups)
                .structs(5, keyValues(metadata))
                // The form that readers take versions from.
                .text(6, writer.replaceFirst(" ", " version ") + " (build 0)")
                .bytes();
        put(footer);
        put(little(Integer.BYTES).putInt(footer.length).array());
        put(MAGIC);
    }

    private void put(byte[] bytes) throws IOException {
        file.write(bytes);
        position += bytes.length;
    }

    private void writeGroup() {
        if (rows.isEmpty()) {
            return;
        }
        try {
            List<ThriftStruct> chunks = new ArrayList<>();
            long begin = position;
            for (int i = 0; i < columns.size(); i++) {
                long start = position;
                writePage(i);
                chunks.add(chunk(columns.get(i), start, position - start));
            }
            groups.add(new ThriftStruct()
                    .structs(1, chunks)
                    .i64(2, position - begin)
                    .i64(3, rows.size()));
            rowCount += rows.size();
            rows.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ThriftStruct> schema() {
        List<ThriftStruct> elements = new ArrayList<>();
        elements.add(new ThriftStruct().text(4, "berth").i32(5, columns.size()));
        for (TableColumn column : columns) {
            ThriftStruct element = new ThriftStruct()
                    .i32(1, type(column))
                    .i32(3, column.optional() ? OPTIONAL : REQUIRED)
                    .text(4, column.name());
            if (column.type() == TableColumn.Type.TEXT) {
                // Both the older and the newer way to say that the bytes are text.
                element.i32(6, CONVERTED_UTF8).struct(10, new ThriftStruct().struct(1, new ThriftStruct()));
            }
            elements.add(element);
        }
        return elements;
    }

    private static List<ThriftStruct> keyValues(SortedMap<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(entry -> new ThriftStruct().text(1, entry.getKey()).text(2, entry.getValue()))
                .toList();
    }

    private ThriftStruct chunk(TableColumn column, long start, long bytes) {
        ThriftStruct metadata = new ThriftStruct()
                .i32(1, type(column))
                .i32s(2, PLAIN, RLE)
                .texts(3, column.name())
                .i32(4, UNCOMPRESSED)
                .i64(5, rows.size())
                .i64(6, bytes)
                .i64(7, bytes)
                .i64(9, start);
        return new ThriftStruct().i64(2, start).struct(3, metadata);
    }

    private void writePage(int column) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        if (columns.get(column).optional()) {
            byte[] levels = presence(column);
            page.writeBytes(little(Integer.BYTES).putInt(levels.length).array());
            page.writeBytes(levels);
        }
        page.writeBytes(values(column));
        ThriftStruct data =
                new ThriftStruct().i32(1, rows.size()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
        put(new ThriftStruct()
                .i32(1, DATA_PAGE)
                .i32(2, page.size())
                .i32(3, page.size())
                .struct(5, data)
                .bytes());
        put(page.toByteArray());
    }

    /** Definition levels of one bit, as runs of equal ones. */
    private byte[] presence(int column) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        int begin = 0;
        while (begin < rows.size()) {
            boolean present = rows.get(begin).get(column) != null;
            int end = begin;
            while (end < rows.size() && (rows.get(end).get(column) != null) == present) {
                end++;
            }
            ThriftStruct.varint(runs, (long) (end - begin) << 1);
            runs.write(present ? 1 : 0);
            begin = end;
        }
        return runs.toByteArray();
    }

    private byte[] values(int column) {
        List<Object> present = rows.stream()
                .map(row -> row.get(column))
                .filter(java.util.Objects::nonNull)
                .toList();
        if (columns.get(column).type() == TableColumn.Type.TRUTH) {
            return bits(present);
        }
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (Object value : present) {
            switch (columns.get(column).type()) {
                case WHOLE ->
                    values.writeBytes(little(Long.BYTES)
                            .putLong(((Number) value).longValue())
                            .array());
                case REAL ->
                    values.writeBytes(little(Double.BYTES)
                            .putDouble(((Number) value).doubleValue())
                            .array());
                default -> {
                    byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                    values.writeBytes(little(Integer.BYTES).putInt(text.length).array());
                    values.writeBytes(text);
                }
            }
        }
        return values.toByteArray();
    }

    private static byte[] bits(List<Object> values) {
        byte[] bits = new byte[(values.size() + 7) / 8];
        for (int i = 0; i < values.size(); i++) {
            if ((Boolean) values.get(i)) {
                bits[i / 8] |= (byte) (1 << (i % 8));
            }
        }
        return bits;
    }

    private static int type(TableColumn column) {
        return switch (column.type()) {
            case TRUTH -> 0;
            case WHOLE -> 2;
            case REAL -> 5;
            case TEXT -> 6;
        };
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
