package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ONNX: the weights as initializers of a graph that hands its input on, in the file itself or, where that would pass
 * protobuf's 2 GiB, in one beside it. Field numbers are those of onnx.proto3.
 */
final class OnnxLayout {
    /** Below protobuf's 2^31-1 by what the graph may take. */
    private static final long MOST_INLINE_BYTES = (2L << 30) - (64L << 20);

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private static final int MODEL_IR = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPSET = 8;
    private static final int OPSET_VERSION = 2;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;
    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int TENSOR_EXTERNAL = 13;
    private static final int TENSOR_LOCATION = 14;
    private static final int EXTERNAL = 1;

    private static final int FLOAT = 1;
    private static final Map<String, Integer> TYPES = Map.of("F32", FLOAT, "I64", 7, "F16", 10, "BF16", 16);

    private OnnxLayout() {}

    static List<LayoutFile> of(String folder, Component component, WeightType type) {
        return of(folder, StoredTensor.of(component.tensors(), type), MOST_INLINE_BYTES);
    }

    /** The same with weights of another length in the graph. */
    static List<LayoutFile> of(String folder, List<StoredTensor> tensors, long mostInlineBytes) {
        long bytes = tensors.stream().mapToLong(StoredTensor::bytes).sum();
        return bytes <= mostInlineBytes ? inline(folder, tensors) : external(folder, tensors);
    }

    private static List<LayoutFile> inline(String folder, List<StoredTensor> tensors) {
        List<Protobuf> heads = new ArrayList<>();
        long graphBytes = graphStart().size();
        for (StoredTensor tensor : tensors) {
            Protobuf message = described(tensor).head(TENSOR_RAW, tensor.bytes());
            long messageBytes = message.size() + tensor.bytes();
            Protobuf head = new Protobuf().head(GRAPH_INITIALIZER, messageBytes);
            graphBytes += head.size() + messageBytes;
            heads.add(head.append(message));
        }
        List<Segment> segments = new ArrayList<>();
        ByteList literal = new ByteList()
                .add(modelStart().head(MODEL_GRAPH, graphBytes).toArray())
                .add(graphStart().toArray());
        for (int i = 0; i < tensors.size(); i++) {
            segments.addAll(Segment.literal(literal.add(heads.get(i).toArray()).toArray()));
            segments.add(tensors.get(i).segment());
            literal = new ByteList();
        }
        return List.of(LayoutFile.of(folder + "model.onnx", segments, List.of()));
    }

    private static List<LayoutFile> external(String folder, List<StoredTensor> tensors) {
        String data = "model.onnx_data";
        Protobuf graph = graphStart();
        List<Segment> segments = new ArrayList<>();
        long offset = 0;
        for (StoredTensor tensor : tensors) {
            Protobuf message = described(tensor)
                    .message(TENSOR_EXTERNAL, entry("location", data))
                    .message(TENSOR_EXTERNAL, entry("offset", String.valueOf(offset)))
                    .message(TENSOR_EXTERNAL, entry("length", String.valueOf(tensor.bytes())))
                    .number(TENSOR_LOCATION, EXTERNAL);
            graph.message(GRAPH_INITIALIZER, message);
            segments.add(tensor.segment());
            offset += tensor.bytes();
        }
        byte[] model = modelStart().message(MODEL_GRAPH, graph).toArray();
        return List.of(
                LayoutFile.of(folder + "model.onnx", Segment.literal(model), List.of()),
                LayoutFile.of(folder + data, segments, List.of()));
    }

    private static Protobuf entry(String key, String value) {
        return new Protobuf().text(1, key).text(2, value);
    }

    private static Protobuf described(StoredTensor tensor) {
        Protobuf message = new Protobuf();
        tensor.spec().shape().forEach(length -> message.number(TENSOR_DIMENSION, length));
        return message.number(TENSOR_TYPE, TYPES.get(tensor.type())).text(TENSOR_NAME, tensor.name());
    }

    private static Protobuf modelStart() {
        return new Protobuf()
                .number(MODEL_IR, IR_VERSION)
                .text(MODEL_PRODUCER, "berth synthesize")
                .message(MODEL_OPSET, new Protobuf().number(OPSET_VERSION, OPSET));
    }

    /** Node, name, input and output; initializers may follow them. */
    private static Protobuf graphStart() {
        Protobuf node = new Protobuf().text(1, "input").text(2, "output").text(4, "Identity");
        return new Protobuf()
                .message(GRAPH_NODE, node)
                .text(GRAPH_NAME, "weights")
                .message(GRAPH_INPUT, value("input"))
                .message(GRAPH_OUTPUT, value("output"));
    }

    /** A vector of floats of one element. */
    private static Protobuf value(String name) {
        Protobuf shape = new Protobuf().message(1, new Protobuf().number(1, 1));
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
