package dev.berth.table;

import dev.berth.record.MayBeNull;
import dev.berth.record.Reading;
import dev.berth.record.RecordShape;
import dev.berth.schema.Description;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The leaves of a record as columns: what a component is called and holds is said once, where the record is. A record
 * within adds its name before those of its leaves; a reading without a value is an empty cell; lists of texts, and maps
 * by names, are one text; lists of records are left out, they are tables of their own.
 */
public final class RecordColumns {
    /** Of every document alike, or a drawing of what other columns hold. */
    private static final Set<String> LEFT_OUT = Set.of("schemaVersion", "samplesNanos", "histogram");

    /** Units that files write out. */
    private static final Map<String, String> SHORT = Map.of("nanos", "ns", "millis", "ms");

    private static final String BETWEEN = "; ";

    /** What a row is of: the names of its leaves need no more. */
    private static final String KEY = "key";

    private RecordColumns() {}

    /** The columns of a record, in the order of its components. */
    public static <R extends Record> List<Cell<R>> of(Class<R> type) {
        return cells(type).stream()
                .<Cell<R>>map(cell -> new Cell<>(cell.column(), cell.value()))
                .toList();
    }

    private static List<Cell<Object>> cells(Class<?> type) {
        List<Cell<Object>> cells = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (!LEFT_OUT.contains(component.getName())) {
                cells.addAll(ofComponent(component));
            }
        }
        return cells;
    }

    private static List<Cell<Object>> ofComponent(RecordComponent component) {
        String words = Optional.ofNullable(component.getAnnotation(Description.class))
                .map(Description::value)
                .orElse("");
        boolean optional = component.isAnnotationPresent(MayBeNull.class);
        Function<Object, Object> value = row -> read(component, row);
        return cells(component.getGenericType(), name(component.getName()), words, optional, value);
    }

    private static List<Cell<Object>> cells(
            Type type, String name, String words, boolean optional, Function<Object, Object> value) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, name, words, value);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return ofRecord(plain, name, words, optional, value);
        }
        return List.of(new Cell<>(new TableColumn(name, leaf(plain), optional, words), row -> {
            Object leaf = value.apply(row);
            return leaf instanceof Enum<?> constant ? RecordShape.label(constant) : leaf;
        }));
    }

    private static List<Cell<Object>> ofGeneric(
            ParameterizedType type, String name, String words, Function<Object, Object> value) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Reading.class) {
            return cells(
                    of[0],
                    name,
                    words,
                    true,
                    row -> value.apply(row) instanceof Reading<?> reading
                            ? reading.optional().orElse(null)
                            : null);
        }
        if (Map.class.isAssignableFrom((Class<?>) type.getRawType())) {
            return of[0] instanceof Class<?> key && key.isEnum()
                    ? ofEnumMap(key, of[1], name, words, value)
                    : List.of(text(name, words, row -> entries((Map<?, ?>) value.apply(row))));
        }
        return of[0] instanceof Class<?> element && element.isRecord()
                ? List.of()
                : List.of(text(name, words, row -> joined((Collection<?>) value.apply(row))));
    }

    /** A column, or more, for each key that there may be. */
    private static List<Cell<Object>> ofEnumMap(
            Class<?> keys, Type values, String name, String words, Function<Object, Object> map) {
        String unit = TableColumn.unitName(name).map(end -> "_" + end).orElse("");
        List<Cell<Object>> cells = new ArrayList<>();
        for (Object key : keys.getEnumConstants()) {
            String label = RecordShape.label((Enum<?>) key);
            cells.addAll(cells(
                    values,
                    name(label) + unit,
                    label + ", of " + words,
                    true,
                    row -> map.apply(row) instanceof Map<?, ?> present ? present.get(key) : null));
        }
        return cells;
    }

    private static List<Cell<Object>> ofRecord(
            Class<?> type, String name, String words, boolean optional, Function<Object, Object> value) {
        boolean own = !name.equals(KEY);
        return cells(type).stream()
                .map(cell -> new Cell<Object>(
                        new TableColumn(
                                own
                                        ? within(name, cell.column().name())
                                        : cell.column().name(),
                                cell.column().type(),
                                optional || cell.column().optional(),
                                own
                                        ? both(words, cell.column().description())
                                        : cell.column().description()),
                        row -> {
                            Object part = value.apply(row);
                            return part == null ? null : cell.value().apply(part);
                        }))
                .toList();
    }

    /**
     * {@code intercept_ns} and {@code low} are {@code intercept_low_ns}: a unit that the whole has stays at the end.
     */
    private static String within(String name, String leaf) {
        String unit = TableColumn.unitName(name).orElse("");
        if (leaf.equals("value")) {
            return name;
        }
        return unit.isEmpty() || name.equals(unit) || TableColumn.unitName(leaf).isPresent()
                ? name + "_" + leaf
                : name.substring(0, name.length() - unit.length()) + leaf + "_" + unit;
    }

    private static String both(String whole, String part) {
        return whole.isEmpty() || part.isEmpty() ? whole + part : whole + ": " + part;
    }

    private static Cell<Object> text(String name, String words, Function<Object, Object> value) {
        return new Cell<>(new TableColumn(name, TableColumn.Type.TEXT, true, words), value);
    }

    private static String joined(Collection<?> texts) {
        return texts == null || texts.isEmpty()
                ? null
                : texts.stream().map(String::valueOf).collect(Collectors.joining(BETWEEN));
    }

    private static String entries(Map<?, ?> map) {
        return map == null
                ? null
                : joined(map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private static TableColumn.Type leaf(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return TableColumn.Type.TRUTH;
        }
        if (type == double.class || type == Double.class) {
            return TableColumn.Type.REAL;
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return TableColumn.Type.WHOLE;
        }
        if (type == String.class || type.isEnum()) {
            return TableColumn.Type.TEXT;
        }
        throw new IllegalArgumentException("no column for a component of " + type);
    }

    /**
     * A key as a column is called: {@code chunkBytes} as {@code chunk_bytes}, {@code totalNanos} as {@code total_ns}.
     */
    public static String name(String key) {
        StringBuilder snake = new StringBuilder();
        for (String word : key.split("(?=[A-Z])")) {
            String lower = word.toLowerCase(Locale.ROOT);
            snake.append(snake.length() == 0 ? "" : "_").append(SHORT.getOrDefault(lower, lower));
        }
        return snake.toString();
    }

    private static Object read(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("component cannot be read: " + component, e);
        }
    }
}
