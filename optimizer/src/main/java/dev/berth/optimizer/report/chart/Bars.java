package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A bar an item, or several side by side.
 *
 * @param unit of all values
 * @param stacked whether the parts of an item sum to a whole, else they stand side by side
 * @param items in the order of the table
 * @param parts one value an item each
 * @param wholes each item's whole with its interval, where it has one; empty where there are none
 * @param most where the axis ends; longer bars are cut there and say how long they are; null where all are shown
 * @param marks ticks across the bars, such as the least that the hardware allows; may be none
 */
public record Bars(
        String id,
        String title,
        String about,
        String made,
        Unit unit,
        boolean stacked,
        List<Item> items,
        List<Part> parts,
        List<Whole> wholes,
        Double most,
        List<Part> marks)
        implements Chart {
    public Bars {
        items = List.copyOf(items);
        parts = List.copyOf(parts);
        wholes = List.copyOf(wholes);
        marks = List.copyOf(marks);
    }

    @Override
    @JsonProperty
    public String kind() {
        return "bars";
    }

    /**
     * What a bar is of.
     *
     * @param name as it stands beside the bar
     * @param model that it is of, for the page's filter; empty where it is of none
     * @param tier that it is of, for the page's filter; empty where it is of none
     * @param synthetic whether the weights were made up
     */
    public record Item(String name, String model, String tier, boolean synthetic) {}

    /**
     * One part of every item.
     *
     * @param values one an item; null where there is none
     */
    public record Part(String name, Colour colour, List<Double> values) {
        public Part {
            values = java.util.Collections.unmodifiableList(values);
        }
    }

    /**
     * The whole of an item.
     *
     * @param low lower end of its interval, null where there is none
     * @param high upper end of it
     * @param n runs or seeds behind it
     */
    public record Whole(double value, Double low, Double high, long n) {}
}
