package dev.berth.profiler.synthesize.format;

/** Writes protobuf fields. */
final class Protobuf {
    private static final int BYTES = 2;
    private static final int LOW_BITS = 0x7f;

    private final ByteList out = new ByteList();

    byte[] toArray() {
        return out.toArray();
    }

    Protobuf number(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    Protobuf text(int field, String text) {
        ByteList bytes = new ByteList().text(text);
        return head(field, bytes.size()).add(bytes.toArray());
    }

    Protobuf message(int field, Protobuf message) {
        return head(field, message.out.size()).add(message.toArray());
    }

    /** What stands before a field's payload of as many bytes. */
    Protobuf head(int field, long bytes) {
        return varint(((long) field << 3) | BYTES).varint(bytes);
    }

    /** The fields of another. */
    Protobuf append(Protobuf other) {
        return add(other.toArray());
    }

    int size() {
        return out.size();
    }

    private Protobuf add(byte[] bytes) {
        out.add(bytes);
        return this;
    }

    /** A bare number. */
    Protobuf varint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.u8((int) ((rest & LOW_BITS) | (LOW_BITS + 1)));
            rest >>>= 7;
        }
        out.u8((int) rest);
        return this;
    }
}
