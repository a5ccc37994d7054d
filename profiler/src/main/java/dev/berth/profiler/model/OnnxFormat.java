package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX: a protobuf message. Weights are the initializers of the graph and of its sub-graphs, and the tensors in
 * attributes of nodes (Constant nodes); their data lies in the file or in external files beside it. Field numbers are
 * those of onnx.proto3.
 */
final class OnnxFormat {
    static final String LABEL = "onnx";

    private static final int MAX_DEPTH = 32;
    private static final int DATA_STRING = 8;

    private static final Map<Integer, ElementType> TYPES = Map.ofEntries(
            Map.entry(1, ElementType.plain("F32", 4)),
            Map.entry(2, ElementType.plain("U8", 1)),
            Map.entry(3, ElementType.plain("I8", 1)),
            Map.entry(4, ElementType.plain("U16", 2)),
            Map.entry(5, ElementType.plain("I16", 2)),
            Map.entry(6, ElementType.plain("I32", 4)),
            Map.entry(7, ElementType.plain("I64", 8)),
            Map.entry(9, ElementType.plain("BOOL", 1)),
            Map.entry(10, ElementType.plain("F16", 2)),
            Map.entry(11, ElementType.plain("F64", 8)),
            Map.entry(12, ElementType.plain("U32", 4)),
            Map.entry(13, ElementType.plain("U64", 8)),
            Map.entry(14, ElementType.plain("C64", 8)),
            Map.entry(15, ElementType.plain("C128", 16)),
            Map.entry(16, ElementType.plain("BF16", 2)),
            Map.entry(17, ElementType.plain("F8_E4M3FN", 1)),
            Map.entry(18, ElementType.plain("F8_E4M3FNUZ", 1)),
            Map.entry(19, ElementType.plain("F8_E5M2", 1)),
            Map.entry(20, ElementType.plain("F8_E5M2FNUZ", 1)),
            Map.entry(21, new ElementType("U4", 2, 1)),
            Map.entry(22, new ElementType("I4", 2, 1)),
            Map.entry(23, new ElementType("F4_E2M1", 2, 1)),
            Map.entry(24, ElementType.plain("F8_E8M0", 1)),
            Map.entry(25, new ElementType("U2", 4, 1)),
            Map.entry(26, new ElementType("I2", 4, 1)));

    private final HeaderFile in;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Set<Path> externalFiles = new LinkedHashSet<>();

    private OnnxFormat(HeaderFile in) {
        this.in = in;
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            OnnxFormat reader = new OnnxFormat(in);
            reader.readModel();
            List<Path> weightFiles = new ArrayList<>();
            weightFiles.add(file);
            weightFiles.addAll(reader.externalFiles);
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
        while (graph.next()) {
            if (graph.is(1, ProtobufReader.BYTES)) {
                readNode(graph.message(), depth);
            } else if (graph.is(5, ProtobufReader.BYTES)) {
                readTensor(graph.message());
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
        while (attribute.next()) {
            if (attribute.is(5, ProtobufReader.BYTES) || attribute.is(10, ProtobufReader.BYTES)) {
                readTensor(attribute.message());
            } else if (attribute.is(6, ProtobufReader.BYTES) || attribute.is(11, ProtobufReader.BYTES)) {
                readGraph(attribute.message(), depth + 1);
            } else if (attribute.is(22, ProtobufReader.BYTES) || attribute.is(23, ProtobufReader.BYTES)) {
                readSparse(attribute.message());
            } else {
                attribute.skip();
            }
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

    private void readTensor(ProtobufReader message) throws IOException, ModelFaultException {
        OnnxTensor tensor = OnnxTensor.read(in, message);
        in.at("tensor", tensor.name());
        if (tensor.dataType() == DATA_STRING) {
            return;
        }
        ElementType type = TYPES.get(tensor.dataType());
        if (type == null) {
            throw in.fault("data type " + tensor.dataType(), "a type of ONNX, 1 to 26");
        }
        long elements = Shapes.elements(in, tensor.shape());
        long bytes = Shapes.bytes(in, type, roundUp(elements, type.blockElements()));
        List<Extent> extents = tensor.external() ? external(tensor, bytes) : embedded(tensor, bytes);
        tensors.add(in.keep(new Tensor(tensor.name(), type.name(), tensor.shape(), elements, extents)));
    }

    private List<Extent> embedded(OnnxTensor tensor, long bytes) throws ModelFaultException {
        long stored = tensor.data().stream().mapToLong(Extent::length).sum();
        if (tensor.raw() && stored != bytes) {
            throw in.fault("raw data of " + stored + " bytes", bytes + " for shape " + tensor.shape());
        }
        if (stored == 0 && bytes > 0) {
            throw in.fault("no data", bytes + " bytes for shape " + tensor.shape());
        }
        return tensor.data();
    }

    private List<Extent> external(OnnxTensor tensor, long bytes) throws IOException, ModelFaultException {
        String location = tensor.entries().get("location");
        if (location == null) {
            throw in.fault("external data without location", "the name of a file beside this one");
        }
        Path file = Siblings.require(in.path(), "external data of tensor '" + tensor.name() + "'", location);
        long offset = number(tensor, "offset", 0);
        long length = number(tensor, "length", bytes);
        long size = Files.size(file);
        if (length != bytes) {
            throw in.fault("external data of " + length + " bytes", bytes + " for shape " + tensor.shape());
        }
        if (offset > size || length > size - offset) {
            throw in.fault(
                    length + " bytes at " + offset + " of '" + location + "'", "a range inside its " + size + " bytes");
        }
        externalFiles.add(file);
        return Extents.of(file, offset, length);
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

    private static long roundUp(long elements, int block) {
        return (elements + block - 1) / block * block;
    }
}
