package dev.berth.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Figures as people read them; files keep bytes, nanoseconds and bytes per second. Sizes and rates are decimal, powers
 * of two as well, so that a size over a delay is the rate beside it.
 */
public final class Figures {
    /** As older datasets told of chunks and pages. */
    private static final Pattern BINARY = Pattern.compile("\\b([0-9]{1,6}) ([KMG])iB\\b");

    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P"};
    private static final int DIGITS = 3;

    /** What rounds up to a thousand is told in the next unit. */
    private static final double THOUSAND = 999.5;

    private Figures() {}

    /** Bytes in decimal units, three significant digits: {@code 1.25 MB}. */
    public static String bytes(long bytes) {
        return decimal((double) bytes, "B");
    }

    /** A text of a file with its sizes in decimal units: {@code 2.10 MB chunks} of {@code 2 MiB chunks}. */
    public static String inDecimal(String text) {
        return BINARY.matcher(text)
                .replaceAll(size -> bytes(Long.parseLong(size.group(1)) << (10 * (1 + "KMG".indexOf(size.group(2))))));
    }

    /** A rate in GB/s without the unit, three significant digits: {@code 1.71}, {@code 0.00342}. */
    public static String gigabytes(double bytesPerSecond) {
        return digits(bytesPerSecond / 1e9);
    }

    /** A share as percent; never a zero that is none: {@code 16.70 %}, {@code 0 %}, {@code <0.01 %}. */
    public static String percent(double share, int decimals) {
        double least = Math.pow(10, -decimals);
        double percent = 100 * share;
        if (percent == 0 || Math.abs(percent) >= least / 2) {
            return percent == 0 ? "0 %" : String.format(Locale.ROOT, "%." + decimals + "f %%", percent);
        }
        return (percent < 0 ? ">-" : "<") + plain(least) + " %";
    }

    /** A change in percent, without the unit; never a zero that is none: {@code +12.3}, {@code 0}, {@code >-0.1}. */
    public static String change(double share, int decimals) {
        double least = Math.pow(10, -decimals);
        double percent = 100 * share;
        if (percent == 0 || Math.abs(percent) >= least / 2) {
            return percent == 0 ? "0" : String.format(Locale.ROOT, "%+." + decimals + "f", percent);
        }
        return percent < 0 ? ">-" + plain(least) : "<+" + plain(least);
    }

    /** A rate or count in decimal units with the given unit: {@code 2.90 GHz}. */
    public static String decimal(double value, String unit) {
        int step = 0;
        double rest = value;
        while (Math.abs(rest) >= THOUSAND && step < DECIMAL.length - 1) {
            rest /= 1000;
            step++;
        }
        String number = step == 0 && rest == Math.rint(rest) ? plain(rest) : digits(rest);
        return number + " " + DECIMAL[step] + unit;
    }

    /** Nanoseconds in the unit that leaves one to four digits before the point: {@code 12.3 ms}. */
    public static String duration(double nanos) {
        if (nanos < THOUSAND) {
            return digits(nanos) + (nanos == 0 ? " s" : " ns");
        }
        if (nanos < 1e3 * THOUSAND) {
            return digits(nanos / 1e3) + " µs";
        }
        return nanos < 1e6 * THOUSAND ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    /**
     * A time that is left or allowed, in its two largest units: {@code 42 s}, {@code 3 min 5 s}, {@code 2 h}; less than
     * a second is no more than that.
     */
    public static String clock(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds > 0 || time.isZero() ? seconds + " s" : "<1 s";
        }
        return seconds < 3600
                ? inTwo(seconds / 60, " min", seconds % 60, " s")
                : inTwo(seconds / 3600, " h", seconds % 3600 / 60, " min");
    }

    private static String inTwo(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** Nanoseconds in milliseconds, without the unit, to no more digits than a histogram tells apart: {@code 12.30}. */
    public static String milliseconds(double nanos) {
        double milliseconds = nanos / 1e6;
        int decimals = milliseconds >= 1000 ? 0 : milliseconds >= 100 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
    }

    /** Whole numbers without a point; all others to twelve digits, alike on every JDK. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : new BigDecimal(value)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String digits(double value) {
        return significant(value, DIGITS);
    }

    /** So many significant digits, and all of those before the point; a zero is bare. */
    public static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        int decimals = Math.max(0, digits - rounded.precision() + rounded.scale());
        return decimals > 0
                ? rounded.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString()
                : String.format(Locale.ROOT, "%.0f", value);
    }
}
