package dev.berth.benchmarks.published;

import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("What one solver made of an instance.")
public record Solve(
        @Description("its name; NAME@SECONDS had the work of so many seconds")
        String solver,

        @Description("cost of its plan; null where it found none") @MayBeNull @Range(least = 0)
        Long planNanoCost,

        @Description("what it proved no plan to cost less than; null where nothing") @MayBeNull @Range(least = 0)
        Long boundNanoCost,

        @Description("median of the timed solves; null where it found no plan") @MayBeNull @Range(least = 0)
        Double medianSeconds) {
    public Solve {
        Require.text("solver", solver);
    }
}
