package dev.berth.optimizer.solve.lookahead;

/** A way to decide a slot from that slot's requests and those before. Stateful; for one run over one problem. */
interface SlotRule {
    /**
     * Takes the requests of the next slot, slot 0 first; the decision about a slot comes after.
     *
     * @param requests one value a model; not kept
     */
    void observe(double[] requests);

    /**
     * Decides the slot last observed.
     *
     * @param from residencies before it, one index a model
     * @param to filled with those of the slot; another array
     */
    void decide(int slot, byte[] from, byte[] to);

    /** Most slots that a decision looks at, the present one included, >= 1. */
    int windowSlots();
}
