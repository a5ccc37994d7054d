package dev.berth.profiler.synthesize.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a header under way; numbers least significant byte first. */
final class ByteList {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] toArray() {
        return bytes.toByteArray();
    }

    int size() {
        return bytes.size();
    }

    ByteList u8(int value) {
        bytes.write(value);
        return this;
    }

    ByteList u16(int value) {
        return number(value, Short.BYTES);
    }

    ByteList u32(long value) {
        return number(value, Integer.BYTES);
    }

    ByteList u64(long value) {
        return number(value, Long.BYTES);
    }

    ByteList f32(float value) {
        return u32(Float.floatToRawIntBits(value));
    }

    private ByteList number(long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes.write((int) (value >>> (Byte.SIZE * i)));
        }
        return this;
    }

    ByteList add(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    ByteList text(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of zero until the length is a multiple. */
    ByteList fill(int multiple) {
        while (size() % multiple != 0) {
            bytes.write(0);
        }
        return this;
    }
}
