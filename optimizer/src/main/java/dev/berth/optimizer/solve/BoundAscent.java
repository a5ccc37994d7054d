package dev.berth.optimizer.solve;

/** Raises a bound beyond that of prices for capacities. For one thread. */
interface BoundAscent {
    /**
     * Raises the bound, or raises it further, until it is {@code targetGap} of the cost below it, it does not rise any
     * more, or the steps of all calls together are used up.
     *
     * @param rounds at most
     * @param maxSteps of all calls together, as {@link SolveLimits#maxSteps} counts them
     * @param cost of the cheapest plan known, nano-cost units; not above that of the call before
     * @return whether only the rounds were used up
     */
    boolean run(int rounds, long maxSteps, double targetGap, long cost);

    /** What no plan costs less than, but for the cheapest one that {@link #run} was told of; in nano-cost units. */
    long bound();

    /** Cost of a residency in a slot, its own charge apart, and of the cheapest path that follows it. */
    double ahead(int slot, int model, int residency);

    /** Steps of all calls together. */
    long steps();

    /** What was done, for people. */
    String note();
}
