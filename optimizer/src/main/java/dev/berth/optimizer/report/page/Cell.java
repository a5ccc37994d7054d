package dev.berth.optimizer.report.page;

import dev.berth.optimizer.report.chart.Colour;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * One cell of a table.
 *
 * @param shown for people
 * @param value the same as the documents hold it, in the base unit of its column: what is sorted by and downloaded
 * @param why told where there is no value; empty where there is one
 * @param strip drawn with the text, from left to right; empty where nothing is
 */
public record Cell(String shown, String value, String why, List<Piece> strip) {
    private static final double NANO = 1e9;

    /** Significant ones: plans that differ by less are alike to people. */
    private static final int COST_DIGITS = 4;

    private static final int NUMBER_DIGITS = 3;

    /**
     * A piece of a strip.
     *
     * @param share of the strip's width, 0 to 1
     */
    public record Piece(Colour colour, double share) {}

    public Cell {
        strip = List.copyOf(strip);
    }

    /** A cell of text alone. */
    public Cell(String shown, String value, String why) {
        this(shown, value, why, List.of());
    }

    /** The same cell with a strip. */
    public Cell with(List<Piece> pieces) {
        return new Cell(shown, value, why, pieces);
    }

    /** Plain text. */
    public static Cell text(String text) {
        return new Cell(text, text, "");
    }

    /** A count. */
    public static Cell count(long count) {
        return new Cell(String.valueOf(count), String.valueOf(count), "");
    }

    /** Bytes. */
    public static Cell bytes(long bytes) {
        return new Cell(Figures.bytes(bytes), String.valueOf(bytes), "");
    }

    /** Nanoseconds. */
    public static Cell nanos(double nanos) {
        return new Cell(Figures.duration(nanos), exact(nanos), "");
    }

    /** Nanoseconds. */
    public static Cell nanos(long nanos) {
        return nanos((double) nanos);
    }

    /** Bytes per second. */
    public static Cell rate(double bytesPerSecond) {
        return new Cell(Figures.gigabytes(bytesPerSecond) + " GB/s", exact(bytesPerSecond), "");
    }

    /** A part of a whole. */
    public static Cell share(double share) {
        return new Cell(Figures.percent(share, 1), exact(share), "");
    }

    /** A cost of whole nano-cost units. */
    public static Cell cost(double nanoCost) {
        return new Cell(Figures.significant(nanoCost / NANO, COST_DIGITS), exact(nanoCost), "");
    }

    /** A cost of whole nano-cost units. */
    public static Cell cost(long nanoCost) {
        return cost((double) nanoCost);
    }

    /** A number without a unit. */
    public static Cell number(double number) {
        return new Cell(Figures.significant(number, NUMBER_DIGITS), exact(number), "");
    }

    /** What there is nothing of. */
    public static Cell none(String why) {
        return new Cell("–", "", why);
    }

    /** A reading's value, else why there is none. */
    public static <T> Cell of(Reading<T> reading, Function<T, Cell> shown) {
        return reading.optional()
                .map(shown)
                .orElseGet(() -> none(reading.whyAbsent().orElse("")));
    }

    /** A share by itself as people read it; columns have one place after the point throughout. */
    public static String percent(double share) {
        return Figures.percent(share, Math.abs(share) < 0.1 ? 1 : 0);
    }

    /** As JSON documents write it, up to the exponent. */
    static String exact(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }
}
