package dev.berth.profiler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The index of a sharded model: {@code weight_map} from tensor to file. */
final class ShardIndex {
    private ShardIndex() {}

    /** Reads the headers of one shard. */
    interface ShardReader {
        Part read(Path shard) throws IOException, ModelFaultException;
    }

    /** Reads all shards an index names and holds them against it. */
    static Part read(Path index, String format, ShardReader reader) throws IOException, ModelFaultException {
        List<Tensor> tensors = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String shard : shards(index)) {
            Part part = reader.read(Siblings.require(index, "weight_map", shard));
            tensors.addAll(part.tensors());
            files.addAll(part.weightFiles());
        }
        requireAll(index, tensors);
        return new Part(format, tensors, files, List.of(index));
    }

    /** Names of the shards, ordered; each in the index's own folder. */
    private static Set<String> shards(Path index) throws IOException, ModelFaultException {
        Set<String> shards = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
            shards.add(Siblings.requireName(
                    index,
                    "weight_map of '" + entry.getKey() + "'",
                    entry.getValue().asText()));
        }
        return shards;
    }

    /** Checks that the shards hold the tensors the index names, each once. */
    private static void requireAll(Path index, List<Tensor> tensors) throws IOException, ModelFaultException {
        Set<String> found = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!found.add(tensor.name())) {
                throw fault(index, "tensor '" + tensor.name() + "'", "in two shards", "each tensor once");
            }
        }
        for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
            if (!found.contains(entry.getKey())) {
                throw fault(
                        index,
                        "tensor '" + entry.getKey() + "'",
                        "not in " + entry.getValue().asText(),
                        "every named tensor in its shard");
            }
        }
    }

    private static JsonNode weightMap(Path index) throws IOException, ModelFaultException {
        JsonNode map = JsonText.file(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw fault(
                    index,
                    "weight_map",
                    map.isMissingNode() ? "absent" : "empty or no object",
                    "an object of tensor to file");
        }
        return map;
    }

    private static ModelFaultException fault(Path index, String place, String value, String expected) {
        return new ModelFaultException(new ModelFault(
                index, place, value, expected, "index and shards do not belong together; fetch the model again"));
    }
}
