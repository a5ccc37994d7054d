package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("What one solver found.")
public record SolverResult(
        @Description("its name") String name,

        @Description("cost of its plans, by the slow evaluator")
        NanoCost cost,

        @Description("share of the expected requests that are served by a download and a load")
        @Range(least = 0, most = 1)
        double fetchedShare,

        @Description("share of the expected requests that neighbours serve; absent where servers have none")
        @Range(least = 0, most = 1)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Double neighbourShare,

        @Description("no plans cost less; not supported where it knows no bound")
        Reading<Long> boundNanoCost,

        @Description("whether no plans are cheaper") boolean proven,

        @Description("the longest mean delay; absent where plans are made for the total cost")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        WorstDelay worstDelay,

        @Description("its remark") String note) {
    public SolverResult {
        requireShare("fetchedShare", fetchedShare);
        requireShare("neighbourShare", neighbourShare == null ? 0 : neighbourShare);
    }

    static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("out of range: " + name + "=" + share + ", expected 0 to 1");
        }
    }
}
