package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A parsed document that remembers its lines.
 *
 * @param line line the value begins in, from 1
 * @param value a map from text to nodes, a list of nodes, a {@link String}, a {@link Double}, a {@link Long}, a
 *     {@link Boolean}; null for null
 */
record YamlNode(int line, Object value) {
    static YamlNode read(YAMLParser parser, List<String> faults, String source) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        JsonToken token = parser.currentToken();
        if (token == null) {
            return new YamlNode(1, null);
        }
        return switch (token) {
            case START_OBJECT -> new YamlNode(line, map(parser, faults, source));
            case START_ARRAY -> new YamlNode(line, list(parser, faults, source));
            case VALUE_NUMBER_INT -> new YamlNode(line, whole(parser));
            case VALUE_NUMBER_FLOAT -> new YamlNode(line, real(parser));
            case VALUE_TRUE, VALUE_FALSE -> new YamlNode(line, parser.getBooleanValue());
            case VALUE_NULL -> new YamlNode(line, null);
            default -> new YamlNode(line, text(parser, line, faults, source));
        };
    }

    /** The parser hands on an alias as if its name were meant. */
    private static String text(YAMLParser parser, int line, List<String> faults, String source) throws IOException {
        if (parser.isCurrentAlias()) {
            faults.add(source + ":" + line + ": alias *" + parser.getText() + ", expected the value itself");
        }
        return parser.getText();
    }

    /** YAML's {@code .inf} and {@code .nan} too, which the parser hands on as numbers and then fails to convert. */
    private static double real(YAMLParser parser) throws IOException {
        String text = parser.getText().toLowerCase(Locale.ROOT);
        if (text.endsWith(".nan")) {
            return Double.NaN;
        }
        if (text.endsWith(".inf")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return parser.getDoubleValue();
    }

    private static Object whole(YAMLParser parser) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return parser.getDoubleValue();
        }
        return parser.getLongValue();
    }

    private static Map<String, YamlNode> map(YAMLParser parser, List<String> faults, String source) throws IOException {
        Map<String, YamlNode> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            YamlNode value = read(parser, faults, source);
            if (map.put(key, new YamlNode(line, value.value())) != null) {
                faults.add(source + ":" + line + ": " + key + ": key given twice, expected once");
            }
        }
        return map;
    }

    private static List<YamlNode> list(YAMLParser parser, List<String> faults, String source) throws IOException {
        List<YamlNode> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser, faults, source));
        }
        return list;
    }

    /** The value as a fault names it. */
    String found() {
        if (value instanceof Map) {
            return "a mapping";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof String text) {
            String line = text.replaceAll("\\p{Cntrl}+", " ");
            return "\"" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "\"";
        }
        return value == null ? "nothing" : value.toString();
    }
}
