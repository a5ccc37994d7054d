package dev.berth.profiler.model.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.header.Shapes;
import dev.berth.profiler.model.header.ShardIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Safetensors: eight bytes of header length, a JSON header, then the tensors without gaps to the file's end. What the
 * reference implementation (the Rust crate's {@code SafeTensors::read_metadata} and {@code Metadata::validate}) refuses
 * is refused; keys given twice too, which the format forbids and that parser overlooks.
 */
final class SafetensorsReader {
    static final String LABEL = "safetensors";

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    /**
     * Types by the name in the file: all of the reference implementation's {@code Dtype}. Sub-byte types hold several
     * elements a byte.
     */
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            type("BOOL", 1),
            type("U8", 1),
            type("I8", 1),
            type("F8_E5M2", 1),
            type("F8_E4M3", 1),
            type("F8_E8M0", 1),
            type("F8_E4M3FNUZ", 1),
            type("F8_E5M2FNUZ", 1),
            type("I16", 2),
            type("U16", 2),
            type("F16", 2),
            type("BF16", 2),
            type("I32", 4),
            type("U32", 4),
            type("F32", 4),
            type("C64", 8),
            type("F64", 8),
            type("I64", 8),
            type("U64", 8),
            Map.entry("F4", new ElementType("F4", 2, 1)),
            Map.entry("F6_E2M3", new ElementType("F6_E2M3", 4, 3)),
            Map.entry("F6_E3M2", new ElementType("F6_E3M2", 4, 3)));

    private final HeaderFile in;
    private final JsonParser json;
    private final long dataStart;

    private SafetensorsReader(HeaderFile in, JsonParser json, long dataStart) {
        this.in = in;
        this.json = json;
        this.dataStart = dataStart;
    }

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            long length = in.at("header length").i64();
            long longest = Math.min(MAX_HEADER_BYTES, in.remaining());
            if (length < 2 || length > longest) {
                throw in.fault(Long.toUnsignedString(length), "at least 2 bytes, and at most " + longest);
            }
            long dataStart = in.position() + length;
            List<Tensor> tensors = JsonText.stream(
                    in.at("header"), length, json -> new SafetensorsReader(in, json, dataStart).tensors());
            return new Part(LABEL, tensors, List.of(file), List.of());
        }
    }

    /** Reads {@code *.safetensors.index.json} and the shards it names, which lie beside it. */
    static Part readIndex(Path index, HeaderSource source) throws IOException, ModelFaultException {
        return ShardIndex.read(index, LABEL, source, SafetensorsReader::read);
    }

    /** A tensor at its place in the data; one of no elements has a place too. */
    private record Placed(Tensor tensor, long begin, long end) {}

    private List<Tensor> tensors() throws IOException, ModelFaultException {
        expect(JsonToken.START_OBJECT, "an object of tensors");
        List<Placed> placed = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                placed.add(tensor(in.at("tensor", name), name));
            }
            in.at("header");
        }
        if (json.nextToken() != null) {
            throw in.fault("text behind the JSON object", "spaces at most");
        }
        requireWhole(placed);
        return placed.stream().map(Placed::tensor).toList();
    }

    /** The tensors in the order of their data, which they fill without hole, overlap or rest. */
    private void requireWhole(List<Placed> placed) throws ModelFaultException {
        placed.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        long reached = 0;
        for (Placed it : placed) {
            if (it.begin() != reached) {
                throw in.at("tensor", it.tensor().name())
                        .fault("begins at " + it.begin() + " of the data", reached + ", where the one before it ends");
            }
            reached = it.end();
        }
        long data = in.size() - dataStart;
        if (reached != data) {
            throw in.at("data").fault(data + " bytes", "the " + reached + " that the header describes");
        }
    }

    private void readMetadata() throws IOException, ModelFaultException {
        in.at(METADATA);
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        requireToken(JsonToken.START_OBJECT, "an object of texts");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            expect(JsonToken.VALUE_STRING, "texts alone");
        }
    }

    private Placed tensor(HeaderFile at, String name) throws IOException, ModelFaultException {
        expect(JsonToken.START_OBJECT, "an object of dtype, shape and data_offsets");
        ElementType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "dtype" -> type = type();
                case "shape" -> shape = Shapes.read(at, json);
                case "data_offsets" -> offsets = Shapes.read(at, json);
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw at.fault(
                    "no " + (type == null ? "dtype" : shape == null ? "shape" : "data_offsets"),
                    "dtype, shape and data_offsets");
        }
        return placed(at, name, type, shape, offsets);
    }

    private Placed placed(HeaderFile at, String name, ElementType type, List<Long> shape, List<Long> offsets)
            throws ModelFaultException {
        long available = in.size() - dataStart;
        if (offsets.size() != 2 || offsets.get(1) < offsets.get(0) || offsets.get(1) > available) {
            throw at.fault("data_offsets " + offsets, "0 <= begin <= end <= " + available + ", the data in the file");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        long elements = Shapes.elements(at, shape);
        long bytes = Shapes.bytes(at, type, elements);
        if (bytes != end - begin) {
            throw at.fault((end - begin) + " bytes", bytes + " for " + type.name() + " " + shape);
        }
        List<Extent> extents = Extents.of(in.path(), dataStart + begin, bytes);
        return new Placed(in.keep(new Tensor(name, type, shape, elements, extents)), begin, end);
    }

    private ElementType type() throws IOException, ModelFaultException {
        expect(JsonToken.VALUE_STRING, "a dtype's name");
        ElementType type = TYPES.get(json.getText());
        if (type == null) {
            throw in.unknown("dtype '" + json.getText() + "'", "one of safetensors 0.8");
        }
        return type;
    }

    private void expect(JsonToken token, String expected) throws IOException, ModelFaultException {
        json.nextToken();
        requireToken(token, expected);
    }

    private void requireToken(JsonToken token, String expected) throws ModelFaultException {
        if (json.currentToken() != token) {
            throw in.fault(JsonText.describe(json.currentToken()), expected);
        }
    }

    private static Map.Entry<String, ElementType> type(String name, int bytes) {
        return Map.entry(name, ElementType.plain(name, bytes));
    }
}
