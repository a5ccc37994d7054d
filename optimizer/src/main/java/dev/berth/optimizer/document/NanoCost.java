package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("Split of a cost in nano-cost units; 1e9 of them are one unit of the scenario's prices.")
public record NanoCost(
        @Description("storage, device memory and energy") @Range(least = 0)
        long resourcesNanoCost,

        @Description("what requests wait") @Range(least = 0) long delayNanoCost,

        @Description("what rises of residency wait") @Range(least = 0)
        long switchingNanoCost,

        @Description("what answers lack of full quality; absent where nothing is charged for it")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long qualityNanoCost,

        @Description("sum of them") long totalNanoCost) {
    public NanoCost {
        Require.atLeast("resourcesNanoCost", resourcesNanoCost, 0);
        Require.atLeast("delayNanoCost", delayNanoCost, 0);
        Require.atLeast("switchingNanoCost", switchingNanoCost, 0);
        long lost = qualityNanoCost == null ? 0 : qualityNanoCost;
        Require.atLeast("qualityNanoCost", lost, 0);
        if (totalNanoCost != resourcesNanoCost + delayNanoCost + switchingNanoCost + lost) {
            throw new IllegalArgumentException(
                    "out of range: totalNanoCost=" + totalNanoCost + ", expected the sum of the parts");
        }
    }

    /** What answers lack of full quality; 0 where nothing is charged for it. */
    public long lostNanoCost() {
        return qualityNanoCost == null ? 0 : qualityNanoCost;
    }

    public static NanoCost of(PlanCost cost) {
        Long lost = cost.quality() == 0 ? null : cost.quality();
        return new NanoCost(cost.resources(), cost.delay(), cost.switching(), lost, cost.total());
    }
}
