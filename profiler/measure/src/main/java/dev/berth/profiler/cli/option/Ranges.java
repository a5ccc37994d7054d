package dev.berth.profiler.cli.option;

import dev.berth.command.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Lists and ranges of settings as users write them; ascending and each value once. */
final class Ranges {
    private static final Pattern COUNT = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MAX_VALUES = 64;

    private Ranges() {}

    /**
     * {@code 1,2,4} or {@code 1-4} or both: a range holds every number.
     *
     * @throws IllegalArgumentException naming the option
     */
    static List<Integer> counts(String option, String text) {
        TreeSet<Integer> values = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher count = COUNT.matcher(part);
            if (!count.matches()) {
                throw new IllegalArgumentException(
                        option + " '" + text + "' is no list of numbers, expected for example 2 or 1,2,4 or 1-4");
            }
            int first = Integer.parseInt(count.group(1));
            int last = count.group(2) == null ? first : Integer.parseInt(count.group(2));
            requireOrder(option, part, first, last);
            for (int value = first; value <= last; value++) {
                add(option, values, value);
            }
        }
        return new ArrayList<>(values);
    }

    /**
     * {@code 256k,1m} or {@code 256k-4m} or both: a range doubles from its first size up to its last.
     *
     * @return bytes
     * @throws IllegalArgumentException naming the option
     */
    static List<Integer> sizes(String option, String text) {
        TreeSet<Integer> values = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw noSize(option, text);
            }
            long first = size(option, text, ends[0]);
            long last = size(option, text, ends[ends.length - 1]);
            requireOrder(option, part, first, last);
            for (long value = first; value <= last; value *= 2) {
                add(option, values, (int) Math.min(Integer.MAX_VALUE, value));
                if (value == 0) {
                    break;
                }
            }
        }
        return new ArrayList<>(values);
    }

    private static long size(String option, String text, String part) {
        try {
            return Amount.OfSize.bytes(part);
        } catch (TypeConversionException fault) {
            throw noSize(option, text);
        }
    }

    private static IllegalArgumentException noSize(String option, String text) {
        return new IllegalArgumentException(
                option + " '" + text + "' is no size, expected for example 256k or 256k,1m or 256k-4m");
    }

    private static void requireOrder(String option, String part, long first, long last) {
        if (first > last) {
            throw new IllegalArgumentException(option + " " + part + " runs backwards, expected the smaller end first");
        }
    }

    private static void add(String option, Set<Integer> values, int value) {
        values.add(value);
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException(option + " names more than " + MAX_VALUES + " settings");
        }
    }
}
