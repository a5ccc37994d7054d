package dev.berth.optimizer.scenario.yaml;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed document that remembers its lines.
 *
 * @param line line the value begins in, from 1
 * @param value a map from text to nodes, a list of nodes, a {@link String}, a {@link BigDecimal} exactly as it is
 *     written, a {@link Boolean}, a {@link Misread}; null for null
 */
public record YamlNode(int line, Object value) {
    /** Longer numbers have digits that no figure here could tell apart, or name something else. */
    private static final int MOST_DIGITS = 40;

    private static final int MOST_SHOWN_CHARACTERS = 60;

    /** What people and all versions of YAML read alike. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?");

    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0+([0-9].*)");

    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\\.[0-9]*)?");

    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");

    /** A number or boolean that versions of YAML, and people, read differently; as it is written. */
    record Misread(String text) {}

    /**
     * Reads the value the parser stands at.
     *
     * @throws BadInputException where an alias stands for a value, or a tag changes one
     */
    public static YamlNode read(YAMLParser parser, List<String> faults, String source) throws IOException {
        return read(parser, faults, source, "");
    }

    /** @param path keys that lead to the value, with a dot after each; empty for the document itself */
    private static YamlNode read(YAMLParser parser, List<String> faults, String source, String path)
            throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        JsonToken token = parser.currentToken();
        if (token == null) {
            return new YamlNode(1, null);
        }
        if (parser.getTypeId() != null) {
            throw new BadInputException(source + ":" + line + ": tag !"
                    + cut(String.valueOf(parser.getTypeId()).replace("tag:yaml.org,2002:", "!"))
                    + ", expected the value without a tag");
        }
        return switch (token) {
            case START_OBJECT -> new YamlNode(line, map(parser, faults, source, path));
            case START_ARRAY -> new YamlNode(line, list(parser, faults, source, path));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new YamlNode(line, number(parser.getText()));
            case VALUE_TRUE, VALUE_FALSE -> new YamlNode(line, flag(parser));
            case VALUE_NULL -> new YamlNode(line, null);
            default -> new YamlNode(line, text(parser, line, source));
        };
    }

    /** The parser hands on an alias as if its name were meant. */
    private static String text(YAMLParser parser, int line, String source) throws IOException {
        if (parser.isCurrentAlias()) {
            throw new BadInputException(
                    source + ":" + line + ": alias *" + cut(parser.getText()) + ", expected the value itself");
        }
        return parser.getText();
    }

    private static Object number(String text) {
        if (text.length() <= MOST_DIGITS && DECIMAL.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        return new Misread(text);
    }

    /** Not {@code yes} or {@code on}, which are text to newer readers. */
    private static Object flag(YAMLParser parser) throws IOException {
        return BOOLEAN.matcher(parser.getText()).matches() ? parser.getBooleanValue() : new Misread(parser.getText());
    }

    /** What is read as no number, and was meant as one, with what to write instead. */
    static String misread(String text) {
        // As a number it would have been read as one: it is in quotes.
        return text.length() <= MOST_DIGITS && DECIMAL.matcher(text).matches()
                ? "\"" + text + "\"; write it without quotes"
                : cut(text) + "; " + remedy(text);
    }

    private static String remedy(String text) {
        Matcher zero = LEADING_ZERO.matcher(text);
        if (text.length() <= MOST_DIGITS && BASE_60.matcher(text).matches()) {
            return "base 60 to some readers; write " + base60(text) + " where that is meant";
        }
        if (text.contains("_")) {
            return "write its digits without _";
        }
        if (zero.matches()) {
            return "octal to some readers; write " + (text.startsWith("-") ? "-" : "") + zero.group(1)
                    + " where that is meant";
        }
        return "write it as a decimal number of at most " + MOST_DIGITS + " characters";
    }

    /** Hours, minutes and seconds, or what else is parted by colons, as one number. */
    private static String base60(String text) {
        BigDecimal value = BigDecimal.ZERO;
        for (String digits : text.replaceFirst("[-+]", "").split(":")) {
            value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(digits));
        }
        return (text.startsWith("-") ? "-" : "") + value.toPlainString();
    }

    private static Map<String, YamlNode> map(YAMLParser parser, List<String> faults, String source, String path)
            throws IOException {
        Map<String, YamlNode> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            YamlNode value = read(parser, faults, source, path + key + ".");
            if (map.put(key, new YamlNode(line, value.value())) != null) {
                faults.add(source + ":" + line + ": " + path + key + ": key given twice, expected once");
            }
        }
        return map;
    }

    private static List<YamlNode> list(YAMLParser parser, List<String> faults, String source, String path)
            throws IOException {
        List<YamlNode> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String key = path.substring(0, Math.max(0, path.length() - 1));
            list.add(read(parser, faults, source, key + "[" + list.size() + "]."));
        }
        return list;
    }

    /** The value as a fault names it. */
    String found() {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? "an empty mapping" : "a mapping";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? "an empty list" : "a list";
        }
        if (value instanceof String text) {
            return "\"" + cut(text) + "\"";
        }
        if (value instanceof Misread number) {
            return cut(number.text());
        }
        return value == null ? "nothing" : value.toString();
    }

    private static String cut(String text) {
        return text.length() > MOST_SHOWN_CHARACTERS ? text.substring(0, MOST_SHOWN_CHARACTERS) + "…" : text;
    }
}
