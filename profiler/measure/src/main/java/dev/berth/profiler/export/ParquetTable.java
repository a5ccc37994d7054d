package dev.berth.profiler.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A flat table as an Apache Parquet file, by the format's specification (parquet-format 2.x: parquet.thrift,
 * Encodings.md): one row group, one version 1 data page a column, values plain and not compressed, which every reader
 * understands. Tables here are of kilobytes; writers that are libraries bring twenty megabytes for what that takes.
 */
final class ParquetTable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    private static final int UNCOMPRESSED = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int DATA_PAGE = 0;
    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;
    private static final int CONVERTED_UTF8 = 0;

    private final List<TableColumn> columns;
    private final List<List<Object>> rows;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private ParquetTable(List<TableColumn> columns, List<List<Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * The file's bytes, the same for the same table.
     *
     * @param rows cells in the order of the columns; null where an optional column has no value
     * @param writer name and version of the program, as {@code berth 0.1.0}
     * @param metadata words about the whole table
     */
    static byte[] write(
            List<TableColumn> columns, List<List<Object>> rows, String writer, Map<String, String> metadata) {
        return new ParquetTable(columns, rows).file(writer, metadata);
    }

    private byte[] file(String writer, Map<String, String> metadata) {
        file.writeBytes(MAGIC);
        List<ThriftStruct> chunks = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < columns.size() && !rows.isEmpty(); i++) {
            int start = file.size();
            writePage(i);
            chunks.add(chunk(columns.get(i), start, file.size() - start));
            bytes += file.size() - start;
        }
        List<ThriftStruct> groups = rows.isEmpty()
                ? List.of()
                : List.of(new ThriftStruct().structs(1, chunks).i64(2, bytes).i64(3, rows.size()));
        byte[] footer = new ThriftStruct()
                .i32(1, FORMAT_VERSION)
                .structs(2, schema())
                .i64(3, rows.size())
                .structs(4, groups)
                .structs(5, keyValues(metadata))
                // The form that readers take versions from.
                .text(6, writer.replaceFirst(" ", " version ") + " (build 0)")
                .bytes();
        file.writeBytes(footer);
        file.writeBytes(little(Integer.BYTES).putInt(footer.length).array());
        file.writeBytes(MAGIC);
        return file.toByteArray();
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

    private static List<ThriftStruct> keyValues(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
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

    private void writePage(int column) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        if (columns.get(column).optional()) {
            byte[] levels = presence(column);
            page.writeBytes(little(Integer.BYTES).putInt(levels.length).array());
            page.writeBytes(levels);
        }
        page.writeBytes(values(column));
        ThriftStruct data =
                new ThriftStruct().i32(1, rows.size()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
        file.writeBytes(new ThriftStruct()
                .i32(1, DATA_PAGE)
                .i32(2, page.size())
                .i32(3, page.size())
                .struct(5, data)
                .bytes());
        file.writeBytes(page.toByteArray());
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
