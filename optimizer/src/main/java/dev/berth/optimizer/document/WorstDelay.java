package dev.berth.optimizer.document;

import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description(
        "The longest mean delay of any server, or of any service of one server: what plans with objective worst are"
                + " made for.")
public record WorstDelay(
        @Description("server or service that waits longest; empty where no requests are expected")
        String name,

        @Description("what its requests are expected to wait in the mean") @Range(least = 0)
        long meanDelayNanos,

        @Description("no plan's longest mean delay is shorter; not supported where the solver proves nothing of it")
        @Range(least = 0)
        Reading<Long> boundNanos) {
    public WorstDelay {
        Require.atLeast("meanDelayNanos", meanDelayNanos, 0);
        Require.atLeast("boundNanos", boundNanos, 0);
    }
}
