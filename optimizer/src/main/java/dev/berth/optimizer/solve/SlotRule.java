package dev.berth.optimizer.solve;

/** Decides one slot after the other from what was seen so far. Stateful; for one thread. */
interface SlotRule {
    /** Takes the demand of a slot, slot 0 first; before the decisions about it. */
    void observe(int slot);

    /**
     * Decides the slot last observed from given residencies.
     *
     * @param from indices of residencies before the slot, one a model
     * @param to filled with those of the slot
     */
    void decide(int slot, byte[] from, byte[] to);

    /** Slots that a decision looks at, the present one included. */
    int windowSlots();
}
