package dev.berth.profiler.model.header;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The index of a sharded model: {@code weight_map} from tensor to file. */
public final class ShardIndex {
    private ShardIndex() {}

    /** Reads the headers of one shard. */
    public interface ShardReader {
        Part read(Path shard, HeaderSource source) throws IOException, ModelFaultException;
    }

    /** Reads all shards an index names and holds them against it. */
    public static Part read(Path index, String format, HeaderSource source, ShardReader reader)
            throws IOException, ModelFaultException {
        JsonNode map = weightMap(index, source);
        List<Tensor> tensors = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String shard : shards(index, map)) {
            Part part = reader.read(Siblings.require(index, "weight_map", shard), source);
            // What a shard holds beyond what the index names is not loaded.
            part.tensors().stream().filter(tensor -> map.has(tensor.name())).forEach(tensors::add);
            files.addAll(part.weightFiles());
        }
        requireAll(index, map, tensors);
        return new Part(format, tensors, files, List.of(index));
    }

    /** Reads numbered shards that no index names. */
    public static Part join(List<Path> shards, HeaderSource source, ShardReader reader)
            throws IOException, ModelFaultException {
        List<Tensor> tensors = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        Set<String> found = new HashSet<>();
        String label = "";
        for (Path shard : shards) {
            Part part = reader.read(shard, source);
            for (Tensor tensor : part.tensors()) {
                if (!found.add(tensor.name())
                        && NumberedShard.of(shard)
                                .filter(NumberedShard::wholeTensors)
                                .isPresent()) {
                    throw fault(shard, "tensor '" + tensor.name() + "'", "in two shards", "each tensor once");
                }
            }
            tensors.addAll(part.tensors());
            files.addAll(part.weightFiles());
            label = part.format();
        }
        return new Part(label, tensors, files, List.of());
    }

    /** Files that an index names as far as it can be read, for telling what belongs to it; opening it tells faults. */
    public static Set<String> names(Path index) throws IOException {
        try {
            return shards(index, weightMap(index, HeaderSource.FILES));
        } catch (ModelFaultException toldWhenOpened) {
            return Set.of();
        }
    }

    /** Names of the shards, ordered; each in the index's own folder. */
    private static Set<String> shards(Path index, JsonNode map) throws ModelFaultException {
        Set<String> shards = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            shards.add(Siblings.requireName(
                    index,
                    "weight_map of '" + entry.getKey() + "'",
                    entry.getValue().asText()));
        }
        return shards;
    }

    /** Checks that the shards hold the tensors the index names, each once. */
    private static void requireAll(Path index, JsonNode map, List<Tensor> tensors) throws ModelFaultException {
        Set<String> found = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!found.add(tensor.name())) {
                throw fault(index, "tensor '" + tensor.name() + "'", "in two shards", "each tensor once");
            }
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            if (!found.contains(entry.getKey())) {
                throw fault(
                        index,
                        "tensor '" + entry.getKey() + "'",
                        "not in " + entry.getValue().asText(),
                        "every named tensor in its shard");
            }
        }
    }

    private static JsonNode weightMap(Path index, HeaderSource source) throws IOException, ModelFaultException {
        JsonNode map = JsonText.file(index, source).path("weight_map");
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
