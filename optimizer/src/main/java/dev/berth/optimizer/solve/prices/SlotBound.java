package dev.berth.optimizer.solve.prices;

/**
 * A bound that is a sum over models and slots: each model's cheapest path, charges of its modes included, and of each
 * slot what its choices cost at least less the charges. In whole nano-cost units, so that it holds to the unit.
 */
public interface SlotBound {
    /** What a path of a model is charged for a mode in a slot. */
    long charge(int slot, int model, int mode);

    /**
     * What no choice of modes that keeps the limits of a slot gets back of its charges less than; most often below 0.
     */
    long rest(int slot);

    /** Whether no plan cheaper than the one that was known has a model in a mode of a slot. */
    default boolean isOut(int slot, int model, int mode) {
        return false;
    }

    /** Nothing is charged. */
    static SlotBound none() {
        return new SlotBound() {
            @Override
            public long charge(int slot, int model, int mode) {
                return 0;
            }

            @Override
            public long rest(int slot) {
                return 0;
            }
        };
    }
}
