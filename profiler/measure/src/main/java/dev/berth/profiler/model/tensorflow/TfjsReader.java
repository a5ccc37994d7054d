package dev.berth.profiler.model.tensorflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.header.Shapes;
import dev.berth.profiler.model.header.Siblings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** TensorFlow.js: a {@code model.json} whose weight manifest lays tensors end to end over shard files. */
final class TfjsReader {
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

    /** A path, resolved and as a text. */
    private static final int BYTES_PER_FILE = 400;

    private static final Pattern URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]*:)?//.*");

    private final HeaderFile in;
    private final HeaderSource source;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Set<Path> shards = new LinkedHashSet<>();
    /** The shard that strings were read of; null before there were any. */
    private HeaderFile open;

    private TfjsReader(HeaderFile in, HeaderSource source) {
        this.in = in;
        this.source = source;
    }

    /** By the keys of its outermost object. */
    static boolean recognises(Set<String> keys) {
        return keys.contains("weightsManifest") && (keys.contains("modelTopology") || keys.contains("format"));
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        HeaderSource budget = HeaderBudget.of(source);
        JsonNode json = JsonText.file(file, budget);
        String label = json.path("format").asText().equals("graph-model") ? GRAPH : LAYERS;
        try (HeaderFile in = HeaderFile.open(file, budget)) {
            TfjsReader reader = new TfjsReader(in, budget);
            try {
                reader.readManifest(json.path("weightsManifest"));
            } finally {
                reader.closeShard();
            }
            return new Part(label, reader.tensors, List.copyOf(reader.shards), List.of(file));
        }
    }

    private void readManifest(JsonNode manifest) throws IOException, ModelFaultException {
        if (!manifest.isArray()) {
            throw in.at("weightsManifest").fault(manifest.getNodeType().toString(), "an array of groups");
        }
        for (JsonNode group : manifest) {
            readGroup(group);
        }
    }

    private void readGroup(JsonNode group) throws IOException, ModelFaultException {
        List<Path> paths = new ArrayList<>();
        for (JsonNode path : group.path("paths")) {
            in.at("weightsManifest paths").step(HeaderBudget.STEPS_PER_FILE);
            in.keep(BYTES_PER_FILE + HeaderBudget.bytesOf(path.asText()));
            Path shard = shard(path.asText());
            shards.add(shard);
            paths.add(shard);
        }
        if (Set.copyOf(paths).size() < paths.size()) {
            throw in.at("weightsManifest paths").fault("a shard twice in one group", "each shard once");
        }
        ShardedBytes data = new ShardedBytes(paths);
        long position = 0;
        for (JsonNode weight : group.path("weights")) {
            in.at("weight", weight.path("name").asText());
            List<Long> shape = Shapes.read(in, weight.path("shape"));
            long elements = Shapes.elements(in, shape);
            if (weight.path("dtype").asText().equals("string")) {
                position = skipStrings(data, position, elements);
                continue;
            }
            ElementType type = storedType(in, weight);
            long bytes = Shapes.bytes(in, type, elements);
            if (bytes > data.length() - position) {
                throw in.fault(
                        bytes + " bytes at " + position + " of its group",
                        "at most the " + data.length() + " bytes of the group's shards");
            }
            tensors.add(in.keep(
                    new Tensor(weight.path("name").asText(), type, shape, elements, data.extents(position, bytes))));
            position += bytes;
        }
        if (position != data.length()) {
            throw in.at("weightsManifest")
                    .fault(position + " bytes of weights", "the " + data.length() + " bytes the group's shards hold");
        }
    }

    /** The file of a path, which is part of a URL: its name may have escapes. */
    private Path shard(String path) throws IOException, ModelFaultException {
        if (URL.matcher(path).matches()) {
            throw in.fault(
                    "'" + path + "', an address", "a file beside model.json", "fetch it, and name the file there");
        }
        String decoded = path;
        try {
            if (path.indexOf('%') >= 0 && !Files.exists(in.path().resolveSibling(path))) {
                decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException noEscape) {
            // As it stands, then: it is missing.
        }
        return Siblings.requireInside(in, "weightsManifest paths", decoded);
    }

    /** Each string is a length of 32 bits and its bytes (tfjs-core, io_utils.ts). They are no weights. */
    private long skipStrings(ShardedBytes data, long start, long count) throws IOException, ModelFaultException {
        long position = start;
        for (long i = 0; i < count; i++) {
            long length = 0;
            for (int j = 0; j < Integer.BYTES; j++) {
                if (position >= data.length()) {
                    throw in.fault(count + " strings", "as many as the group's shards hold");
                }
                length |= (long) at(data.extents(position++, 1).get(0)) << (8 * j);
            }
            if (length > data.length() - position) {
                throw in.fault(
                        "a string of " + length + " bytes",
                        "at most the " + (data.length() - position) + " that follow");
            }
            position += length;
        }
        return position;
    }

    private int at(Extent place) throws IOException, ModelFaultException {
        in.step(1);
        if (open == null || !open.path().equals(place.file())) {
            closeShard();
            open = HeaderFile.open(place.file(), source);
        }
        open.seek(place.offset());
        return open.u8();
    }

    private void closeShard() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    /** Quantized weights are stored as their quantized type. */
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
