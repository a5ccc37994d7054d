package dev.berth.profiler.synthesize.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Cuts a model's tensors into files as the hub's library does: in order, a new file where the next would be too long.
 */
final class Shards {
    private Shards() {}

    /**
     * Cuts.
     *
     * @param mostBytes of the tensors of a file; a single longer tensor has a file of its own
     */
    static List<List<StoredTensor>> of(List<StoredTensor> tensors, long mostBytes) {
        List<List<StoredTensor>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (StoredTensor tensor : tensors) {
            if (bytes > 0 && tensor.bytes() > mostBytes - bytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            bytes += tensor.bytes();
        }
        return shards;
    }

    /** {@code model-00001-of-00003}. */
    static String name(String stem, int index, int count) {
        return count == 1 ? stem : String.format(Locale.ROOT, "%s-%05d-of-%05d", stem, index + 1, count);
    }

    /** The list of shards that lies beside them: which tensor is in which file. */
    static String index(List<List<StoredTensor>> shards, Function<Integer, String> fileName) {
        Map<String, String> map = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < shards.size(); i++) {
            for (StoredTensor tensor : shards.get(i)) {
                map.put(tensor.name(), fileName.apply(i));
                total += tensor.bytes();
            }
        }
        StringBuilder json = new StringBuilder("{\n  \"metadata\": {\n    \"total_size\": " + total + "\n  },\n");
        json.append("  \"weight_map\": {\n");
        String separator = "";
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.append(separator)
                    .append("    \"")
                    .append(entry.getKey())
                    .append("\": \"")
                    .append(entry.getValue())
                    .append('"');
            separator = ",\n";
        }
        return json.append("\n  }\n}\n").toString();
    }
}
