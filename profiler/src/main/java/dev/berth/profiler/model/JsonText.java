package dev.berth.profiler.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** JSON from model files: duplicate keys and text behind the value refused, depth and lengths bounded. */
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
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String WITHIN_LIMITS = "JSON within the limits of this version of Berth";
    private static final String NEWER = "use a newer version of Berth";

    private JsonText() {}

    /** Reads one value token by token. */
    interface TokenReader<T> {
        T read(JsonParser json) throws IOException, ModelFaultException;
    }

    /** Parses an object. */
    static JsonNode object(Path file, String place, byte[] text) throws ModelFaultException {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                throw fault(file, place, "not a JSON object");
            }
            return node;
        } catch (StreamConstraintsException beyond) {
            throw new ModelFaultException(
                    new ModelFault(file, place, beyond.getOriginalMessage(), WITHIN_LIMITS, NEWER));
        } catch (JsonProcessingException malformed) {
            throw fault(file, place, malformed.getOriginalMessage());
        } catch (IOException otherEncoding) {
            // From memory there is no other reason than bytes that are no text, such as a broken UTF-32.
            throw fault(file, place, otherEncoding.getMessage());
        }
    }

    /** Reads a whole file of JSON. */
    static JsonNode file(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            return object(file, "JSON", in.at("JSON").bytes(in.size()));
        }
    }

    /** Reads the next bytes of a file, UTF-8 and nothing else, without holding them all. */
    static <T> T stream(HeaderFile in, long length, TokenReader<T> tokens) throws IOException, ModelFaultException {
        try (Reader text = new InputStreamReader(
                        in.stream(length),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                JsonParser json = MAPPER.createParser(text)) {
            return tokens.read(json);
        } catch (StreamConstraintsException beyond) {
            throw in.fault(beyond.getOriginalMessage(), WITHIN_LIMITS, NEWER);
        } catch (JsonProcessingException malformed) {
            throw in.fault(malformed.getOriginalMessage(), "JSON");
        } catch (CharacterCodingException otherEncoding) {
            throw in.fault("not UTF-8", "JSON in UTF-8");
        }
    }

    /** An integer >= 0, in digits alone. */
    static long natural(HeaderFile in, JsonParser json, String expected) throws IOException, ModelFaultException {
        boolean digits = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && !json.getText().startsWith("-");
        if (!digits || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            boolean scalar = json.currentToken() != null && json.currentToken().isScalarValue();
            throw in.fault(describe(json.currentToken()) + (scalar ? " '" + json.getText() + "'" : ""), expected);
        }
        return json.getLongValue();
    }

    /** A token in words. */
    static String describe(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "no value";
        };
    }

    private static ModelFaultException fault(Path file, String place, String value) {
        return new ModelFaultException(new ModelFault(
                file, place, value, "a JSON object", "the file is damaged or not of this format; fetch it again"));
    }
}
