package dev.berth.profiler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Safetensors: eight bytes of header length, a JSON header, then the tensors without gaps. */
final class SafetensorsFormat {
    static final String LABEL = "safetensors";

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private SafetensorsFormat() {}

    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            long length = in.at("header length").i64();
            if (length < 2 || length > Math.min(MAX_HEADER_BYTES, in.remaining())) {
                throw in.fault(
                        Long.toUnsignedString(length), "2 to " + Math.min(MAX_HEADER_BYTES, in.remaining()) + " bytes");
            }
            long before = in.kept();
            JsonNode header = JsonText.object(in, "header", in.at("header").text(length));
            long tree = in.kept() - before;
            Part part = new Part(LABEL, tensors(in, header), List.of(file), List.of());
            in.release(tree);
            return part;
        }
    }

    /** Reads {@code *.safetensors.index.json} and the shards it names, which lie beside it. */
    static Part readIndex(Path index, HeaderSource source) throws IOException, ModelFaultException {
        return ShardIndex.read(index, LABEL, source, SafetensorsFormat::read);
    }

    private static List<Tensor> tensors(HeaderFile in, JsonNode header) throws ModelFaultException {
        long dataStart = in.position();
        List<Tensor> tensors = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = header.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getKey().equals("__metadata__")) {
                tensors.add(tensor(in.at("tensor", field.getKey()), field.getKey(), field.getValue(), dataStart));
            }
        }
        Extents.requireDisjoint(in, tensors);
        return tensors;
    }

    private static Tensor tensor(HeaderFile in, String name, JsonNode value, long dataStart)
            throws ModelFaultException {
        ElementType type = ElementType.SAFETENSORS.get(value.path("dtype").asText());
        if (type == null) {
            throw in.fault("dtype " + value.path("dtype"), "a type of the format");
        }
        JsonNode offsets = value.path("data_offsets");
        if (!offsets.isArray()
                || offsets.size() != 2
                || !offsets.get(0).canConvertToLong()
                || !offsets.get(1).canConvertToLong()) {
            throw in.fault("data_offsets " + offsets, "two integers");
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (begin < 0 || end < begin || end > in.size() - dataStart) {
            throw in.fault(
                    "data_offsets " + offsets,
                    "0 <= begin <= end <= " + (in.size() - dataStart) + ", the data in the file");
        }
        List<Long> shape = Shapes.read(in, value.path("shape"));
        long elements = Shapes.elements(in, shape);
        long bytes = Shapes.bytes(in, type, elements);
        if (bytes != end - begin) {
            throw in.fault((end - begin) + " bytes", bytes + " for " + type.name() + " " + shape);
        }
        return in.keep(new Tensor(name, type.name(), shape, elements, Extents.of(in.path(), dataStart + begin, bytes)));
    }
}
