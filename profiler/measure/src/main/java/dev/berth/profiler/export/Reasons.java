package dev.berth.profiler.export;

import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Why cells of a table are empty: each distinct reason gets one number, shown in the cell and below the table. */
public final class Reasons {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static final Pattern NUMBERED = Pattern.compile("–[" + SUPERSCRIPTS + "]+");

    private final List<String> reasons = new ArrayList<>();

    /** Too few runs for a percentile: short enough to stand in the cell. */
    private static final Pattern FEW_RUNS = Pattern.compile("n<\\d+");

    /** The value as text, or {@code –} with the number of its reason. */
    public <T> String cell(Reading<T> reading, Function<T, String> shown) {
        return reading instanceof Reading.Value<T> present
                ? shown.apply(present.value())
                : absent(reading.whyAbsent().orElseThrow());
    }

    /** {@code –} with the number of the reason; a reason that is short stands there itself. */
    public String absent(String reason) {
        if (FEW_RUNS.matcher(reason).matches()) {
            return reason;
        }
        int index = reasons.indexOf(reason);
        if (index < 0) {
            index = reasons.size();
            reasons.add(reason);
        }
        return "–" + superscript(index + 1);
    }

    /** One line a reason, in the order of their numbers. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < reasons.size(); i++) {
            lines.add("–" + superscript(i + 1) + " " + reasons.get(i));
        }
        return lines;
    }

    /**
     * Counts anew those whose numbers stand in lines that are shown, where columns were left out: in these lines, which
     * keep their width, and as a line a reason.
     *
     * @param shown changed in place
     */
    List<String> countAnew(List<String> shown) {
        List<String> numbers = new ArrayList<>();
        shown.replaceAll(line -> NUMBERED.matcher(line).replaceAll(found -> {
            String number = found.group();
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
            String anew = "–" + superscript(numbers.indexOf(number) + 1);
            return " ".repeat(Math.max(0, number.length() - anew.length())) + anew;
        }));
        List<String> lines = lines();
        List<String> anew = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int place = numbers.indexOf("–" + superscript(i + 1));
            if (place >= 0) {
                anew.add("–" + superscript(place + 1) + " " + reasons.get(i));
            }
        }
        anew.sort(Comparator.comparingInt(line -> number(line)));
        return anew;
    }

    private static int number(String line) {
        return line.substring(1, line.indexOf(' '))
                .chars()
                .map(SUPERSCRIPTS::indexOf)
                .reduce(0, (all, digit) -> 10 * all + digit);
    }

    private static String superscript(int number) {
        StringBuilder digits = new StringBuilder();
        for (char digit : Integer.toString(number).toCharArray()) {
            digits.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return digits.toString();
    }
}
