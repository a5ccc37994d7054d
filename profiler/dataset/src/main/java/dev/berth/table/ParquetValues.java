package dev.berth.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values as Parquet's Encodings.md writes them, without nulls; buffers are little endian. */
final class ParquetValues {
    static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int DELTA_BINARY_PACKED = 5;
    private static final int DELTA_LENGTH_BYTE_ARRAY = 6;
    private static final int DELTA_BYTE_ARRAY = 7;
    private static final int BOOLEAN = 0;

    private ParquetValues() {}

    /**
     * Reads values; the buffer stands behind them.
     *
     * @param type physical, by number
     * @return {@link Boolean}, {@link Long}, {@link Double} or {@link String}, may be changed
     * @throws RuntimeException where they are not that, in words that end a sentence
     */
    static List<Object> read(ByteBuffer page, int type, int encoding, int count) {
        return switch (encoding) {
            case PLAIN -> plain(page, type, count);
            case RLE -> truths(page, type, count);
            case DELTA_BINARY_PACKED -> wholes(deltas(page, count));
            case DELTA_LENGTH_BYTE_ARRAY -> texts(byLength(page, count));
            case DELTA_BYTE_ARRAY -> texts(byPrefix(page, count));
            default ->
                throw new IllegalArgumentException("it is encoded in a way that is not read (" + encoding
                        + "); write it in version 1 of the format");
        };
    }

    private static List<Object> plain(ByteBuffer page, int type, int count) {
        List<Object> values = new ArrayList<>();
        int begin = page.position();
        for (int i = 0; i < count; i++) {
            values.add(
                    switch (type) {
                        case BOOLEAN -> packed(page, begin, i, 1) == 1;
                        case 1 -> (long) page.getInt();
                        case 2 -> page.getLong();
                        case 4 -> (double) page.getFloat();
                        case 5 -> page.getDouble();
                        default -> text(taken(page, page.getInt()));
                    });
        }
        return values;
    }

    private static byte[] taken(ByteBuffer page, int length) {
        if (length < 0 || length > page.remaining()) {
            throw new IllegalArgumentException(
                    "a text of " + length + " bytes where " + page.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        page.get(bytes);
        return bytes;
    }

    private static Object text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Object> truths(ByteBuffer page, int type, int count) {
        if (type != BOOLEAN) {
            throw new IllegalArgumentException("runs of something that is no truth");
        }
        page.getInt();
        List<Object> truths = new ArrayList<>();
        for (int bit : runs(page, 1, count)) {
            truths.add(bit == 1);
        }
        return truths;
    }

    private static List<Object> wholes(long[] numbers) {
        List<Object> wholes = new ArrayList<>();
        for (long number : numbers) {
            wholes.add(number);
        }
        return wholes;
    }

    private static List<Object> texts(List<byte[]> values) {
        List<Object> texts = new ArrayList<>();
        values.forEach(value -> texts.add(text(value)));
        return texts;
    }

    private static List<byte[]> byLength(ByteBuffer page, int count) {
        List<byte[]> values = new ArrayList<>();
        for (long length : deltas(page, count)) {
            values.add(taken(page, Math.toIntExact(length)));
        }
        return values;
    }

    private static List<byte[]> byPrefix(ByteBuffer page, int count) {
        long[] prefixes = deltas(page, count);
        List<byte[]> values = byLength(page, count);
        byte[] last = {};
        for (int i = 0; i < count; i++) {
            int prefix = Math.toIntExact(prefixes[i]);
            if (prefix < 0 || prefix > last.length) {
                throw new IllegalArgumentException("a text that goes on from one that is shorter");
            }
            byte[] suffix = values.get(i);
            byte[] value = Arrays.copyOf(last, prefix + suffix.length);
            System.arraycopy(suffix, 0, value, prefix, suffix.length);
            values.set(i, value);
            last = value;
        }
        return values;
    }

    /** Whole numbers as differences, packed block by block. */
    private static long[] deltas(ByteBuffer page, int count) {
        int blockSize = Math.toIntExact(ThriftFields.varint(page));
        int parts = Math.toIntExact(ThriftFields.varint(page));
        if (ThriftFields.varint(page) != count || parts < 1 || blockSize < parts) {
            throw new IllegalArgumentException("another number of values than told");
        }
        long[] values = new long[count];
        long value = ThriftFields.unzigzag(ThriftFields.varint(page));
        int at = 0;
        if (count > 0) {
            values[at++] = value;
        }
        while (at < count) {
            long least = ThriftFields.unzigzag(ThriftFields.varint(page));
            byte[] widths = taken(page, parts);
            for (int part = 0; part < parts && at < count; part++) {
                int begin = page.position();
                for (int i = 0; i < blockSize / parts && at < count; i++) {
                    value += least + packed(page, begin, i, widths[part]);
                    values[at++] = value;
                }
                // The last part is whole, but for what nobody wrote behind it.
                long end = begin + (long) blockSize / parts * widths[part] / Byte.SIZE;
                page.position((int) Math.min(page.limit(), end));
            }
        }
        return values;
    }

    /**
     * Reads numbers of few bits each: runs of one number, and groups of eight that are packed.
     *
     * @param bits of a number, 0 to 31
     */
    static int[] runs(ByteBuffer in, int bits, int count) {
        if (bits < 0 || bits >= Integer.SIZE) {
            throw new IllegalArgumentException("numbers of " + bits + " bits");
        }
        int[] numbers = new int[count];
        int at = 0;
        while (at < count) {
            long header = ThriftFields.varint(in);
            long length = header >>> 1;
            if ((header & 1) == 0) {
                int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
                int number = (int) packed(in, in.position(), 0, bytes * Byte.SIZE);
                in.position(in.position() + bytes);
                int to = (int) Math.min(count, at + length);
                Arrays.fill(numbers, at, to, number);
                at = to;
            } else {
                int begin = in.position();
                int to = (int) Math.min(count, at + length * Byte.SIZE);
                for (int i = 0; at < to; i++, at++) {
                    numbers[at] = (int) packed(in, begin, i, bits);
                }
                in.position((int) Math.min(in.limit(), begin + length * bits));
            }
        }
        return numbers;
    }

    /** The number at an index of those that are packed from a byte on, the lowest bit first. */
    private static long packed(ByteBuffer in, int begin, int index, int bits) {
        long number = 0;
        for (int bit = 0; bit < bits; bit++) {
            long at = (long) index * bits + bit;
            long set = (in.get((int) (begin + at / Byte.SIZE)) >> (at % Byte.SIZE)) & 1;
            number |= set << bit;
        }
        return number;
    }
}
