package dev.berth.profiler.model.mutant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** TensorFlow.js models whose manifest is a tree of JSON: shapes, types, quantization, paths and what holds them. */
final class TfjsMutant {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Writes what is nested deeper than readers allow. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .build();

    private final Dice dice;
    private int dataBytes;

    private TfjsMutant(Dice dice) {
        this.dice = dice;
    }

    static void write(Path folder, Dice dice, int changes) throws IOException {
        TfjsMutant mutant = new TfjsMutant(dice);
        ObjectNode model = mutant.model();
        for (int i = 0; i < changes; i++) {
            mutant.change(model);
        }
        int first = dice.below(mutant.dataBytes + 1);
        Files.write(folder.resolve("s1.bin"), new byte[first]);
        Files.write(folder.resolve("s 2.bin"), new byte[mutant.dataBytes - first]);
        String text = MAPPER.writeValueAsString(model);
        Files.writeString(folder.resolve("model.json"), changes > 0 && dice.oneIn(10) ? mutant.spoiled(text) : text);
    }

    private ObjectNode model() {
        ObjectNode model = JSON.objectNode();
        model.put("format", dice.of("layers-model", "graph-model"));
        model.set("modelTopology", JSON.objectNode());
        ArrayNode weights = JSON.arrayNode();
        for (int i = 0; i <= dice.below(4); i++) {
            weights.add(weight(i));
        }
        ObjectNode group = JSON.objectNode();
        group.set("paths", JSON.arrayNode().add("s1.bin").add(dice.of("s 2.bin", "s%202.bin")));
        group.set("weights", weights);
        model.set("weightsManifest", JSON.arrayNode().add(group));
        return model;
    }

    private ObjectNode weight(int i) {
        int rows = 1 + dice.below(4);
        int columns = 1 + dice.below(4);
        ObjectNode weight = JSON.objectNode().put("name", "w" + i).put("dtype", "float32");
        weight.set("shape", JSON.arrayNode().add(rows).add(columns));
        boolean quantized = dice.oneIn(3);
        if (quantized) {
            weight.set(
                    "quantization",
                    JSON.objectNode().put("dtype", "uint8").put("scale", 0.1).put("min", 0));
        }
        dataBytes += (quantized ? 1 : 4) * rows * columns;
        return weight;
    }

    private void change(JsonNode root) {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        holders.removeIf(JsonNode::isEmpty);
        if (holders.isEmpty()) {
            return;
        }
        JsonNode holder = dice.of(holders);
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = dice.of(names);
            switch (dice.below(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(dice.of("shape", "dtype", "paths", "weights", dice.text()), object.remove(name));
                case 2 -> object.set(name, dice.of(holders).deepCopy());
                default -> object.set(name, value(name));
            }
        } else if (holder instanceof ArrayNode array) {
            int place = dice.below(array.size());
            switch (dice.below(5)) {
                case 0 -> array.remove(place);
                case 1 -> repeat(array, array.get(place), dice.oneIn(4) ? dice.below(200) : 1);
                case 2 ->
                    array.insert(dice.below(array.size()), dice.of(holders).deepCopy());
                default -> array.set(place, value(array.get(place).isNumber() ? "shape" : "paths"));
            }
        }
    }

    private static void repeat(ArrayNode array, JsonNode item, int times) {
        for (int i = 0; i < times && array.size() < 1000; i++) {
            array.add(item.deepCopy());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode() && holders.size() < 500) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private JsonNode value(String name) {
        if (dice.oneIn(3)) {
            return any();
        }
        return switch (name) {
            case "dtype" -> JSON.textNode(dice.of("string", "float16", "complex64", "bool", "int32", "float64", ""));
            case "paths" ->
                JSON.textNode(dice.of(
                        "s1.bin",
                        "./s1.bin",
                        "../s1.bin",
                        "/etc/hostname",
                        "https://example.org/s1.bin",
                        "%2e%2e/s1.bin",
                        "s%",
                        "%00",
                        ".",
                        "missing.bin",
                        dice.text()));
            case "shape" -> JSON.numberNode(dice.oneIn(2) ? dice.below(6) : dice.number());
            case "quantization" -> JSON.objectNode().put("dtype", dice.of("uint16", "float16", "string", "none"));
            default -> any();
        };
    }

    private JsonNode any() {
        return switch (dice.below(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(true);
            case 2 -> JSON.numberNode(dice.number());
            case 3 -> JSON.numberNode(dice.of(0.5, -1.0, 1e300, 1e-300));
            case 4 -> JSON.numberNode(BigInteger.TWO.pow(dice.below(4000)));
            case 5 -> JSON.arrayNode().add(dice.number()).add(dice.text());
            case 6 -> nested(dice.below(1200));
            default -> JSON.textNode(dice.text());
        };
    }

    private static JsonNode nested(int depth) {
        ArrayNode outer = JSON.arrayNode();
        ArrayNode inner = outer;
        for (int i = 0; i < depth; i++) {
            inner = inner.addArray();
        }
        return outer;
    }

    /** The text with one character left out, doubled or another. */
    private String spoiled(String text) {
        int place = dice.below(text.length());
        String other = new String(dice.bytes(), StandardCharsets.ISO_8859_1);
        return text.substring(0, place)
                + dice.of("", other, "\"", "{", "]", ",")
                + text.substring(place + dice.below(2));
    }
}
