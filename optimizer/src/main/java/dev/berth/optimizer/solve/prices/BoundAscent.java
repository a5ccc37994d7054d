package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.solve.SolveLimits;
import java.util.Optional;

/** Raises a bound beyond that of prices for capacities. For one thread. */
public interface BoundAscent {
    /**
     * Raises the bound, or raises it further, until it is {@code targetGap} of the cost below it, it does not rise any
     * more, or the steps of all calls together are used up.
     *
     * @param rounds at most
     * @param maxSteps of all calls together, as {@link SolveLimits#askedSteps} counts them
     * @param cost of the cheapest plan known, nano-cost units; not above that of the call before
     * @return whether only the rounds were used up
     */
    boolean run(int rounds, long maxSteps, double targetGap, long cost);

    /** What no plan costs less than, but for the cheapest one that {@link #run} was told of; in nano-cost units. */
    long bound();

    /**
     * The cheapest plan that was found on the way.
     *
     * @param residencies filled where there is one, models of slot 0 first
     * @return whether there is one
     */
    default boolean copyPlan(byte[] residencies) {
        return false;
    }

    /** Cost of a residency in a slot, its own charge apart, and of the cheapest path that follows it. */
    double ahead(int slot, int model, int residency);

    /**
     * What residencies of cells cost at least beyond the cheapest path of their model where the bound is lowest.
     *
     * @param marginals filled where that is known, as {@link PriceSweep#marginals} does
     * @return whether it is known
     */
    default boolean copyMarginals(float[] marginals) {
        return false;
    }

    /** The bound as a sum over models and slots, where it is one. */
    default Optional<SlotBound> bySlots() {
        return Optional.empty();
    }

    /** Steps of all calls together. */
    long steps();

    /** What was done, for people. */
    String note();
}
