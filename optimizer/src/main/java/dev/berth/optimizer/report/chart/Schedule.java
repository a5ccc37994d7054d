package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.optimizer.problem.Residency;
import java.util.List;

/**
 * Models over time, a row each.
 *
 * @param slots number of slots, > 0
 * @param slotSeconds length of a slot, > 0
 */
public record Schedule(
        String id, String title, String about, String made, int slots, double slotSeconds, List<Row> rows)
        implements Chart {
    public Schedule {
        rows = List.copyOf(rows);
    }

    @Override
    @JsonProperty
    public String kind() {
        return "schedule";
    }

    /** A model. */
    public record Row(String name, String model, boolean synthetic, List<Stretch> stretches) {
        public Row {
            stretches = List.copyOf(stretches);
        }
    }

    /**
     * Slots of one residency.
     *
     * @param moved what the move into it took, for people; empty where nothing moved
     * @param cost of that move, in the unit of the scenario's prices; null where nothing moved or it is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stretch(int from, int slots, Residency residency, String moved, Double cost) {}
}
