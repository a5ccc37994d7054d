package dev.berth.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them; files keep bytes, nanoseconds and bytes per second. */
public final class Figures {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T"};

    private Figures() {}

    /** Bytes in binary units, three significant digits: {@code 1.25 MiB}. */
    public static String bytes(long bytes) {
        return scaled((double) bytes, 1024, BINARY);
    }

    /** A rate or count in decimal units with the given unit: {@code 2.90 GHz}. */
    public static String decimal(double value, String unit) {
        String scaled = scaled(value, 1000, DECIMAL);
        return scaled.contains(" ") ? scaled + unit : scaled + " " + unit;
    }

    /** Nanoseconds in the unit that leaves one to four digits before the point: {@code 12.3 ms}. */
    public static String duration(double nanos) {
        if (nanos < 1e3) {
            return digits(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return digits(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    /** A time that is left, in seconds and minutes: {@code 42 s}, {@code 3:05 min}. */
    public static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
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

    private static String scaled(double value, double base, String[] units) {
        int unit = 0;
        double rest = value;
        while (Math.abs(rest) >= base && unit < units.length - 1) {
            rest /= base;
            unit++;
        }
        String number = unit == 0 && rest == Math.rint(rest) ? String.format(Locale.ROOT, "%.0f", rest) : digits(rest);
        return units[unit].isEmpty() ? number : number + " " + units[unit];
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
