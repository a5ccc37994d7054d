package dev.berth.profiler.model.onnx;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.ProtobufReader;
import dev.berth.profiler.model.header.Shapes;
import dev.berth.profiler.model.header.Siblings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX: a protobuf message. Weights are the initializers of the graph and of its sub-graphs, the tensors in attributes
 * of nodes, and the numbers of {@code value_float}, {@code value_floats}, {@code value_int} and {@code value_ints}, by
 * which a Constant node gives its tensor without a TensorProto. Numbers in other attributes, such as axes and pads, are
 * settings of their nodes and not counted. Data lies in the file or in external files beside it. Field numbers are
 * those of onnx.proto3; what onnxruntime refuses to load, such as data too short or too long for its shape, is refused,
 * and so is what onnx.checker finds ambiguous: two initializers of one name, values in two fields.
 */
final class OnnxReader {
    static final String LABEL = "onnx";

    private static final int MAX_DEPTH = 32;
    private static final int DATA_STRING = 8;
    private static final int LONGEST_VALUE_NAME = 16;

    private static final int DATA_UNDEFINED = 0;
    private static final int LAST_TYPE = 26;

    /**
     * How a data type is stored.
     *
     * @param field the typed field that holds its values where they are not raw
     * @param blockValues values of that field for a block of elements: two for a complex number, one for several
     *     elements of less than a byte
     */
    private record Stored(ElementType type, int field, int blockValues) {}

    private static final ElementType F32 = ElementType.plain("F32", 4);
    private static final ElementType I64 = ElementType.plain("I64", 8);

    private static final Map<Integer, Stored> TYPES = Map.ofEntries(
            Map.entry(1, new Stored(F32, OnnxTensor.FLOAT_DATA, 1)),
            narrow(2, "U8", 1, 1),
            narrow(3, "I8", 1, 1),
            narrow(4, "U16", 1, 2),
            narrow(5, "I16", 1, 2),
            narrow(6, "I32", 1, 4),
            Map.entry(7, new Stored(I64, OnnxTensor.INT64_DATA, 1)),
            narrow(9, "BOOL", 1, 1),
            narrow(10, "F16", 1, 2),
            Map.entry(11, new Stored(ElementType.plain("F64", 8), OnnxTensor.DOUBLE_DATA, 1)),
            Map.entry(12, new Stored(ElementType.plain("U32", 4), OnnxTensor.UINT64_DATA, 1)),
            Map.entry(13, new Stored(ElementType.plain("U64", 8), OnnxTensor.UINT64_DATA, 1)),
            Map.entry(14, new Stored(ElementType.plain("C64", 8), OnnxTensor.FLOAT_DATA, 2)),
            Map.entry(15, new Stored(ElementType.plain("C128", 16), OnnxTensor.DOUBLE_DATA, 2)),
            narrow(16, "BF16", 1, 2),
            narrow(17, "F8_E4M3FN", 1, 1),
            narrow(18, "F8_E4M3FNUZ", 1, 1),
            narrow(19, "F8_E5M2", 1, 1),
            narrow(20, "F8_E5M2FNUZ", 1, 1),
            narrow(21, "U4", 2, 1),
            narrow(22, "I4", 2, 1),
            narrow(23, "F4_E2M1", 2, 1),
            narrow(24, "F8_E8M0", 1, 1),
            narrow(25, "U2", 4, 1),
            narrow(26, "I2", 4, 1));

    /** A type of up to 32 bits, whose typed field is int32_data. */
    private static Map.Entry<Integer, Stored> narrow(int number, String name, int blockElements, int blockBytes) {
        return Map.entry(
                number, new Stored(new ElementType(name, blockElements, blockBytes), OnnxTensor.INT32_DATA, 1));
    }

    private final HeaderFile in;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<String, External> externalFiles = new LinkedHashMap<>();

    /** A file of external data. */
    private record External(Path file, long size) {}

    private OnnxReader(HeaderFile in) {
        this.in = in;
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            OnnxReader reader = new OnnxReader(in);
            reader.readModel();
            List<Path> weightFiles = new ArrayList<>();
            weightFiles.add(file);
            reader.externalFiles.values().stream()
                    .map(External::file)
                    .distinct()
                    .forEach(weightFiles::add);
            return new Part(LABEL, reader.tensors, weightFiles, List.of());
        }
    }

    private void readModel() throws IOException, ModelFaultException {
        ProtobufReader model = new ProtobufReader(in.at("model"), in.size());
        boolean graph = false;
        while (model.next()) {
            if (model.is(7, ProtobufReader.BYTES)) {
                readGraph(model.message(), 0);
                graph = true;
            } else if (model.is(25, ProtobufReader.BYTES)) {
                readFunction(model.message());
            } else {
                model.skip();
            }
            in.at("model");
        }
        if (!graph) {
            throw in.fault("no graph", "an ONNX model with a graph");
        }
    }

    private void readFunction(ProtobufReader function) throws IOException, ModelFaultException {
        while (function.next()) {
            if (function.is(7, ProtobufReader.BYTES)) {
                readNode(function.message(), 0);
            } else {
                function.skip();
            }
        }
    }

    private void readGraph(ProtobufReader graph, int depth) throws IOException, ModelFaultException {
        if (depth > MAX_DEPTH) {
            throw in.at("graph").fault("sub-graphs nested deeper than " + MAX_DEPTH, "at most " + MAX_DEPTH);
        }
        Set<String> initializers = new HashSet<>();
        while (graph.next()) {
            if (graph.is(1, ProtobufReader.BYTES)) {
                readNode(graph.message(), depth);
            } else if (graph.is(5, ProtobufReader.BYTES)) {
                String name = readTensor(graph.message());
                in.at("tensor", name).keep(48);
                if (!initializers.add(name)) {
                    throw in.fault("a second initializer of that name in its graph", "each name once");
                }
            } else if (graph.is(15, ProtobufReader.BYTES)) {
                readSparse(graph.message());
            } else {
                graph.skip();
            }
        }
    }

    private void readNode(ProtobufReader node, int depth) throws IOException, ModelFaultException {
        while (node.next()) {
            if (node.is(5, ProtobufReader.BYTES)) {
                readAttribute(node.message(), depth);
            } else {
                node.skip();
            }
        }
    }

    private void readAttribute(ProtobufReader attribute, int depth) throws IOException, ModelFaultException {
        String name = "";
        OnnxValues floats = OnnxValues.floats(in);
        OnnxValues ints = OnnxValues.varints(in);
        while (attribute.next()) {
            boolean bytes = attribute.wireType() == ProtobufReader.BYTES;
            switch (attribute.field()) {
                case 2, 7 -> floats.read(attribute);
                case 3, 8 -> ints.read(attribute);
                default -> {
                    if (!bytes) {
                        attribute.skip();
                    } else if (attribute.field() == 1 && attribute.length() <= LONGEST_VALUE_NAME) {
                        name = attribute.string();
                    } else {
                        readNested(attribute, depth);
                    }
                }
            }
        }
        in.at("attribute", name);
        switch (name) {
            case "value_float" -> addValues(name, F32, floats, List.of());
            case "value_floats" -> addValues(name, F32, floats, List.of(floats.count()));
            case "value_int" -> addValues(name, I64, ints, List.of());
            case "value_ints" -> addValues(name, I64, ints, List.of(ints.count()));
            default -> {
                // Settings of the node.
            }
        }
    }

    private void readNested(ProtobufReader attribute, int depth) throws IOException, ModelFaultException {
        switch (attribute.field()) {
            case 5, 10 -> readTensor(attribute.message());
            case 6, 11 -> readGraph(attribute.message(), depth + 1);
            case 22, 23 -> readSparse(attribute.message());
            default -> attribute.skip();
        }
    }

    private void addValues(String name, ElementType type, OnnxValues values, List<Long> shape) {
        if (values.count() > 0) {
            long elements = shape.isEmpty() ? 1 : values.count();
            tensors.add(new Tensor(name, type, shape, elements, values.extents(), values.coded()));
        }
    }

    /** Values and indices are tensors of their own. */
    private void readSparse(ProtobufReader sparse) throws IOException, ModelFaultException {
        while (sparse.next()) {
            if (sparse.is(1, ProtobufReader.BYTES) || sparse.is(2, ProtobufReader.BYTES)) {
                readTensor(sparse.message());
            } else {
                sparse.skip();
            }
        }
    }

    /** Adds a tensor; returns its name. */
    private String readTensor(ProtobufReader message) throws IOException, ModelFaultException {
        OnnxTensor tensor = OnnxTensor.read(in, message);
        in.at("tensor", tensor.name());
        if (tensor.dataType() == DATA_STRING) {
            return tensor.name();
        }
        if (tensor.dataType() == DATA_UNDEFINED) {
            throw in.fault("no data type", "one of ONNX");
        }
        Stored stored = TYPES.get(tensor.dataType());
        if (stored == null) {
            throw in.unknown("data type " + tensor.dataType(), "one of ONNX, 1 to " + LAST_TYPE);
        }
        tensors.add(in.keep(tensor(tensor, stored, Shapes.elements(in, tensor.shape()))));
        return tensor.name();
    }

    /** External data comes before raw and raw before typed, as onnxruntime looks for it. */
    private Tensor tensor(OnnxTensor tensor, Stored stored, long elements) throws IOException, ModelFaultException {
        ElementType type = stored.type();
        if (tensor.filled() > 1) {
            throw in.fault("values in " + tensor.filled() + " fields", "in one");
        }
        long bytes = Shapes.paddedBytes(in, type, elements);
        if (tensor.external()) {
            return new Tensor(tensor.name(), type, tensor.shape(), elements, external(tensor, bytes));
        }
        if (tensor.raw().isPresent()) {
            List<Extent> raw = tensor.raw().get();
            requireLength("raw data of", raw.isEmpty() ? 0 : raw.get(0).length(), "bytes", bytes, tensor);
            return new Tensor(tensor.name(), type, tensor.shape(), elements, raw);
        }
        OnnxValues values = tensor.values().getOrDefault(stored.field(), OnnxValues.varints(in));
        // No overflow: a block is at least a byte, of which there are fewer than 2^63, or two floats.
        requireLength("data of", values.count(), "values", type.blocks(elements) * stored.blockValues(), tensor);
        return new Tensor(tensor.name(), type, tensor.shape(), elements, values.extents(), values.coded());
    }

    private void requireLength(String what, long found, String unit, long wanted, OnnxTensor tensor)
            throws ModelFaultException {
        if (found != wanted) {
            throw in.fault(what + " " + found + " " + unit, wanted + " for the data type and shape " + tensor.shape());
        }
    }

    private List<Extent> external(OnnxTensor tensor, long bytes) throws IOException, ModelFaultException {
        String location = tensor.entries().get("location");
        if (location == null) {
            throw in.fault("external data without location", "the name of a file beside this one");
        }
        External external = external(tensor.name(), location);
        long offset = number(tensor, "offset", 0);
        long length = number(tensor, "length", bytes);
        long size = external.size();
        // Exporters write 0 for data of whatever length, and onnxruntime takes it so.
        length = length == 0 ? bytes : length;
        if (length != bytes) {
            throw in.fault("external data of " + length + " bytes", bytes + " for shape " + tensor.shape());
        }
        if (offset > size || length > size - offset) {
            throw in.fault(
                    length + " bytes at " + offset + " of '" + location + "'", "a range inside its " + size + " bytes");
        }
        return Extents.of(external.file(), offset, length);
    }

    /** Looked at once, however many tensors lie in it. */
    private External external(String tensor, String location) throws IOException, ModelFaultException {
        External known = externalFiles.get(location);
        if (known == null) {
            in.step(HeaderBudget.STEPS_PER_FILE);
            in.keep(300 + HeaderBudget.bytesOf(location));
            Path file = Siblings.requireInside(in, "external data of tensor '" + tensor + "'", location);
            known = new External(file, Files.size(file));
            externalFiles.put(location, known);
        }
        return known;
    }

    private long number(OnnxTensor tensor, String key, long otherwise) throws ModelFaultException {
        String text = tensor.entries().get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException malformed) {
            // Told below, with the negative ones.
        }
        throw in.fault("external data " + key + " '" + text + "'", "an integer >= 0");
    }
}
