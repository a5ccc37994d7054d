package dev.berth.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Binds JSON to records and reports every fault with its line and path: unknown, missing and repeated keys, wrong
 * types, numbers that do not fit, values out of a record's range. Data binding of the JSON library stops at the first
 * fault and knows no line for a value that a constructor refuses, so only its token stream is used.
 */
public final class RecordReader {
    private static final int MAX_FAULTS = 100;
    private static final int MAX_SHOWN_CHARS = 60;

    /** Stands for a value that a fault was reported for. */
    private static final Object FAULTY = new Object();

    private final JsonFactory format;
    private final String source;
    private final int firstLine;
    private final List<String> faults;
    private JsonParser parser;

    /**
     * @param source what is read, for messages
     * @param firstLine line number of the first byte
     * @param faults receives one line a fault
     */
    public RecordReader(String source, int firstLine, List<String> faults) {
        this(Json.FACTORY, source, firstLine, faults);
    }

    /** For another format of the same tokens. */
    RecordReader(JsonFactory format, String source, int firstLine, List<String> faults) {
        this.format = format;
        this.source = source;
        this.firstLine = firstLine;
        this.faults = faults;
    }

    private static final class TooManyFaults extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyFaults() {
            super(null, null, false, false);
        }
    }

    /** The record, or null where faults were added. */
    public <T extends Record> T read(byte[] json, Class<T> type) {
        int before = faults.size();
        try {
            if (knownVersion(json, type)) {
                T value = document(json, type);
                return faults.size() == before ? value : null;
            }
        } catch (TooManyFaults told) {
            return null;
        } catch (StreamConstraintsException e) {
            tell(line(e), "$", "too large to be read: " + oneLine(e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            if (isCutOff(e)) {
                tell(line(e), "$", "ends in the middle of the document; expected all of it, maybe writing was cut off");
                return null;
            }
            tell(line(e), "$", "not " + format.getFormatName() + ": " + oneLine(e.getOriginalMessage()));
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: the parser's guard against keys made to collide.
            tell(
                    firstLine,
                    "$",
                    "cannot be read as " + format.getFormatName() + ": " + oneLine(String.valueOf(e.getMessage())));
        }
        return null;
    }

    /** Between entries the parser has another type for it. */
    private static boolean isCutOff(JsonProcessingException e) {
        return e instanceof JsonEOFException
                || String.valueOf(e.getOriginalMessage()).startsWith("Unexpected end-of-input");
    }

    private <T extends Record> T document(byte[] json, Class<T> type) throws IOException {
        if (json.length == 0) {
            // Seen once in many runs: the parser reads beyond the end of nothing.
            add(firstLine, "$", "is empty, expected " + anObject());
            return null;
        }
        try (JsonParser opened = format.createParser(json)) {
            parser = opened;
            if (parser.nextToken() == null) {
                add(firstLine, "$", "is empty, expected " + anObject());
                return null;
            }
            Object value = bind(type, "$");
            if (parser.nextToken() != null) {
                add(
                        line(),
                        "$",
                        "goes on after the end of the document, expected one " + format.getFormatName() + " object");
            }
            return value == FAULTY ? null : type.cast(value);
        }
    }

    /** Checked first and alone: another version's keys are not this version's faults. */
    private boolean knownVersion(byte[] json, Class<?> type) throws IOException {
        SchemaVersion known = type.getAnnotation(SchemaVersion.class);
        if (known == null) {
            return true;
        }
        try (JsonParser opened = format.createParser(json)) {
            parser = opened;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return true;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean version = parser.currentName().equals("schemaVersion");
                parser.nextToken();
                if (version && !isVersion(known.value(), known.value())) {
                    boolean older = isVersion(1, known.value() - 1);
                    add(
                            line(),
                            "$.schemaVersion",
                            older
                                    ? "version " + found() + ", written by an older berth; this one reads version "
                                            + known.value() + ": " + known.remedy()
                                    : "unknown version " + found() + "; this program reads version " + known.value()
                                            + ", use the one that wrote the file or " + known.remedy());
                    return false;
                }
                parser.skipChildren();
            }
            return true;
        }
    }

    private boolean isVersion(int least, int most) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getText().matches("[0-9]{1,9}")
                && Integer.parseInt(parser.getText()) >= least
                && Integer.parseInt(parser.getText()) <= most;
    }

    /** Reads the value that the parser stands at. */
    @FunctionalInterface
    private interface Binding {
        Object bind(String path) throws IOException;
    }

    private Object bind(Type type, String path) throws IOException {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Reading.class) {
                return bindReading(arguments[0], path);
            }
            return raw == List.class ? bindList(arguments[0], path) : bindMap(arguments, path);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return bindRecord(plain, path);
        }
        return plain.isEnum() ? bindEnum(plain, path) : bindScalar(plain, path);
    }

    private String anObject() {
        return "a " + format.getFormatName() + " object";
    }

    private Object bindRecord(Class<?> type, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return wrong(anObject(), path);
        }
        RecordShape shape = RecordShape.of(type);
        int start = line();
        Object[] values = new Object[shape.size()];
        int[] lines = new int[shape.size()];
        boolean faulty = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int index = shape.index(key);
            int line = line();
            parser.nextToken();
            if (index < 0 || lines[index] != 0) {
                add(line, path + "." + shown(key), index < 0 ? unknown(shape.keys()) : "is there twice, expected once");
                parser.skipChildren();
                faulty = true;
                continue;
            }
            lines[index] = line;
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL && shape.mayBeNull(index);
            String at = path + "." + key;
            values[index] = absent
                    ? null
                    : shape.mayHaveGaps(index) ? bindGaps(shape.type(index), at) : bind(shape.type(index), at);
            faulty |= values[index] == FAULTY;
        }
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == 0 && !shape.mayBeAbsent(i)) {
                add(start, path + "." + shape.key(i), "is missing");
                faulty = true;
            }
        }
        return faulty ? FAULTY : construct(shape, values, lines, start, path);
    }

    private Object construct(RecordShape shape, Object[] values, int[] lines, int start, String path) {
        try {
            return shape.construct(values);
        } catch (ComponentException e) {
            int index = shape.index(e.component());
            add(lines[index], path + "." + e.component(), e.getMessage());
        } catch (IllegalArgumentException | NullPointerException e) {
            add(start, path, String.valueOf(e.getMessage()));
        }
        return FAULTY;
    }

    private Object bindReading(Type valueType, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return wrong("a reading {value, provenance}, {notSupported} or {failed}", path);
        }
        int start = line();
        Map<String, Object> parts = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int line = line();
            parser.nextToken();
            String at = path + "." + shown(key);
            if (parts.containsKey(key)) {
                add(line, at, "is there twice, expected once");
                parser.skipChildren();
                parts.put(key, FAULTY);
                continue;
            }
            switch (key) {
                case "value" -> parts.put(key, bind(valueType, at));
                case "provenance" -> parts.put(key, bind(Provenance.class, at));
                case "notSupported", "failed" -> parts.put(key, bind(String.class, at));
                default -> {
                    add(line, at, unknown(List.of("value", "provenance", "notSupported", "failed")));
                    parser.skipChildren();
                    parts.put(key, FAULTY);
                }
            }
        }
        return parts.containsValue(FAULTY) ? FAULTY : reading(parts, start, path);
    }

    private Object reading(Map<String, Object> parts, int start, String path) {
        try {
            if (parts.keySet().equals(Set.of("value", "provenance"))) {
                return new Reading.Value<>(parts.get("value"), (Provenance) parts.get("provenance"));
            }
            if (parts.size() == 1 && parts.get("notSupported") instanceof String why) {
                return Reading.notSupported(why);
            }
            if (parts.size() == 1 && parts.get("failed") instanceof String why) {
                return Reading.failed(why);
            }
            add(start, path, "expected a reading {value, provenance}, {notSupported} or {failed}");
        } catch (IllegalArgumentException e) {
            add(start, path, e.getMessage());
        }
        return FAULTY;
    }

    /** Lists of lists, whose innermost values may be null. */
    private Object bindGaps(Type type, String path) throws IOException {
        return type instanceof ParameterizedType list
                ? bindList(path, at -> bindGaps(list.getActualTypeArguments()[0], at))
                : parser.currentToken() == JsonToken.VALUE_NULL ? null : bind(type, path);
    }

    private Object bindList(Type elementType, String path) throws IOException {
        return bindList(path, at -> bind(elementType, at));
    }

    private Object bindList(String path, Binding elements) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return wrong("a " + format.getFormatName() + " array", path);
        }
        List<Object> values = new ArrayList<>();
        boolean faulty = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = elements.bind(path + "[" + values.size() + "]");
            values.add(value);
            faulty |= value == FAULTY;
        }
        return faulty ? FAULTY : values;
    }

    private Object bindMap(Type[] keyAndValue, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return wrong(anObject(), path);
        }
        Class<?> keyType = (Class<?>) keyAndValue[0];
        Map<String, Object> labels = keyType.isEnum() ? RecordShape.labels(keyType) : Map.of();
        Map<Object, Object> values = new TreeMap<>();
        boolean faulty = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String at = path + "." + shown(name);
            int line = line();
            Object key = keyType.isEnum() ? labels.get(name) : name;
            parser.nextToken();
            if (key == null || values.containsKey(key)) {
                add(line, at, key == null ? unknown(labels.keySet()) : "is there twice, expected once");
                parser.skipChildren();
                faulty = true;
                continue;
            }
            Object value = bind(keyAndValue[1], at);
            values.put(key, value);
            faulty |= value == FAULTY;
        }
        return faulty ? FAULTY : values;
    }

    private Object bindEnum(Class<?> type, String path) throws IOException {
        Map<String, Object> labels = RecordShape.labels(type);
        Object constant = parser.currentToken() == JsonToken.VALUE_STRING ? labels.get(parser.getText()) : null;
        return constant == null ? wrong("one of " + String.join(", ", labels.keySet()), path) : constant;
    }

    private Object bindScalar(Class<?> type, String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (type == String.class) {
            boolean text = token == JsonToken.VALUE_STRING || isPlainText(token);
            return text && !isAlias() ? parser.getText() : wrong("text", path);
        }
        if (type == boolean.class || type == Boolean.class) {
            return token.isBoolean() ? (Object) parser.getBooleanValue() : wrong("true or false", path);
        }
        if (type == double.class || type == Double.class) {
            return token.isNumeric() && Double.isFinite(parser.getDoubleValue())
                    ? (Object) parser.getDoubleValue()
                    : wrong("a finite number", path);
        }
        return bindWhole(type, path);
    }

    /** Where text needs no quotes, what looks like a number or a truth is text as well. */
    private boolean isPlainText(JsonToken token) {
        return format != Json.FACTORY && (token.isNumeric() || token.isBoolean());
    }

    /** The parser hands on an alias as if its name were meant. */
    private boolean isAlias() throws IOException {
        return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }

    private Object bindWhole(Class<?> type, String path) throws IOException {
        boolean narrow = type == int.class || type == Integer.class;
        if (!narrow && type != long.class && type != Long.class) {
            throw new AssertionError("no JSON form for " + type);
        }
        String expected = "a whole number of " + (narrow ? 32 : 64) + " bits";
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return wrong(expected, path);
        }
        JsonParser.NumberType size = parser.getNumberType();
        if (size == JsonParser.NumberType.BIG_INTEGER || (narrow && size != JsonParser.NumberType.INT)) {
            return wrong(expected, path);
        }
        return narrow ? (Object) parser.getIntValue() : (Object) parser.getLongValue();
    }

    private Object wrong(String expected, String path) throws IOException {
        add(line(), path, "expected " + expected + ", found " + found());
        parser.skipChildren();
        return FAULTY;
    }

    private String found() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "\"" + shown(parser.getText()) + "\"";
            default -> shown(parser.getText());
        };
    }

    private static String unknown(Iterable<String> known) {
        return "unknown key, expected one of " + String.join(", ", known);
    }

    private int line() {
        return firstLine + parser.currentTokenLocation().getLineNr() - 1;
    }

    private int line(JsonProcessingException e) {
        return e.getLocation() == null ? firstLine : firstLine + e.getLocation().getLineNr() - 1;
    }

    private void add(int line, String path, String message) {
        tell(line, path, message);
        if (faults.size() > MAX_FAULTS) {
            throw new TooManyFaults();
        }
    }

    private void tell(int line, String path, String message) {
        add(faults, source, source + ":" + line + ": " + path + ": " + message);
    }

    /** Adds a fault of a source, or once that there are more than are listed. */
    public static void add(List<String> faults, String source, String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        } else if (faults.size() == MAX_FAULTS) {
            faults.add(source + ": more faults follow; only the first " + MAX_FAULTS + " are listed");
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    /** Messages of libraries may take several. */
    public static String oneLine(String text) {
        return text.replaceAll("\\R\\s*", " ").strip();
    }
}
