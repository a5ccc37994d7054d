package dev.berth.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The values of one column in one row group, page by page. */
final class ParquetColumn {
    static final int OPTIONAL = 1;
    private static final int DECIMAL = 5;
    private static final int UNCOMPRESSED = 0;
    private static final int SNAPPY = 1;
    private static final int GZIP = 2;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int DATA_PAGE_V2 = 3;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE_DICTIONARY = 8;

    private final int type;
    private final int scale;
    private final boolean isOptional;
    private final int codec;
    private final List<Object> values = new ArrayList<>();
    private List<Object> dictionary = List.of();

    private ParquetColumn(ThriftFields leaf, ThriftFields metadata) {
        type = (int) leaf.number(1);
        boolean isDecimal = leaf.optional(6, Long.class).orElse(0L) == DECIMAL;
        scale = isDecimal ? Math.toIntExact(leaf.optional(7, Long.class).orElse(0L)) : 0;
        isOptional = leaf.number(3) == OPTIONAL;
        codec = (int) metadata.number(4);
    }

    /**
     * Reads them.
     *
     * @param file the whole file
     * @param leaf what the schema says of it
     * @param rows how many there are
     * @return {@link Boolean}, {@link Long}, {@link Double} or {@link String}; null where there is none
     * @throws RuntimeException where they cannot be read, in words that end a sentence
     */
    static List<Object> read(ByteBuffer file, ThriftFields metadata, ThriftFields leaf, int rows) throws IOException {
        ParquetColumn column = new ParquetColumn(leaf, metadata);
        long data = metadata.number(9);
        long first = metadata.optional(11, Long.class).orElse(data);
        ByteBuffer pages = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        pages.position(Math.toIntExact(first > 0 ? Math.min(first, data) : data));
        while (column.values.size() < rows) {
            column.readPage(pages);
        }
        if (column.values.size() > rows) {
            throw new IllegalArgumentException("more values than rows");
        }
        return column.values;
    }

    private void readPage(ByteBuffer pages) throws IOException {
        ThriftFields header = ThriftFields.read(pages);
        int size = Math.toIntExact(header.number(2));
        ByteBuffer stored = pages.slice(pages.position(), Math.toIntExact(header.number(3)));
        pages.position(pages.position() + stored.limit());
        switch ((int) header.number(1)) {
            case DICTIONARY_PAGE -> {
                ByteBuffer page = uncompressed(stored, size);
                dictionary = values(
                        page,
                        ParquetValues.PLAIN,
                        Math.toIntExact(header.struct(7).number(1)));
            }
            case DATA_PAGE -> {
                ByteBuffer page = uncompressed(stored, size);
                int count = count(header.struct(5));
                boolean[] present = new boolean[count];
                Arrays.fill(present, true);
                if (isOptional) {
                    ByteBuffer levels = page.slice(page.position() + Integer.BYTES, page.getInt())
                            .order(ByteOrder.LITTLE_ENDIAN);
                    page.position(page.position() + levels.limit());
                    present = presence(levels, count);
                }
                add(page, (int) header.struct(5).number(2), present);
            }
            case DATA_PAGE_V2 -> {
                ThriftFields data = header.struct(8);
                int levels = Math.toIntExact(data.number(5));
                int before = levels + Math.toIntExact(data.number(6));
                int count = count(data);
                boolean[] present = new boolean[count];
                Arrays.fill(present, true);
                if (isOptional) {
                    present = presence(stored.slice(before - levels, levels).order(ByteOrder.LITTLE_ENDIAN), count);
                }
                ByteBuffer rest = stored.slice(before, stored.limit() - before);
                boolean isCompressed = data.optional(7, Boolean.class).orElse(true);
                add(isCompressed ? uncompressed(rest, size - before) : little(rest), (int) data.number(4), present);
            }
            default -> {
                // Indexes of pages hold no values.
            }
        }
    }

    private static int count(ThriftFields header) {
        long count = header.number(1);
        if (count < 0 || count > TableParquet.MOST_ROWS_READ) {
            throw new IllegalArgumentException(count + " values in a page");
        }
        return (int) count;
    }

    private ByteBuffer uncompressed(ByteBuffer stored, int size) throws IOException {
        if (size < 0 || size > TableParquet.MOST_BYTES_READ) {
            throw new IllegalArgumentException("a page of " + size + " bytes");
        }
        switch (codec) {
            case UNCOMPRESSED -> {
                return little(stored);
            }
            case SNAPPY -> {
                return little(ByteBuffer.wrap(Snappy.uncompressed(stored, size)));
            }
            case GZIP -> {
                byte[] bytes = new byte[stored.remaining()];
                stored.get(bytes);
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    return little(ByteBuffer.wrap(in.readNBytes(size)));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "it is compressed in a way that is not read; write it" + " with snappy, gzip or none");
        }
    }

    private static ByteBuffer little(ByteBuffer bytes) {
        return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean[] presence(ByteBuffer levels, int count) {
        int[] defined = ParquetValues.runs(levels, 1, count);
        boolean[] present = new boolean[count];
        for (int i = 0; i < count; i++) {
            present[i] = defined[i] == 1;
        }
        return present;
    }

    private void add(ByteBuffer page, int encoding, boolean[] present) {
        int count = 0;
        for (boolean there : present) {
            count += there ? 1 : 0;
        }
        boolean isLooked = encoding == PLAIN_DICTIONARY || encoding == RLE_DICTIONARY;
        List<Object> read = isLooked ? looked(page, count) : values(page, encoding, count);
        int next = 0;
        for (boolean there : present) {
            values.add(there ? read.get(next++) : null);
        }
    }

    private List<Object> looked(ByteBuffer page, int count) {
        int bits = page.get();
        List<Object> looked = new ArrayList<>();
        for (int index : ParquetValues.runs(page, bits, count)) {
            looked.add(dictionary.get(index));
        }
        return looked;
    }

    private List<Object> values(ByteBuffer page, int encoding, int count) {
        List<Object> read = ParquetValues.read(page, type, encoding, count);
        if (scale != 0) {
            read.replaceAll(whole -> BigDecimal.valueOf((Long) whole, scale).doubleValue());
        }
        return read;
    }
}
