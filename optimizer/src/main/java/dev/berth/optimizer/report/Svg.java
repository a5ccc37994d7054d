package dev.berth.optimizer.report;

import dev.berth.optimizer.report.page.Markup;
import java.util.List;
import java.util.Locale;

/** An SVG drawing; lengths in pixels, text escaped. */
public final class Svg {
    /** Mean width of a character in a sans-serif font, in parts of its size; a little more than most have. */
    private static final double MEAN_CHARACTER = 0.53;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /** Where a text's anchor point lies on it. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rectangle(double x, double y, double w, double h, String fill, String tooltip) {
        append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>",
                x, y, w, h, fill, Markup.escape(tooltip));
    }

    void line(double x1, double y1, double x2, double y2, String stroke) {
        append("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", x1, y1, x2, y2, stroke);
    }

    /** A line through points, dashed on request, with a dot at each that tells of it. */
    void path(double[] x, double[] y, String stroke, boolean dashed, List<String> tooltips) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
        }
        append(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>",
                points.toString().strip(), stroke, dashed ? "1" : "2", dashed ? " stroke-dasharray=\"4 3\"" : "");
        for (int i = 0; i < x.length; i++) {
            append(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\"><title>%s</title></circle>",
                    x[i], y[i], dashed ? "2" : "3", stroke, Markup.escape(tooltips.get(i)));
        }
    }

    void text(double x, double y, int size, Anchor anchor, String fill, String text) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x, y, size, anchor.name().toLowerCase(Locale.ROOT), fill, Markup.escape(text));
    }

    /** One line of text that ends at {@code x}, cut in its middle where it is longer than the room left of it. */
    void label(double x, double y, int size, String fill, String text, double room) {
        int most = (int) (room / (size * MEAN_CHARACTER));
        text(x, y, size, Anchor.END, fill, text.length() <= most ? text : cut(text, most));
    }

    private static String cut(String text, int most) {
        int head = (most - 1) / 2;
        return text.substring(0, head) + "…" + text.substring(text.length() - (most - 1 - head));
    }

    /** The whole document. */
    public String document() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " font-family=\"system-ui, sans-serif\"><title>%s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
                width,
                height,
                width,
                height,
                Markup.escape(title),
                body);
    }

    private void append(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
