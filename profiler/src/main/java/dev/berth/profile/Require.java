package dev.berth.profile;

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
import java.util.regex.Pattern;

/**
 * Range checks of the records' compact constructors; every message is {@code out of range: name=value, expected ...}.
 */
final class Require {
    private static final Pattern DEVICE = Pattern.compile("host|cuda:[0-9]{1,4}");
    private static final List<String> READERS = List.of("direct", "buffered", "mmap");
    private static final List<String> BOUND_BY =
            List.of("storage", "device copy", "allocate", "open+parse", "finalise");

    private Require() {}

    static <T> T present(String component, T value) {
        if (value == null) {
            throw new ComponentException(component, null, "a value");
        }
        return value;
    }

    /** For a component that older documents of this version lack. */
    static <T> Reading<T> orUnrecorded(Reading<T> reading) {
        return reading == null ? Reading.notSupported("not recorded by the version that wrote this") : reading;
    }

    static String text(String component, String value) {
        if (present(component, value).isBlank()) {
            throw new ComponentException(component, "\"" + value + "\"", "text that is not blank");
        }
        return value;
    }

    static String oneOf(String component, String value, List<String> allowed) {
        if (!allowed.contains(present(component, value))) {
            throw new ComponentException(component, "\"" + value + "\"", "one of " + String.join(", ", allowed));
        }
        return value;
    }

    static long atLeast(String component, long value, long least) {
        if (value < least) {
            throw new ComponentException(component, value, ">= " + least);
        }
        return value;
    }

    static int atLeast(String component, int value, int least) {
        if (value < least) {
            throw new ComponentException(component, value, ">= " + least);
        }
        return value;
    }

    static double finite(String component, double value) {
        if (!Double.isFinite(value)) {
            throw new ComponentException(component, value, "a finite number");
        }
        return value;
    }

    static double notNegative(String component, double value) {
        if (!(finite(component, value) >= 0)) {
            throw new ComponentException(component, value, ">= 0");
        }
        return value;
    }

    static double positive(String component, double value) {
        if (!(finite(component, value) > 0)) {
            throw new ComponentException(component, value, "> 0");
        }
        return value;
    }

    /** The reading itself where it holds no value, or one of at least {@code least}. */
    static <T extends Number> Reading<T> atLeast(String component, Reading<T> reading, long least) {
        if (present(component, reading) instanceof Reading.Value<T> present && below(present.value(), least)) {
            throw new ComponentException(component, present.value(), ">= " + least);
        }
        return reading;
    }

    private static boolean below(Number value, long least) {
        return value instanceof Double real ? real < (double) least : value.longValue() < least;
    }

    static String instantUtc(String component, String value) {
        try {
            Instant.parse(present(component, value));
        } catch (DateTimeParseException e) {
            throw new ComponentException(
                    component, "\"" + value + "\"", "a moment in UTC such as 2026-01-31T12:00:00Z", e);
        }
        return value;
    }

    static String device(String component, String value) {
        if (!DEVICE.matcher(present(component, value)).matches()) {
            throw new ComponentException(component, "\"" + value + "\"", "host or cuda:N");
        }
        return value;
    }

    static CacheTier fileTier(String component, CacheTier value) {
        if (!present(component, value).readsFiles()) {
            throw new ComponentException(component, value.label(), "a tier that reads files");
        }
        return value;
    }

    static String reader(String component, String value) {
        return oneOf(component, value, READERS);
    }

    static String boundBy(String component, String value) {
        return oneOf(component, value, BOUND_BY);
    }

    static String fingerprint(String component, String value) {
        if (!present(component, value).startsWith("sha256:")) {
            throw new ComponentException(component, "\"" + value + "\"", "sha256: and a digest");
        }
        return value;
    }

    static int schemaVersion(int value) {
        if (value != ProfileDataset.SCHEMA_VERSION) {
            throw new ComponentException("schemaVersion", value, String.valueOf(ProfileDataset.SCHEMA_VERSION));
        }
        return value;
    }

    static <T> List<T> list(String component, List<T> values) {
        List<T> copy = Collections.unmodifiableList(new ArrayList<>(present(component, values)));
        if (copy.stream().anyMatch(Objects::isNull)) {
            throw new ComponentException(component, values, "no null in it");
        }
        return copy;
    }

    static <T> List<T> distinct(String component, List<T> values, Function<? super T, String> name) {
        Set<String> names = new HashSet<>();
        for (T value : values) {
            if (!names.add(name.apply(value))) {
                throw new ComponentException(component, "\"" + name.apply(value) + "\" twice", "each of them once");
            }
        }
        return values;
    }

    static <K extends Comparable<K>, V> SortedMap<K, V> map(String component, Map<K, V> values) {
        TreeMap<K, V> copy = new TreeMap<>();
        copy.putAll(present(component, values));
        if (copy.values().stream().anyMatch(Objects::isNull)) {
            throw new ComponentException(component, values, "no null in it");
        }
        return Collections.unmodifiableSortedMap(copy);
    }
}
