package dev.berth.optimizer.decide;

import dev.berth.command.Nearest;
import dev.berth.record.BadOptionException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that a parameter takes one after another.
 *
 * @param parameter what is varied
 * @param values at least one, in the order given
 */
public record Sweep(SweepParameter parameter, List<Double> values) {
    /** More scenarios would rather be a script of their own. */
    static final int MAX_VALUES = 1000;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?%?");
    private static final Pattern RANGE = Pattern.compile("([^:]*):([^:]*):([^:]*)");

    public Sweep {
        values = List.copyOf(values);
    }

    /**
     * {@code storage=0.1:0.9:0.1} or {@code rate=1,2,4}.
     *
     * @throws BadOptionException saying what was expected
     */
    public static Sweep parse(String text) {
        int equals = text.indexOf('=');
        Optional<SweepParameter> parameter =
                equals < 0 ? Optional.empty() : SweepParameter.named(text.substring(0, equals));
        if (parameter.isEmpty()) {
            throw new BadOptionException("--sweep '" + text + "': expected PARAMETER=VALUES, PARAMETER one of "
                    + String.join(", ", SweepParameter.names())
                    + (equals < 0 ? "" : Nearest.hint(text.substring(0, equals), SweepParameter.names())));
        }
        List<Double> values = new ArrayList<>();
        for (String part : text.substring(equals + 1).split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                addRange(
                        values,
                        text,
                        number(text, range.group(1)),
                        number(text, range.group(2)),
                        number(text, range.group(3)));
            } else {
                values.add(number(text, part).doubleValue());
            }
        }
        values.forEach(value -> parameter.get().check(text, value));
        return new Sweep(parameter.get(), values);
    }

    /** In decimals, so that 0.1:0.9:0.1 ends at 0.9 and holds 0.3, not 0.30000000000000004. */
    private static void addRange(List<Double> values, String text, BigDecimal first, BigDecimal last, BigDecimal step) {
        if (step.signum() == 0 || last.compareTo(first) < 0) {
            throw new BadOptionException("--sweep '" + text + "': expected FIRST:LAST:STEP, FIRST <= LAST, STEP > 0");
        }
        for (BigDecimal value = first; value.compareTo(last) <= 0; value = value.add(step)) {
            if (values.size() == MAX_VALUES) {
                throw new BadOptionException("--sweep '" + text + "': expected at most " + MAX_VALUES + " values");
            }
            values.add(value.doubleValue());
        }
    }

    private static BigDecimal number(String text, String part) {
        if (!NUMBER.matcher(part).matches()) {
            throw new BadOptionException(
                    "--sweep '" + text + "': '" + part + "', expected a number >= 0, for example 0.5");
        }
        return part.endsWith("%")
                ? new BigDecimal(part.substring(0, part.length() - 1)).movePointLeft(2)
                : new BigDecimal(part);
    }
}
