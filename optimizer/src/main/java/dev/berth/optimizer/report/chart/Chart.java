package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A chart as data. Lengths of time are in nanoseconds, sizes in bytes, costs in units of the scenario's prices; a
 * missing figure is null.
 */
public sealed interface Chart permits Bars, Curves, Schedule {
    /** Unique on its page; also the name of its file. */
    String id();

    /** What it shows, in a few words. */
    String title();

    /** How many runs, and of what. */
    String about();

    /** The command whose results it shows. */
    String made();

    /** Which of the script's ways of drawing it takes. */
    @JsonProperty
    String kind();

    /**
     * All charts of a page.
     *
     * @param charts in the order of the page
     */
    record All(List<Chart> charts) {
        public All {
            charts = List.copyOf(charts);
        }
    }
}
