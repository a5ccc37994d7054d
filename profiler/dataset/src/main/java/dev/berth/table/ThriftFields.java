package dev.berth.table;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A struct read in Thrift's compact protocol (thrift-compact-protocol.md), by field numbers. Whole numbers are
 * {@link Long}, texts and binaries {@code byte[]}, structs {@link ThriftFields}, lists {@link List}. What is asked for
 * and missing, or of another kind, is an {@link IllegalArgumentException}.
 */
final class ThriftFields {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;
    private static final int DEEPEST = 32;
    private static final int MOST_VARINT_BYTES = 10;

    private final Map<Integer, Object> fields = new HashMap<>();

    private ThriftFields() {}

    /**
     * Reads one struct; the buffer stands behind it afterwards.
     *
     * @throws IllegalArgumentException where it is none
     * @throws java.nio.BufferUnderflowException where it ends early
     */
    static ThriftFields read(ByteBuffer from) {
        return read(from, 0);
    }

    private static ThriftFields read(ByteBuffer from, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("structs within structs within structs");
        }
        ThriftFields struct = new ThriftFields();
        int field = 0;
        for (int header = from.get() & 0xff; header != 0; header = from.get() & 0xff) {
            field = (header >> 4) == 0 ? (int) unzigzag(varint(from)) : field + (header >> 4);
            int type = header & 0xf;
            struct.fields.put(field, type == TRUE || type == FALSE ? type == TRUE : value(from, type, depth));
        }
        return struct;
    }

    private static Object value(ByteBuffer from, int type, int depth) {
        return switch (type) {
            case TRUE, FALSE -> from.get() == TRUE;
            case BYTE -> (long) from.get();
            case BYTE + 1, BYTE + 2, BYTE + 3 -> unzigzag(varint(from));
            case DOUBLE -> from.getDouble();
            case BINARY -> bytes(from, size(from, varint(from)));
            case LIST, SET -> list(from, depth);
            case STRUCT -> read(from, depth + 1);
            default -> throw new IllegalArgumentException("a field of type " + type);
        };
    }

    private static List<Object> list(ByteBuffer from, int depth) {
        int header = from.get() & 0xff;
        int size = size(from, (header >> 4) == 0xf ? varint(from) : header >> 4);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(value(from, header & 0xf, depth));
        }
        return values;
    }

    /** No more than bytes are left: each entry takes one at least. */
    private static int size(ByteBuffer from, long size) {
        if (size < 0 || size > from.remaining()) {
            throw new IllegalArgumentException(
                    size + " bytes or entries where " + from.remaining() + " bytes are left");
        }
        return (int) size;
    }

    private static byte[] bytes(ByteBuffer from, int size) {
        byte[] bytes = new byte[size];
        from.get(bytes);
        return bytes;
    }

    /** Seven bits a byte, the lowest first. */
    static long varint(ByteBuffer from) {
        long value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** A field that need not be there. */
    <T> Optional<T> optional(int field, Class<T> type) {
        Object value = fields.get(field);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("field " + field + " is of another type");
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private <T> T required(int field, Class<T> type) {
        return optional(field, type).orElseThrow(() -> new IllegalArgumentException("no field " + field));
    }

    long number(int field) {
        return required(field, Long.class);
    }

    ThriftFields struct(int field) {
        return required(field, ThriftFields.class);
    }

    byte[] binary(int field) {
        return required(field, byte[].class);
    }

    List<ThriftFields> structs(int field) {
        List<ThriftFields> structs = new ArrayList<>();
        for (Object entry : required(field, List.class)) {
            if (!(entry instanceof ThriftFields struct)) {
                throw new IllegalArgumentException("field " + field + " lists something else");
            }
            structs.add(struct);
        }
        return structs;
    }
}
