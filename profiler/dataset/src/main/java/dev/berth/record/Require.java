package dev.berth.record;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Range checks of the records' compact constructors; every message is {@code out of range: name=value, expected ...}.
 */
public final class Require {
    /** Why a component has no value that an earlier version did not know. */
    public static final String UNRECORDED = "not recorded by the version that wrote this";

    private Require() {}

    public static <T> T present(String component, T value) {
        if (value == null) {
            throw new ComponentException(component, null, "a value");
        }
        return value;
    }

    /** For a component that older documents of this version lack. */
    public static <T> Reading<T> orUnrecorded(Reading<T> reading) {
        return reading == null ? Reading.notSupported(UNRECORDED) : reading;
    }

    public static String text(String component, String value) {
        if (present(component, value).isBlank()) {
            throw new ComponentException(component, "\"" + value + "\"", "text that is not blank");
        }
        return value;
    }

    public static String oneOf(String component, String value, List<String> allowed) {
        if (!allowed.contains(present(component, value))) {
            throw new ComponentException(component, "\"" + value + "\"", "one of " + String.join(", ", allowed));
        }
        return value;
    }

    public static long atLeast(String component, long value, long least) {
        if (value < least) {
            throw new ComponentException(component, value, ">= " + least);
        }
        return value;
    }

    public static int atLeast(String component, int value, int least) {
        if (value < least) {
            throw new ComponentException(component, value, ">= " + least);
        }
        return value;
    }

    public static double finite(String component, double value) {
        if (!Double.isFinite(value)) {
            throw new ComponentException(component, value, "a finite number");
        }
        return value;
    }

    public static double notNegative(String component, double value) {
        if (!(finite(component, value) >= 0)) {
            throw new ComponentException(component, value, ">= 0");
        }
        return value;
    }

    public static double positive(String component, double value) {
        if (!(finite(component, value) > 0)) {
            throw new ComponentException(component, value, "> 0");
        }
        return value;
    }

    /** The reading itself where it holds no value, or one of at least {@code least}. */
    public static <T extends Number> Reading<T> atLeast(String component, Reading<T> reading, long least) {
        if (present(component, reading) instanceof Reading.Value<T> present && below(present.value(), least)) {
            throw new ComponentException(component, present.value(), ">= " + least);
        }
        return reading;
    }

    private static boolean below(Number value, long least) {
        return value instanceof Double real ? real < (double) least : value.longValue() < least;
    }

    public static String instantUtc(String component, String value) {
        try {
            Instant.parse(present(component, value));
        } catch (DateTimeParseException e) {
            throw new ComponentException(
                    component, "\"" + value + "\"", "a moment in UTC such as 2026-01-31T12:00:00Z", e);
        }
        return value;
    }

    public static int schemaVersion(int value, int known) {
        if (value != known) {
            throw new ComponentException("schemaVersion", value, String.valueOf(known));
        }
        return value;
    }

    public static <T> List<T> list(String component, List<T> values) {
        List<T> copy = Collections.unmodifiableList(new ArrayList<>(present(component, values)));
        if (copy.stream().anyMatch(Objects::isNull)) {
            throw new ComponentException(component, values, "no null in it");
        }
        return copy;
    }

    public static <T> List<T> distinct(String component, List<T> values, Function<? super T, String> name) {
        Set<String> names = new HashSet<>();
        for (T value : values) {
            if (!names.add(name.apply(value))) {
                throw new ComponentException(component, "\"" + name.apply(value) + "\" twice", "each of them once");
            }
        }
        return values;
    }

    public static <K extends Comparable<K>, V> SortedMap<K, V> map(String component, Map<K, V> values) {
        TreeMap<K, V> copy = new TreeMap<>();
        copy.putAll(present(component, values));
        if (copy.values().stream().anyMatch(Objects::isNull)) {
            throw new ComponentException(component, values, "no null in it");
        }
        return Collections.unmodifiableSortedMap(copy);
    }
}
