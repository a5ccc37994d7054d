package dev.berth.profiler.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One TensorProto, its payload left where it is.
 *
 * @param name may be empty for the tensor of a Constant node
 * @param dataType number of TensorProto.DataType
 * @param shape lengths of the dimensions
 * @param data where its values lie in this file; several pieces where they are not packed
 * @param raw whether they are raw little-endian elements; else protobuf's own coding
 * @param external whether the values lie in another file, which {@code entries} name
 * @param entries external_data, key to value
 */
record OnnxTensor(
        String name,
        int dataType,
        List<Long> shape,
        List<Extent> data,
        boolean raw,
        boolean external,
        Map<String, String> entries) {
    private static final int EXTERNAL = 1;
    private static final int MAX_RANK = 64;

    static OnnxTensor read(HeaderFile in, ProtobufReader message) throws IOException, ModelFaultException {
        in.at("tensor");
        String name = "";
        int dataType = 0;
        List<Long> shape = new ArrayList<>();
        List<Extent> data = new ArrayList<>();
        boolean raw = false;
        boolean external = false;
        Map<String, String> entries = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> readDimensions(in, message, shape);
                case 2 -> dataType = (int) readVarint(in, message);
                case 4, 5, 7, 9, 10, 11 -> {
                    raw |= message.field() == 9;
                    readData(in, message, data);
                }
                case 8 -> name = readString(in, message);
                case 13 -> readEntry(in, message, entries);
                case 14 -> external = readVarint(in, message) == EXTERNAL;
                default -> message.skip();
            }
        }
        return new OnnxTensor(name, dataType, List.copyOf(shape), Extents.merge(data), raw, external, entries);
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

    private static void readData(HeaderFile in, ProtobufReader message, List<Extent> data)
            throws IOException, ModelFaultException {
        long start = in.position();
        message.skip();
        if (message.wireType() == ProtobufReader.BYTES) {
            start = in.position() - message.length();
        }
        if (in.position() > start) {
            append(data, new Extent(in.path(), start, in.position() - start));
        }
    }

    /**
     * Values that are not packed come one by one with a tag between; one extent over all keeps a hostile file from
     * filling memory.
     */
    private static void append(List<Extent> data, Extent piece) {
        if (data.isEmpty()) {
            data.add(piece);
            return;
        }
        Extent first = data.get(0);
        data.set(0, new Extent(first.file(), first.offset(), piece.offset() + piece.length() - first.offset()));
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
