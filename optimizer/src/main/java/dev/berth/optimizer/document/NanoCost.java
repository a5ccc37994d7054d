package dev.berth.optimizer.document;

import dev.berth.optimizer.cost.PlanCost;

/** Split of a cost in nano-cost units; 1e9 of them are one unit of the scenario's prices. */
public record NanoCost(long resourcesNanoCost, long delayNanoCost, long switchingNanoCost, long totalNanoCost) {
    public NanoCost {
        if (totalNanoCost != resourcesNanoCost + delayNanoCost + switchingNanoCost) {
            throw new IllegalArgumentException(
                    "out of range: totalNanoCost=" + totalNanoCost + ", expected the sum of the parts");
        }
    }

    public static NanoCost of(PlanCost cost) {
        return new NanoCost(cost.resources(), cost.delay(), cost.switching(), cost.total());
    }
}
