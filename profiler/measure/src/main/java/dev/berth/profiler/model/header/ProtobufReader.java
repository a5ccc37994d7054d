package dev.berth.profiler.model.header;

import dev.berth.profiler.model.ModelFaultException;
import java.io.IOException;

/**
 * Walks a protobuf message's fields in place: tags, lengths and varints, nothing of a payload. Depth is the caller's;
 * lengths are held against the enclosing message.
 */
public final class ProtobufReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private final HeaderFile in;
    private long end;
    private int field;
    private int wireType;
    private long length;

    /** Reads the message that takes the next bytes of the file. */
    public ProtobufReader(HeaderFile in, long length) throws ModelFaultException {
        this.in = in;
        this.end = in.position() + in.require(length);
    }

    /**
     * Moves to the next field; false at the message's end. The payload of the field before must have been read or
     * skipped.
     */
    public boolean next() throws IOException, ModelFaultException {
        if (in.position() >= end) {
            if (in.position() > end) {
                throw in.fault("a field that passes its message's end", "fields inside their message");
            }
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field <= 0) {
            throw in.fault("field number " + field, "a number >= 1");
        }
        if (wireType == BYTES) {
            length = varint();
            if (length < 0 || length > end - in.position()) {
                throw in.fault(
                        "field " + field + " of " + Long.toUnsignedString(length) + " bytes",
                        "at most " + (end - in.position()) + ", the rest of its message");
            }
        }
        return true;
    }

    public int field() {
        return field;
    }

    public int wireType() {
        return wireType;
    }

    public boolean is(int number, int type) {
        return field == number && wireType == type;
    }

    /** Length of a field of {@link #BYTES}; the file stands at its first byte. */
    public long length() {
        return length;
    }

    /** The nested message that this field holds. */
    public ProtobufReader message() throws ModelFaultException {
        return new ProtobufReader(in, length);
    }

    public String string() throws IOException, ModelFaultException {
        return in.utf8(length);
    }

    public long varint() throws IOException, ModelFaultException {
        return in.varint();
    }

    /** Passes over the field's payload. */
    public void skip() throws IOException, ModelFaultException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> in.skip(8);
            case FIXED32 -> in.skip(4);
            case BYTES -> in.skip(length);
            default -> throw in.fault("wire type " + wireType, "0, 1, 2 or 5");
        }
    }
}
