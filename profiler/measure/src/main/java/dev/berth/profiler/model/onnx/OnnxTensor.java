package dev.berth.profiler.model.onnx;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.ProtobufReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One TensorProto, its payload left where it is. Field numbers are those of onnx.proto3.
 *
 * @param name may be empty for the tensor of a Constant node
 * @param dataType number of TensorProto.DataType
 * @param shape lengths of the dimensions
 * @param raw where its raw little-endian elements lie; empty where it has no raw_data, a list of none for empty data
 * @param values by number of the typed field, such as int32_data
 * @param external whether the values lie in another file, which {@code entries} name
 * @param entries external_data, key to value
 */
record OnnxTensor(
        String name,
        int dataType,
        List<Long> shape,
        Optional<List<Extent>> raw,
        Map<Integer, OnnxValues> values,
        boolean external,
        Map<String, String> entries) {
    static final int FLOAT_DATA = 4;
    static final int INT32_DATA = 5;
    static final int INT64_DATA = 7;
    static final int DOUBLE_DATA = 10;
    static final int UINT64_DATA = 11;

    private static final int RAW_DATA = 9;
    private static final int EXTERNAL = 1;
    private static final int MAX_RANK = 64;

    /** Fields that hold values; of more than one onnx.checker says that it cannot tell which are meant. */
    long filled() {
        return values.values().stream().filter(it -> it.count() > 0).count()
                + (raw.isPresent() && !raw.get().isEmpty() ? 1 : 0);
    }

    static OnnxTensor read(HeaderFile in, ProtobufReader message) throws IOException, ModelFaultException {
        in.at("tensor");
        String name = "";
        int dataType = 0;
        List<Long> shape = new ArrayList<>();
        Optional<List<Extent>> raw = Optional.empty();
        Map<Integer, OnnxValues> values = new HashMap<>();
        boolean external = false;
        Map<String, String> entries = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> readDimensions(in, message, shape);
                case 2 -> dataType = (int) readVarint(in, message);
                case RAW_DATA -> raw = Optional.of(readRaw(in, message));
                case FLOAT_DATA, INT32_DATA, INT64_DATA, DOUBLE_DATA, UINT64_DATA ->
                    values.computeIfAbsent(message.field(), field -> values(in, field))
                            .read(message);
                case 8 -> name = readString(in, message);
                case 13 -> readEntry(in, message, entries);
                case 14 -> external = readVarint(in, message) == EXTERNAL;
                default -> message.skip();
            }
        }
        return new OnnxTensor(name, dataType, List.copyOf(shape), raw, values, external, entries);
    }

    private static OnnxValues values(HeaderFile in, int field) {
        return switch (field) {
            case FLOAT_DATA -> OnnxValues.floats(in);
            case DOUBLE_DATA -> OnnxValues.doubles(in);
            default -> OnnxValues.varints(in);
        };
    }

    /** Of a field that is given twice the last counts, as protobuf says. */
    private static List<Extent> readRaw(HeaderFile in, ProtobufReader message) throws IOException, ModelFaultException {
        requireBytes(in, message);
        long from = in.position();
        message.skip();
        return Extents.of(in.path(), from, message.length());
    }

    private static void readDimensions(HeaderFile in, ProtobufReader message, List<Long> shape)
            throws IOException, ModelFaultException {
        if (message.wireType() == ProtobufReader.VARINT) {
            shape.add(message.varint());
        } else if (message.wireType() == ProtobufReader.BYTES) {
            long end = in.position() + message.length();
            while (in.position() < end && shape.size() <= MAX_RANK) {
                shape.add(message.varint());
            }
            if (in.position() > end) {
                throw in.fault("dims that pass their field's end", "dims inside their field");
            }
        } else {
            throw in.fault("dims of wire type " + message.wireType(), "varints");
        }
        if (shape.size() > MAX_RANK || shape.stream().anyMatch(length -> length < 0)) {
            throw in.fault("shape " + shape, "at most " + MAX_RANK + " lengths >= 0");
        }
    }

    private static void readEntry(HeaderFile in, ProtobufReader message, Map<String, String> entries)
            throws IOException, ModelFaultException {
        requireBytes(in, message);
        ProtobufReader entry = message.message();
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.is(1, ProtobufReader.BYTES)) {
                key = entry.string();
            } else if (entry.is(2, ProtobufReader.BYTES)) {
                value = entry.string();
            } else {
                entry.skip();
            }
        }
        in.keep(64 + HeaderBudget.bytesOf(key) + HeaderBudget.bytesOf(value));
        entries.put(key, value);
    }

    private static String readString(HeaderFile in, ProtobufReader message) throws IOException, ModelFaultException {
        requireBytes(in, message);
        return message.string();
    }

    private static long readVarint(HeaderFile in, ProtobufReader message) throws IOException, ModelFaultException {
        if (message.wireType() != ProtobufReader.VARINT) {
            throw in.fault("field " + message.field() + " of wire type " + message.wireType(), "a varint");
        }
        return message.varint();
    }

    private static void requireBytes(HeaderFile in, ProtobufReader message) throws ModelFaultException {
        if (message.wireType() != ProtobufReader.BYTES) {
            throw in.fault("field " + message.field() + " of wire type " + message.wireType(), "bytes");
        }
    }
}
