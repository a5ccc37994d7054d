package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.Json;
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
     * What the scripts that draw them read.
     *
     * @param charts in the order of the page
     */
    static String json(List<Chart> charts) {
        // A name that is every object's own key would be taken for that: behind it stands a letter of no width.
        return Json.line(new All(charts)).replace("\"__proto__\"", "\"__proto__\u200b\"");
    }

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
