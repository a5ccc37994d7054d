package dev.berth.optimizer.simulate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("What one model came to, over all seeds together.")
public record SimulatedModel(
        @Description("as in the dataset") String name,

        @Description("requests that found it loaded") @Range(least = 0)
        long requestsWhileLoaded,

        @Description("requests that found it on storage alone") @Range(least = 0)
        long requestsWhileStored,

        @Description("requests that found it in host memory; absent where there were none")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long requestsWhileHosted,

        @Description("requests that found it absent") @Range(least = 0)
        long requestsWhileAbsent,

        @Description("requests that found it absent and were served by a download and a load") @Range(least = 0)
        long fetched,

        @Description("requests that went to the cloud") @Range(least = 0)
        long servedByCloud,

        @Description("bytes of downloads that began, each whole") @Range(least = 0)
        long backhaulBytes,

        @Description("rises of residency") @Range(least = 0) long switches,

        @Description("time spent on downloads and loads of models that were to be kept") @Range(least = 0)
        long switchingNanos,

        @Description("what its requests waited") SimulatedDelay delay) {
    public SimulatedModel {
        Require.atLeast("requestsWhileLoaded", requestsWhileLoaded, 0);
        Require.atLeast("requestsWhileStored", requestsWhileStored, 0);
        if (requestsWhileHosted != null) {
            Require.atLeast("requestsWhileHosted", requestsWhileHosted, 0);
        }
        Require.atLeast("requestsWhileAbsent", requestsWhileAbsent, 0);
        Require.atLeast("fetched", fetched, 0);
        Require.atLeast("servedByCloud", servedByCloud, 0);
        Require.atLeast("backhaulBytes", backhaulBytes, 0);
        Require.atLeast("switches", switches, 0);
        Require.atLeast("switchingNanos", switchingNanos, 0);
    }

    static SimulatedModel of(String name, Tally tally) {
        return new SimulatedModel(
                name,
                tally.requests[2],
                tally.requests[1],
                tally.requests[3] == 0 ? null : tally.requests[3],
                tally.requests[0],
                tally.fetched,
                tally.servedByCloud,
                tally.backhaulBytes,
                tally.switches,
                tally.switchingNanos,
                SimulatedDelay.of(tally));
    }
}
