package dev.berth.profiler.view;

import dev.berth.dataset.MachineRecord;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A machine record for people: a line a reading, units by the suffix of its name, the reason where there is no value.
 */
public final class MachineText {
    /** Columns of the names. */
    private static final int NAMES = 31;

    private static final int INDENT = 4;

    private MachineText() {}

    /**
     * The lines.
     *
     * @param width columns that there are; longer texts go on below, beside their names where words are short enough
     */
    public static List<String> of(MachineRecord machine, int width) {
        List<String> text = new ArrayList<>();
        for (RecordComponent section : MachineRecord.class.getRecordComponents()) {
            appendSection(text, section.getName(), get(section, machine));
        }
        return text.stream().flatMap(line -> fitted(line, width).stream()).toList();
    }

    private static List<String> fitted(String line, int width) {
        if (line.length() <= width) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder row = new StringBuilder(line.substring(0, NAMES));
        for (String word : line.substring(NAMES).split(" ")) {
            boolean first = row.toString().isBlank() || row.length() <= NAMES;
            if (row.length() + (first ? 0 : 1) + word.length() > width) {
                lines.add(row.toString().stripTrailing());
                // A word that is wider than what is left beside the names has a line of its own.
                row = new StringBuilder(" ".repeat(NAMES + word.length() > width ? INDENT : NAMES));
                first = true;
            }
            row.append(first ? "" : " ").append(word);
        }
        lines.add(row.toString());
        return lines;
    }

    private static void appendSection(List<String> text, String name, Object value) {
        if (value instanceof Record section && !(value instanceof Reading<?>)) {
            text.add(words(name));
            for (RecordComponent leaf : section.getClass().getRecordComponents()) {
                appendLeaf(text, leaf.getName(), get(leaf, section));
            }
        } else if (value instanceof List<?> several) {
            for (int i = 0; i < several.size(); i++) {
                appendSection(text, name + " " + i, several.get(i));
            }
        } else {
            text.add(String.format(Locale.ROOT, "%-30s %s", words(name), shown(name, value)));
        }
    }

    private static void appendLeaf(List<String> text, String name, Object value) {
        text.add(String.format(Locale.ROOT, "  %-28s %s", words(name), shown(name, value)));
    }

    private static String shown(String name, Object value) {
        if (value instanceof Reading<?> reading) {
            return reading.optional()
                    .map(present -> shown(name, present))
                    .orElseGet(() -> "– (" + reading.whyAbsent().orElseThrow() + ")");
        }
        if (value instanceof Long number && name.endsWith("Bytes")) {
            return Figures.bytes(number) + " (" + number + " bytes)";
        }
        if (value instanceof Long number && name.endsWith("Hz")) {
            return Figures.decimal(number.doubleValue(), "Hz");
        }
        if (value instanceof List<?> several) {
            return String.join(" ", several.stream().map(String::valueOf).toList());
        }
        return String.valueOf(value);
    }

    /** {@code maxFrequencyHz} → {@code max frequency}: the unit is shown with the value. */
    private static String words(String name) {
        return name.replace("blockDeviceBytes", "blockDeviceSize")
                .replaceAll("(Bytes|Hz)$", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }

    private static Object get(RecordComponent component, Object owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(component + " cannot be read", impossible);
        }
    }
}
