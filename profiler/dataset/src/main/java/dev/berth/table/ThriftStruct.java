package dev.berth.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A struct in Thrift's compact protocol (thrift-compact-protocol.md); fields are added in ascending order. */
final class ThriftStruct {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONGEST_SHORT_LIST = 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int last;

    ThriftStruct i32(int field, int value) {
        header(field, I32);
        varint(out, zigzag(value));
        return this;
    }

    ThriftStruct i64(int field, long value) {
        header(field, I64);
        varint(out, zigzag(value));
        return this;
    }

    ThriftStruct text(int field, String value) {
        header(field, BINARY);
        write(value);
        return this;
    }

    ThriftStruct struct(int field, ThriftStruct value) {
        header(field, STRUCT);
        out.writeBytes(value.bytes());
        return this;
    }

    ThriftStruct structs(int field, List<ThriftStruct> values) {
        listHeader(field, STRUCT, values.size());
        values.forEach(value -> out.writeBytes(value.bytes()));
        return this;
    }

    ThriftStruct i32s(int field, int... values) {
        listHeader(field, I32, values.length);
        for (int value : values) {
            varint(out, zigzag(value));
        }
        return this;
    }

    ThriftStruct texts(int field, String... values) {
        listHeader(field, BINARY, values.length);
        for (String value : values) {
            write(value);
        }
        return this;
    }

    /** The struct with its end mark. */
    byte[] bytes() {
        byte[] fields = out.toByteArray();
        return java.util.Arrays.copyOf(fields, fields.length + 1);
    }

    /** Seven bits a byte, the lowest first. */
    static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** Field numbers are told as the distance from the field before, at most 15. */
    private void header(int field, int type) {
        int delta = field - last;
        if (delta < 1 || delta > 15) {
            throw new IllegalArgumentException("fields out of order: field=" + field + ", last=" + last);
        }
        out.write((delta << 4) | type);
        last = field;
    }

    private void listHeader(int field, int type, int size) {
        header(field, LIST);
        if (size <= LONGEST_SHORT_LIST) {
            out.write((size << 4) | type);
        } else {
            out.write(0xf0 | type);
            varint(out, size);
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }
}
