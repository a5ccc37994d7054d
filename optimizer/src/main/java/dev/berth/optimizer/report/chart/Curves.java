package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Lines and points over two axes.
 *
 * @param curves each with its own name in the legend
 * @param limits drawn across; may be none
 * @param oneModel whether the curves of one model at a time are shown, picked by the reader
 * @param most where the axis of y, which then begins at 0, ends; what is above leaves the chart; null where all is
 *     shown
 * @param panels whether each model's curves have axes of their own, side by side: small multiples
 */
public record Curves(
        String id,
        String title,
        String about,
        String made,
        Axis x,
        Axis y,
        List<Curve> curves,
        List<Limit> limits,
        boolean oneModel,
        Double most,
        boolean panels)
        implements Chart {
    public Curves {
        curves = List.copyOf(curves);
        limits = List.copyOf(limits);
    }

    @Override
    @JsonProperty
    public String kind() {
        return "curves";
    }

    /** What an axis shows. */
    public record Axis(String name, Unit unit, boolean logarithmic) {}

    /** How a curve is drawn. */
    public enum Style {
        @JsonProperty("line")
        LINE,
        /** Holds its value until the next point. */
        @JsonProperty("step")
        STEP,
        @JsonProperty("points")
        POINTS,
        /** Dashed: an online policy, a bound. */
        @JsonProperty("dashed")
        DASHED
    }

    /**
     * One curve.
     *
     * @param model that it is of, for the page's filter; of small multiples the panel; empty where it is of none
     * @param tier that it is of, for the page's filter; empty where it is of none
     * @param points by x
     */
    public record Curve(String name, Colour colour, Style style, String model, String tier, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param low lower end of y's interval, null where there is none
     * @param high upper end of it
     * @param name what the point is of; empty on lines
     * @param synthetic whether the weights were made up
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Point(
            @JsonInclude(JsonInclude.Include.ALWAYS) double x,
            @JsonInclude(JsonInclude.Include.ALWAYS) double y,
            Double low,
            Double high,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
            boolean synthetic) {
        /** A point of a line. */
        public static Point of(double x, double y) {
            return new Point(x, y, null, null, "", false);
        }
    }

    /** A value that is not passed. */
    public record Limit(String name, double y, String model) {}
}
