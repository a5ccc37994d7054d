package dev.berth.benchmarks.compare;

import java.util.OptionalDouble;

/**
 * How far a plan may be from the cheapest there is: what it costs above a bound.
 *
 * @param costNanoUnits cost of the plan, >= the bound
 * @param boundNanoUnits what no plan costs less than, >= 0
 * @param allCloudNanoUnits cost were the cloud to serve every request
 */
public record Gap(long costNanoUnits, long boundNanoUnits, long allCloudNanoUnits) {

    /** (cost - bound) / cost: the plan is at most this share dearer than it need be, 0 to 1. */
    public double ofCost() {
        return share(costNanoUnits);
    }

    /** (cost - bound) / (all-cloud - bound): the share of the savings against all-cloud that may be missed. */
    public OptionalDouble ofSavings() {
        long savings = allCloudNanoUnits - boundNanoUnits;
        return savings == 0 && costNanoUnits != boundNanoUnits
                ? OptionalDouble.empty()
                : OptionalDouble.of(share(savings));
    }

    private double share(long whole) {
        long above = costNanoUnits - boundNanoUnits;
        return above == 0 ? 0 : (double) above / (double) whole;
    }
}
