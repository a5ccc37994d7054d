package dev.berth.table;

import java.util.Map;
import java.util.Optional;

/**
 * A column of a table.
 *
 * @param name with its unit
 * @param type of every cell
 * @param optional whether cells may be empty
 * @param description what it holds, in one or two sentences; empty where its name says all
 */
public record TableColumn(String name, Type type, boolean optional, String description) {
    /** Units by what a name ends with, the longest ending first. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("bytes_per_second", "bytes per second"),
            Map.entry("ns_per_byte", "nanoseconds per byte"),
            Map.entry("ns_per_byte_low", "nanoseconds per byte"),
            Map.entry("ns_per_byte_high", "nanoseconds per byte"),
            Map.entry("ns_per_step", "nanoseconds per step"),
            Map.entry("ns_per_step_low", "nanoseconds per step"),
            Map.entry("ns_per_step_high", "nanoseconds per step"),
            Map.entry("ns_squared", "nanoseconds squared"),
            Map.entry("ns_squared_per_byte", "nanoseconds squared per byte"),
            Map.entry("ns_squared_per_byte_squared", "nanoseconds squared per byte squared"),
            Map.entry("microjoules", "microjoules"),
            Map.entry("joules", "joules"),
            Map.entry("watts", "watts"),
            Map.entry("bytes", "bytes"),
            Map.entry("cores", "cores"),
            Map.entry("utc", "ISO-8601"),
            Map.entry("hz", "hertz"),
            Map.entry("ms", "milliseconds"),
            Map.entry("ns", "nanoseconds"));

    /** What cells hold. */
    public enum Type {
        TEXT("text"),
        TRUTH("true or false"),
        /** 64 bits, signed. */
        WHOLE("whole number"),
        /** 64 bits, IEEE 754. */
        REAL("number");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    public static TableColumn text(String name) {
        return new TableColumn(name, Type.TEXT, false, "");
    }

    public static TableColumn truth(String name) {
        return new TableColumn(name, Type.TRUTH, false, "");
    }

    public static TableColumn whole(String name) {
        return new TableColumn(name, Type.WHOLE, false, "");
    }

    public static TableColumn real(String name) {
        return new TableColumn(name, Type.REAL, false, "");
    }

    /** The same column, whose cells may be empty. */
    public TableColumn orEmpty() {
        return new TableColumn(name, type, true, description);
    }

    /** The same column under another name. */
    public TableColumn named(String other) {
        return new TableColumn(other, type, optional, description);
    }

    /** The same column with what it holds. */
    public TableColumn described(String words) {
        return new TableColumn(name, type, optional, words);
    }

    /** The unit that its name ends with, for people: {@code nanoseconds}; empty where it has none. */
    public Optional<String> unit() {
        return unitName(name).map(UNITS::get);
    }

    /** The end of a name that is its unit, as {@code ns}; the longest one where several fit. */
    static Optional<String> unitName(String name) {
        return UNITS.keySet().stream()
                .filter(unit -> name.equals(unit) || name.endsWith("_" + unit))
                .max(java.util.Comparator.comparingInt(String::length));
    }
}
