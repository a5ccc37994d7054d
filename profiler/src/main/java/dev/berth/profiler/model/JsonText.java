package dev.berth.profiler.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** JSON from model files: duplicate keys refused, depth and lengths bounded. */
final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(4 << 20)
                            .maxNameLength(1 << 16)
                            .maxTokenCount(4_000_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private JsonText() {}

    /** Parses an object. */
    static JsonNode object(Path file, String place, byte[] text) throws ModelFaultException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                throw fault(file, place, "not a JSON object");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw fault(file, place, malformed.getOriginalMessage());
        } catch (IOException otherEncoding) {
            // From memory there is no other reason than bytes that are no text, such as a broken UTF-32.
            throw fault(file, place, otherEncoding.getMessage());
        }
    }

    /** Reads a whole file of JSON that is an object; a byte order mark before it is passed over. */
    static JsonNode file(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return object(file, "JSON", bytes(file, source));
    }

    /** Reads a whole file of JSON that may be an array. */
    static JsonNode any(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try {
            return MAPPER.readTree(bytes(file, source));
        } catch (JsonProcessingException malformed) {
            throw fault(file, "JSON", malformed.getOriginalMessage());
        }
    }

    private static byte[] bytes(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            byte[] text = in.at("JSON").bytes(in.size());
            boolean marked =
                    text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
            return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
        }
    }

    private static ModelFaultException fault(Path file, String place, String value) {
        return new ModelFaultException(new ModelFault(
                file, place, value, "a JSON object", "the file is damaged or not of this format; fetch it again"));
    }
}
