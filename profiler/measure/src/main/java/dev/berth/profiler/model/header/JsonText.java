package dev.berth.profiler.model.header;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** JSON from model files: duplicate keys and text behind the value refused, depth and lengths bounded. */
public final class JsonText {
    /** What finding a second one costs for each name until all is parsed. */
    private static final long SECOND_NAME_BYTES = 48;

    private static final int MAX_KEYS = 1000;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(4 << 20)
            .maxNameLength(1 << 16)
            .maxTokenCount(4_000_000)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String WITHIN_LIMITS = "JSON within the limits of this version of Berth";
    private static final String NEWER = "use a newer version of Berth";

    /** Reads one value token by token. */
    public interface TokenReader<T> {
        T read(JsonParser json) throws IOException, ModelFaultException;
    }

    /** Names of headers are looked up once: neither shared nor interned, they go with the text. */
    private static final JsonFactory KEYS = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonText() {}

    /**
     * Parses an object, which is kept.
     *
     * @param text as {@link HeaderFile#text} gave it; released
     */
    public static JsonNode object(HeaderFile in, String place, byte[] text) throws ModelFaultException {
        JsonNode node = tree(in, place, text);
        if (!node.isObject()) {
            throw fault(in.path(), place, "not a JSON object");
        }
        return node;
    }

    private static JsonNode tree(HeaderFile in, String place, byte[] text) throws ModelFaultException {
        Path file = in.path();
        RepeatedTexts texts = new RepeatedTexts();
        try (CountedParser parser = new CountedParser(MAPPER.createParser(text), in, texts)) {
            JsonNode node = MAPPER.reader().with(texts).readTree(parser);
            in.release(parser.names * SECOND_NAME_BYTES);
            if (node == null) {
                throw fault(file, place, "not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw fault(file, place, "more than one JSON value");
            }
            return node;
        } catch (BeyondBudget beyond) {
            throw beyond.fault;
        } catch (StreamConstraintsException beyond) {
            throw new ModelFaultException(
                    new ModelFault(file, place, beyond.getOriginalMessage(), WITHIN_LIMITS, NEWER));
        } catch (JsonProcessingException malformed) {
            throw fault(file, place, malformed.getOriginalMessage());
        } catch (IOException otherEncoding) {
            // From memory there is no other reason than bytes that are no text, such as a broken UTF-32.
            throw fault(file, place, otherEncoding.getMessage());
        } finally {
            in.release(text.length);
        }
    }

    /** Reads a whole file of JSON that is an object. */
    public static JsonNode file(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            return object(in, "JSON", bytes(in));
        }
    }

    /** Reads a whole file of JSON that may be an array. */
    public static JsonNode any(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            return tree(in, "JSON", bytes(in));
        }
    }

    /** The whole file, without the byte order mark that some editors put before it. */
    private static byte[] bytes(HeaderFile in) throws IOException, ModelFaultException {
        byte[] text = in.at("JSON").text(in.size());
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= text.length || text[i] != BYTE_ORDER_MARK[i]) {
                return text;
            }
        }
        Arrays.fill(text, 0, BYTE_ORDER_MARK.length, (byte) ' ');
        return text;
    }

    /**
     * The first keys of a file's object, some thousand at most, read without keeping what they lead to; empty where it
     * holds no object, or is longer than a header can be.
     *
     * @throws JsonProcessingException where it is no JSON
     */
    public static Set<String> keys(Path file) throws IOException {
        Set<String> keys = new HashSet<>();
        if (Files.size(file) > HeaderFile.MAX_PIECE_BYTES) {
            return keys;
        }
        try (InputStream text = Files.newInputStream(file);
                JsonParser parser = KEYS.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return keys;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && keys.size() < MAX_KEYS) {
                keys.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            return keys;
        } catch (CharConversionException otherEncoding) {
            throw new JsonParseException(null, otherEncoding.getMessage(), otherEncoding);
        }
    }

    /** Carries a fault through the library. */
    private static final class BeyondBudget extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ModelFaultException fault;

        BeyondBudget(ModelFaultException fault) {
            super(fault);
            this.fault = fault;
        }
    }

    /** One node for a text that comes again and again, as the names of shards in an index do. */
    private static final class RepeatedTexts extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        private static final int MOST = 1000;

        private final transient Map<String, TextNode> nodes = new HashMap<>();

        boolean holds(String text) {
            return nodes.containsKey(text);
        }

        @Override
        public TextNode textNode(String text) {
            return nodes.size() < MOST
                    ? nodes.computeIfAbsent(text, TextNode::new)
                    : nodes.getOrDefault(text, new TextNode(text));
        }
    }

    /** Counts what each token costs. */
    private abstract static class CountingParser extends JsonParserDelegate {
        final HeaderFile in;

        CountingParser(JsonParser parser, HeaderFile in) {
            super(parser);
            this.in = in;
        }

        /** Memory that a token takes from now on. */
        abstract long bytesOf(JsonToken token) throws IOException;

        @Override
        public JsonToken nextToken() throws IOException {
            return counted(super.nextToken());
        }

        @Override
        public JsonToken nextValue() throws IOException {
            return counted(super.nextValue());
        }

        @Override
        public String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }

        @Override
        public JsonParser skipChildren() throws IOException {
            if (currentToken() != null && currentToken().isStructStart()) {
                int depth = getParsingContext().getNestingDepth();
                while (getParsingContext().getNestingDepth() >= depth && nextToken() != null) {
                    // Counted as it passes.
                }
            }
            return this;
        }

        private JsonToken counted(JsonToken token) throws IOException {
            if (token != null) {
                try {
                    in.step(4);
                    in.keep(bytesOf(token));
                } catch (ModelFaultException beyond) {
                    throw new BeyondBudget(beyond);
                }
            }
            return token;
        }
    }

    /** Counts the nodes of the tree as they come, so that one that is too large is never built. */
    private static final class CountedParser extends CountingParser {
        private final RepeatedTexts texts;
        private long names;

        CountedParser(JsonParser parser, HeaderFile in, RepeatedTexts texts) {
            super(parser, in);
            this.texts = texts;
        }

        /** Memory of a node and of its place in the node around it. */
        @Override
        long bytesOf(JsonToken token) throws IOException {
            return switch (token) {
                case START_OBJECT -> 168;
                case START_ARRAY -> 112;
                case FIELD_NAME -> {
                    names++;
                    yield 56 + SECOND_NAME_BYTES + HeaderBudget.bytesOf(currentName());
                }
                case VALUE_STRING -> 8 + (texts.holds(getText()) ? 0 : 16 + HeaderBudget.bytesOf(getText()));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> 32;
                default -> 8;
            };
        }
    }

    /** Counts the names of the objects around a token, which are held to find a second one. */
    private static final class PassingParser extends CountingParser {
        private final long[] heldBytes = new long[BOUNDS.getMaxNestingDepth() + 2];

        PassingParser(JsonParser parser, HeaderFile in) {
            super(parser, in);
        }

        @Override
        long bytesOf(JsonToken token) throws IOException {
            int depth = getParsingContext().getNestingDepth();
            if (token == JsonToken.FIELD_NAME) {
                long bytes = SECOND_NAME_BYTES + HeaderBudget.bytesOf(currentName());
                heldBytes[depth] += bytes;
                return bytes;
            }
            if (token == JsonToken.END_OBJECT) {
                in.release(heldBytes[depth + 1]);
                heldBytes[depth + 1] = 0;
            }
            return 0;
        }
    }

    /** Reads the next bytes of a file, UTF-8 and nothing else, without holding them all. */
    public static <T> T stream(HeaderFile in, long length, TokenReader<T> tokens)
            throws IOException, ModelFaultException {
        try (Reader text = new InputStreamReader(
                        in.stream(length),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                JsonParser json = new PassingParser(MAPPER.createParser(text), in)) {
            return tokens.read(json);
        } catch (BeyondBudget beyond) {
            throw beyond.fault;
        } catch (StreamConstraintsException beyond) {
            throw in.fault(beyond.getOriginalMessage(), WITHIN_LIMITS, NEWER);
        } catch (JsonProcessingException malformed) {
            throw in.fault(malformed.getOriginalMessage(), "JSON");
        } catch (CharacterCodingException otherEncoding) {
            throw in.fault("not UTF-8", "JSON in UTF-8");
        }
    }

    /** An integer >= 0, in digits alone. */
    public static long natural(HeaderFile in, JsonParser json, String expected)
            throws IOException, ModelFaultException {
        boolean digits = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && !json.getText().startsWith("-");
        if (!digits || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            boolean scalar = json.currentToken() != null && json.currentToken().isScalarValue();
            throw in.fault(describe(json.currentToken()) + (scalar ? " '" + json.getText() + "'" : ""), expected);
        }
        return json.getLongValue();
    }

    /** A token in words. */
    public static String describe(JsonToken token) {
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
