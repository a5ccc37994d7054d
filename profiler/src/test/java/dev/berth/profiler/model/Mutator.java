package dev.berth.profiler.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages files the way hostile or broken ones differ from good ones; the same seed gives the same damage. */
final class Mutator {
    private static final int MAX_STEPS = 6;

    /** Where readers' sums overflow, signs turn and limits end. */
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        63,
        64,
        127,
        128,
        255,
        256,
        4096,
        65535,
        65536,
        Integer.MAX_VALUE,
        1L << 31,
        0xffffffffL,
        1L << 32,
        1L << 40,
        (1L << 62) - 1,
        1L << 62,
        Long.MAX_VALUE - 8,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -8
    };

    /** Words of the formats: JSON, pickle opcodes, protobuf tags, zip records, GGUF types. */
    private static final String[] WORDS = {
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[",
        "\"",
        ",",
        ":",
        "null",
        "true",
        "-1",
        "1e999",
        "9223372036854775807",
        "1.5",
        "\\u0000",
        "\"dtype\":\"F32\"",
        "\"shape\":[0]",
        "\"shape\":[2,3]",
        "\"data_offsets\":[0,24]",
        "BF16",
        "F8_E4M3",
        "I64",
        "../x",
        "/etc/passwd",
        "m.safetensors",
        "m-1.safetensors",
        "data.pkl",
        "archive/data/0",
        "GGUF",
        "general.alignment",
        "PK\3\4",
        "PK\1\2",
        "PK\5\6",
        "\u00802",
        "(",
        "t.",
        ")R",
        "q\0",
        "h\0",
        "2",
        "0",
        "ctorch\nFloatStorage\n",
        "Q",
        "X\4\0\0\0",
        "\t\0\0\0",
        "\u008a\t",
        "u.",
        "e.",
        "}",
        "]",
        "location",
        "offset",
        "length",
        "float32",
        "uint8"
    };

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A damaged copy.
     *
     * @param other another file of the same format, to take pieces from
     */
    byte[] mutate(byte[] original, byte[] other) {
        byte[] bytes = original;
        int steps = 1 + random.nextInt(MAX_STEPS);
        for (int i = 0; i < steps; i++) {
            bytes = step(bytes, other);
        }
        return bytes;
    }

    private byte[] step(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other.clone();
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(10)) {
            case 0 -> put(bytes, at, new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))});
            case 1 -> put(bytes, at, new byte[] {(byte) random.nextInt(256)});
            case 2, 3 -> put(bytes, at, number());
            case 4 -> digits(bytes, at);
            case 5 -> put(bytes, at, word());
            case 6 -> replace(bytes, at, at, word());
            case 7 -> replace(bytes, at, Math.min(bytes.length, at + 1 + length(bytes)), new byte[0]);
            case 8 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length(bytes))));
            default -> splice(bytes, at, other);
        };
    }

    private byte[] splice(byte[] bytes, int at, byte[] other) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, at);
        }
        if (other.length == 0) {
            return bytes;
        }
        int from = random.nextInt(other.length);
        byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + length(other)));
        return put(bytes, at, piece);
    }

    private int length(byte[] bytes) {
        return 1 + random.nextInt(Math.min(bytes.length, random.nextInt(8) == 0 ? 4096 : 16));
    }

    /** 1, 2, 4 or 8 bytes, little-endian, or a varint. */
    private byte[] number() {
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        if (random.nextInt(4) == 0) {
            return Fixtures.message().plainVarint(value).array();
        }
        byte[] wide = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Arrays.copyOf(wide, 1 << random.nextInt(4));
    }

    private byte[] word() {
        return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A decimal number at or after a place becomes another. */
    private byte[] digits(byte[] bytes, int at) {
        int begin = at;
        while (begin < bytes.length && !Character.isDigit(bytes[begin])) {
            begin++;
        }
        int end = begin;
        while (end < bytes.length && Character.isDigit(bytes[end])) {
            end++;
        }
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        return begin == end
                ? bytes
                : replace(bytes, begin, end, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] put(byte[] bytes, int at, byte[] piece) {
        return replace(bytes, at, Math.min(bytes.length, at + piece.length), piece);
    }

    private static byte[] replace(byte[] bytes, int begin, int end, byte[] piece) {
        return Fixtures.concat(
                Arrays.copyOfRange(bytes, 0, begin), piece, Arrays.copyOfRange(bytes, end, bytes.length));
    }
}
