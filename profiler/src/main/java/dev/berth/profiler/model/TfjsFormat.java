package dev.berth.profiler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TensorFlow.js: a {@code model.json} whose weight manifest lays tensors end to end over shard files. */
final class TfjsFormat {
    static final String LAYERS = "tfjs-layers";
    static final String GRAPH = "tfjs-graph";

    private static final Map<String, ElementType> TYPES = Map.of(
            "float32", ElementType.plain("float32", 4),
            "int32", ElementType.plain("int32", 4),
            "complex64", ElementType.plain("complex64", 8),
            "bool", ElementType.plain("bool", 1),
            "uint8", ElementType.plain("uint8", 1),
            "uint16", ElementType.plain("uint16", 2),
            "float16", ElementType.plain("float16", 2));

    private TfjsFormat() {}

    static boolean recognises(JsonNode json) {
        return json.has("weightsManifest") && (json.has("modelTopology") || json.has("format"));
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        JsonNode json = JsonText.file(file, source);
        String label = json.path("format").asText().equals("graph-model") ? GRAPH : LAYERS;
        List<Tensor> tensors = new ArrayList<>();
        List<Path> shards = new ArrayList<>();
        try (HeaderFile in = HeaderFile.open(file, source)) {
            if (!json.path("weightsManifest").isArray()) {
                throw in.at("weightsManifest")
                        .fault(json.path("weightsManifest").getNodeType().toString(), "an array of groups");
            }
            for (JsonNode group : json.path("weightsManifest")) {
                readGroup(in, group, tensors, shards);
            }
        }
        return new Part(label, tensors, shards, List.of(file));
    }

    private static void readGroup(HeaderFile in, JsonNode group, List<Tensor> tensors, List<Path> shards)
            throws IOException, ModelFaultException {
        List<Path> paths = new ArrayList<>();
        long available = 0;
        for (JsonNode path : group.path("paths")) {
            Path shard = Siblings.require(in.path(), "weightsManifest paths", path.asText());
            available = Math.addExact(available, Files.size(shard));
            paths.add(shard);
        }
        ShardedBytes data = new ShardedBytes(paths);
        long position = 0;
        for (JsonNode weight : group.path("weights")) {
            in.at("weight", weight.path("name").asText());
            List<Long> shape = Shapes.read(in, weight.path("shape"));
            long elements = Shapes.elements(in, shape);
            ElementType type = storedType(in, weight);
            long bytes = Shapes.bytes(in, type, elements);
            if (bytes > available - position) {
                throw in.fault(
                        bytes + " bytes at " + position + " of its group",
                        "at most the " + available + " bytes of the group's shards");
            }
            tensors.add(new Tensor(weight.path("name").asText(), type, shape, elements, data.extents(position, bytes)));
            position += bytes;
        }
        if (position != available) {
            throw in.at("weightsManifest")
                    .fault(position + " bytes of weights", "the " + available + " bytes the group's shards hold");
        }
        shards.addAll(paths);
    }

    /** Strings have no fixed size and are no weights; quantized weights are stored as their quantized type. */
    private static ElementType storedType(HeaderFile in, JsonNode weight) throws ModelFaultException {
        JsonNode quantization = weight.path("quantization");
        String name = quantization.has("dtype")
                ? quantization.path("dtype").asText()
                : weight.path("dtype").asText();
        ElementType type = TYPES.get(name);
        if (type == null) {
            throw in.fault(
                    "dtype '" + name + "'",
                    "one of " + TYPES.keySet().stream().sorted().toList());
        }
        return type;
    }
}
