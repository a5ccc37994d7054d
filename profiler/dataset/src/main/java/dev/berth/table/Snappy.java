package dev.berth.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes the raw format of Snappy (format_description.txt): literals and copies of what came before. */
final class Snappy {
    private static final int LITERAL = 0;
    private static final int NEAR = 1;
    private static final int FAR = 2;
    private static final int LONGEST_SHORT_LITERAL = 60;

    private Snappy() {}

    /**
     * What was compressed.
     *
     * @param size how many bytes that is
     * @throws RuntimeException where it is not that
     */
    static byte[] uncompressed(ByteBuffer compressed, int size) {
        ByteBuffer in = compressed.order(ByteOrder.LITTLE_ENDIAN);
        if (ThriftFields.varint(in) != size) {
            throw new IllegalArgumentException("another size than told");
        }
        byte[] out = new byte[size];
        int at = 0;
        while (in.hasRemaining()) {
            int tag = in.get() & 0xff;
            int kind = tag & 3;
            int length = (tag >> 2) + 1;
            if (kind == LITERAL) {
                length = length <= LONGEST_SHORT_LITERAL ? length : little(in, length - LONGEST_SHORT_LITERAL) + 1;
                in.get(out, at, length);
            } else {
                int distance;
                if (kind == NEAR) {
                    length = ((tag >> 2) & 7) + 4;
                    distance = ((tag >> 5) << 8) | (in.get() & 0xff);
                } else {
                    distance = little(in, kind == FAR ? 2 : 4);
                }
                if (distance < 1 || distance > at || length > size - at) {
                    throw new IllegalArgumentException("a copy from outside");
                }
                // Byte by byte: a copy may go on into what it writes.
                for (int i = at; i < at + length; i++) {
                    out[i] = out[i - distance];
                }
            }
            at += length;
        }
        if (at != size) {
            throw new IllegalArgumentException("another size than told");
        }
        return out;
    }

    private static int little(ByteBuffer in, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xff) << (8 * i);
        }
        return value;
    }
}
