package dev.berth.profiler.model.onnx;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.ProtobufReader;
import java.io.IOException;
import java.util.List;

/**
 * The numbers of one repeated protobuf field, which its writer may have packed into one piece or given a tag each; both
 * are the same values to a reader.
 */
final class OnnxValues {
    private final HeaderFile in;
    /** Bytes of a value; 0 for varints. */
    private final int fixedBytes;

    private long count;
    private long begin;
    private long end;
    private boolean inPieces;

    private OnnxValues(HeaderFile in, int fixedBytes) {
        this.in = in;
        this.fixedBytes = fixedBytes;
    }

    static OnnxValues floats(HeaderFile in) {
        return new OnnxValues(in, 4);
    }

    static OnnxValues doubles(HeaderFile in) {
        return new OnnxValues(in, 8);
    }

    static OnnxValues varints(HeaderFile in) {
        return new OnnxValues(in, 0);
    }

    /**
     * Passes over a field's payload and counts its values; one of another wire type is an unknown field to protobuf.
     */
    void read(ProtobufReader message) throws IOException, ModelFaultException {
        long from = in.position();
        if (message.wireType() == ProtobufReader.BYTES) {
            readPacked(message.length());
        } else {
            message.skip();
            if (message.wireType() != wireType()) {
                return;
            }
            count++;
        }
        if (in.position() > from) {
            inPieces |= end > 0;
            begin = end > 0 ? begin : from;
            end = in.position();
        }
    }

    private void readPacked(long length) throws IOException, ModelFaultException {
        if (fixedBytes == 0) {
            count += in.skipVarints(length);
            return;
        }
        if (length % fixedBytes != 0) {
            throw in.fault(length + " bytes of packed values", "a multiple of " + fixedBytes);
        }
        count += length / fixedBytes;
        in.skip(length);
    }

    private int wireType() {
        return switch (fixedBytes) {
            case 4 -> ProtobufReader.FIXED32;
            case 8 -> ProtobufReader.FIXED64;
            default -> ProtobufReader.VARINT;
        };
    }

    long count() {
        return count;
    }

    /** From the first to the last of them, tags between included; none for no values. */
    List<Extent> extents() {
        return end == 0 ? List.of() : Extents.of(in.path(), begin, end - begin);
    }

    /** Whether loading decodes them; else their bytes in the file are those in memory. */
    boolean coded() {
        return fixedBytes == 0 || inPieces;
    }
}
