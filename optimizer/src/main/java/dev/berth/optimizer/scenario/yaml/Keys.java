package dev.berth.optimizer.scenario.yaml;

import dev.berth.record.RecordShape;
import dev.berth.schema.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Takes the values of one mapping, key by key; {@link #end} reports the keys that nobody took. A fault is noted and a
 * stand-in value returned, so that reading goes on to the next fault; nothing is built where there are faults.
 */
public final class Keys {
    /** Upper end of a number that has none. */
    private static final double ANY = Double.MAX_VALUE;

    /** Lower end of a number that must not be zero. */
    public static final double LEAST_POSITIVE = 1e-9;

    /** Up to here every whole number is a {@code double} of its own. */
    public static final long MOST_EXACT = 1L << 53;

    /** Letters that may tell an unknown key from the one that was meant. */
    private static final int MOST_APART = 4;

    /** Text that somebody may have meant as a number. */
    private static final Pattern LIKE_NUMBER =
            Pattern.compile("[-+]?(?:\\.?[0-9]|\\.inf|\\.nan)", Pattern.CASE_INSENSITIVE);

    private final String source;
    private final String path;
    private final int line;
    private final Map<String, YamlNode> values = new HashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> faults;
    private final Type type;
    private final Map<String, RecordComponent> components = new HashMap<>();

    /**
     * Begins with a mapping.
     *
     * @param type a record whose components the keys are, or a map whose keys are data
     */
    public Keys(Type type, String source, String path, YamlNode node, List<String> faults) {
        this.type = type;
        if (type instanceof Class<?> shape) {
            RecordShape.components(shape).forEach(component -> components.put(component.getName(), component));
        }
        this.source = source;
        this.path = path;
        this.line = node.line();
        if (node.value() instanceof Map<?, ?> map) {
            this.faults = faults;
            map.forEach((key, value) -> values.put((String) key, (YamlNode) value));
        } else {
            faults.add(source + ":" + line + ": " + (path.isEmpty() ? "document" : path)
                    + ": expected a mapping, found " + node.found());
            // Every key below is missing too; one fault says it all.
            this.faults = new ArrayList<>();
        }
    }

    private void fault(int at, String key, String expected, String found) {
        faults.add(source + ":" + at + ": " + key + ": expected " + expected + ", found " + found);
    }

    /** A fault that concerns the mapping as a whole. */
    public void fault(String message) {
        faults.add(source + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }

    /** A fault that concerns a key that is given. */
    public void fault(String key, String message) {
        faults.add(place(key) + ": " + message);
    }

    /**
     * Which one of several keys is given. A fault where that is none, or, in the line of the last, where it is more.
     */
    public Optional<String> oneOf(List<String> keys) {
        List<String> given = keys.stream()
                .filter(this::has)
                .sorted(Comparator.comparingInt(key -> values.get(key).line()))
                .toList();
        if (given.size() == 1) {
            return Optional.of(given.get(0));
        }
        String expected = "expected exactly one of " + String.join(", ", keys) + ", found ";
        if (given.isEmpty()) {
            fault(expected + "none; add one");
        } else {
            String last = given.get(given.size() - 1);
            fault(last, expected + String.join(" and ", given) + "; leave one");
        }
        return Optional.empty();
    }

    /** File, line and name of the mapping, for messages. */
    public String place() {
        return source + ":" + line + ": " + path;
    }

    /** File, line and name of a key, or of the mapping where it is not given. */
    public String place(String key) {
        YamlNode node = values.get(key);
        return source + ":" + (node == null ? line : node.line()) + ": " + name(key);
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    private Optional<YamlNode> take(String key, String expected) {
        known.add(key);
        YamlNode node = values.get(key);
        if (node == null) {
            mistyped(key)
                    .ifPresentOrElse(
                            other -> {
                                known.add(other);
                                unknown(other, "expected " + key + "?");
                            },
                            () -> fault(line, name(key), expected, "no such key"));
        }
        return Optional.ofNullable(node);
    }

    /** A key that is given, that no component has, and that few letters tell from one that is missing. */
    private Optional<String> mistyped(String missing) {
        return values.keySet().stream()
                .filter(given -> !components.isEmpty() && !components.containsKey(given) && !known.contains(given))
                .filter(given -> isNear(given, missing))
                .min(Comparator.comparingInt(given -> distance(given, missing)));
    }

    private void unknown(String key, String advice) {
        faults.add(place(key) + ": unknown key, " + advice);
    }

    private Type typeOf(String key) {
        return type instanceof ParameterizedType map
                ? map.getActualTypeArguments()[1]
                : components.get(key).getGenericType();
    }

    private Range range(String key) {
        return components.get(key).getAnnotation(Range.class);
    }

    private static double most(Range range) {
        return Math.min(range.most(), ANY);
    }

    /** A number in its range. */
    public double number(String key) {
        return decimal(key).doubleValue();
    }

    /** A number in its range, exactly as it is written. */
    public BigDecimal decimal(String key) {
        Range range = range(key);
        String expected = range("a number", range);
        Optional<YamlNode> node = take(key, expected);
        if (node.isPresent() && isWithin(node.get().value(), range.least(), most(range))) {
            return (BigDecimal) node.get().value();
        }
        node.ifPresent(found -> fault(found.line(), name(key), expected, number(found)));
        return BigDecimal.valueOf(range.least());
    }

    /** Also not so small that it would be taken for 0. */
    private static boolean isWithin(Object value, double least, double most) {
        return value instanceof BigDecimal number
                && number.doubleValue() >= least
                && number.doubleValue() <= most
                && (number.signum() == 0 || number.doubleValue() != 0);
    }

    /** What was found where a number was expected. */
    private static String number(YamlNode node) {
        String text = node.value() instanceof YamlNode.Misread misread
                ? misread.text()
                : node.value() instanceof String string ? string : "";
        return LIKE_NUMBER.matcher(text).lookingAt() ? YamlNode.misread(text) : node.found();
    }

    public OptionalDouble optionalNumber(String key) {
        return has(key) ? OptionalDouble.of(number(key)) : OptionalDouble.empty();
    }

    public OptionalLong optionalWhole(String key) {
        return has(key) ? OptionalLong.of(whole(key)) : OptionalLong.empty();
    }

    public boolean flag(String key) {
        Optional<YamlNode> node = take(key, "true or false");
        if (node.isPresent() && node.get().value() instanceof Boolean flag) {
            return flag;
        }
        node.ifPresent(found -> fault(found.line(), name(key), "true or false", found.found()));
        return false;
    }

    /** A file, resolved against a folder. */
    public Path file(String key, Path folder) {
        String text = text(key);
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            YamlNode node = values.get(key);
            fault(node.line(), name(key), "the name of a file", node.found());
            return folder;
        }
    }

    /** A whole number in its range. */
    public long whole(String key) {
        Range range = range(key);
        String expected = range("a whole number", range);
        Optional<YamlNode> node = take(key, expected);
        if (node.isEmpty()) {
            return (long) range.least();
        }
        Optional<Long> number = wholeValue(node.get().value());
        if (number.isPresent() && number.get() >= range.least() && number.get() <= range.most()) {
            return number.get();
        }
        fault(node.get().line(), name(key), expected, number(node.get()));
        return (long) range.least();
    }

    /** A number without a fraction, as JSON Schema counts it: 2.0 is whole. */
    private static Optional<Long> wholeValue(Object value) {
        return value instanceof BigDecimal number
                        && number.abs().compareTo(BigDecimal.valueOf(MOST_EXACT)) <= 0
                        && number.stripTrailingZeros().scale() <= 0
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static String range(String kind, Range range) {
        double least = range.least();
        if (least == range.most()) {
            return shown(least);
        }
        return kind
                + (most(range) >= ANY ? " >= " + shown(least) : " from " + shown(least) + " to " + shown(range.most()));
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e16
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    public String text(String key) {
        return take(key, "text").flatMap(node -> text(node, key)).orElse("?");
    }

    /** The text that a value is; a fault where it is none, or blank. */
    private Optional<String> text(YamlNode node, String key) {
        if (node.value() instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        fault(
                node.line(),
                name(key),
                "text",
                node.found() + (node.value() instanceof String ? "" : "; what is in quotes is text"));
        return Optional.empty();
    }

    /** One of the values of an enum, by label. */
    public <T> Optional<T> choice(String key, Map<String, T> labels) {
        String expected = "one of " + String.join(", ", labels.keySet());
        Optional<YamlNode> node = take(key, expected);
        if (node.isPresent() && !labels.containsKey(String.valueOf(node.get().value()))) {
            fault(node.get().line(), name(key), expected, node.get().found());
        }
        return node.map(found -> labels.get(String.valueOf(found.value())));
    }

    public Keys mapping(String key) {
        Optional<YamlNode> node = take(key, "a mapping");
        return node.isPresent()
                ? new Keys(typeOf(key), source, name(key), node.get(), faults)
                // Every key below is missing too; one fault says it all.
                : new Keys(typeOf(key), source, name(key), new YamlNode(line, Map.of()), new ArrayList<>());
    }

    /** A list of mappings, at least one. */
    public List<Keys> mappings(String key) {
        Type elements = ((ParameterizedType) typeOf(key)).getActualTypeArguments()[0];
        List<Keys> mappings = new ArrayList<>();
        for (YamlNode item : items(key, "a list of at least one mapping")) {
            mappings.add(new Keys(elements, source, name(key) + "[" + mappings.size() + "]", item, faults));
        }
        return mappings;
    }

    /** A list of numbers in their range, at least one, each exactly as it is written. */
    public List<BigDecimal> numbers(String key) {
        Range range = range(key);
        String expected = range("a number", range);
        List<BigDecimal> numbers = new ArrayList<>();
        for (YamlNode item : items(key, "a list of at least one number")) {
            if (isWithin(item.value(), range.least(), most(range))) {
                numbers.add((BigDecimal) item.value());
            } else {
                fault(item.line(), name(key), expected, number(item));
            }
        }
        return numbers;
    }

    /** A list of whole numbers in their range, at least one. */
    public List<Long> wholes(String key) {
        Range range = range(key);
        String expected = range("a whole number", range);
        List<Long> numbers = new ArrayList<>();
        for (YamlNode item : items(key, "a list of at least one whole number")) {
            wholeValue(item.value())
                    .filter(number -> number >= range.least() && number <= range.most())
                    .ifPresentOrElse(numbers::add, () -> fault(item.line(), name(key), expected, number(item)));
        }
        return numbers;
    }

    /** A list of texts that are not blank, at least one. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key, "a list of at least one text")) {
            text(item, key).ifPresent(texts::add);
        }
        return texts;
    }

    private List<YamlNode> items(String key, String expected) {
        Optional<YamlNode> node = take(key, expected);
        if (node.isPresent() && node.get().value() instanceof List<?> items && !items.isEmpty()) {
            return items.stream().map(item -> (YamlNode) item).toList();
        }
        node.ifPresent(found -> fault(found.line(), name(key), expected, found.found()));
        return List.of();
    }

    /** Keys of a mapping whose keys are data and not known beforehand. */
    public List<String> names() {
        return values.keySet().stream().sorted().toList();
    }

    /** Rows of numbers >= 0, one row a slot, as many in each row. */
    public double[][] matrix(String key) {
        Optional<YamlNode> node = take(key, "a list of rows");
        if (node.isEmpty() || !(node.get().value() instanceof List<?> rows)) {
            node.ifPresent(found -> fault(found.line(), name(key), "a list of rows", found.found()));
            return new double[0][];
        }
        double[][] matrix =
                rows.stream().map(row -> row(name(key), (YamlNode) row)).toArray(double[][]::new);
        for (int row = 1; row < matrix.length; row++) {
            if (matrix[row].length != matrix[0].length) {
                faults.add(source + ":" + ((YamlNode) rows.get(row)).line() + ": " + name(key) + ": "
                        + matrix[row].length + " values in row " + (row + 1) + ", expected " + matrix[0].length
                        + " as in the first, one a model");
                break;
            }
        }
        return matrix;
    }

    private double[] row(String key, YamlNode node) {
        if (!(node.value() instanceof List<?> cells)) {
            fault(node.line(), key, "a list of numbers, one a model", node.found());
            return new double[0];
        }
        return cells.stream().mapToDouble(cell -> cell(key, (YamlNode) cell)).toArray();
    }

    private double cell(String key, YamlNode node) {
        if (isWithin(node.value(), 0, ANY)) {
            return ((BigDecimal) node.value()).doubleValue();
        }
        fault(node.line(), key, "a number >= 0", number(node));
        return 0;
    }

    /** Whether a key is given that nobody knows, which {@link #end} reports. */
    public boolean hasUnknown() {
        return values.keySet().stream().anyMatch(key -> !components.containsKey(key));
    }

    /** Reports every key that was not asked for. */
    public void end() {
        values.forEach((key, node) -> {
            if (!known.contains(key)) {
                unknown(
                        key,
                        nearest(key)
                                .map(near -> "expected " + near + "?")
                                .orElseGet(() -> "expected one of " + String.join(", ", known)));
            }
        });
    }

    /** A known key that is not given and that few letters tell from an unknown one. */
    private Optional<String> nearest(String unknown) {
        return known.stream()
                .filter(key -> !values.containsKey(key) && isNear(unknown, key))
                .min(Comparator.comparingInt(key -> distance(unknown, key)));
    }

    private static boolean isNear(String unknown, String key) {
        return Math.abs(key.length() - unknown.length()) <= MOST_APART
                && distance(unknown, key) <= Math.min(MOST_APART, 1 + key.length() / 6);
    }

    /** Letters to insert, delete or replace, upper and lower case alike (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int at = 1; at <= one.length(); at++) {
            int diagonal = row[0];
            row[0] = at;
            for (int to = 1; to <= other.length(); to++) {
                boolean same = Character.toLowerCase(one.charAt(at - 1)) == Character.toLowerCase(other.charAt(to - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[to];
                row[to] = Math.min(replaced, 1 + Math.min(row[to], row[to - 1]));
            }
        }
        return row[other.length()];
    }
}
