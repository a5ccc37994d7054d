package dev.berth.optimizer.forecast;

/** Expected requests of the slots to come, from those seen so far. Stateful; for one run over one problem. */
public interface Forecaster {
    /**
     * Takes the requests of the next slot, slot 0 first.
     *
     * @param requests finite and >= 0, one value a model; not kept
     */
    void observe(double[] requests);

    /**
     * Requests of a slot to come; allocates nothing. Observe at least one slot before.
     *
     * @param ahead slots after the last one observed, >= 1
     * @param into filled with finite values >= 0, one a model from {@code offset} on
     */
    void forecast(int ahead, double[] into, int offset);
}
