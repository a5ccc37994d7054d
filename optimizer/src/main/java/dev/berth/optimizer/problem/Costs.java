package dev.berth.optimizer.problem;

/** Costs in nano-cost units, laid out as the methods of {@link Problem} read them. */
final class Costs {
    /** Three residencies a model. */
    final long[] resources;

    /** Three residencies a model, the models of slot 0 first. */
    final long[] delays;

    /** Rise from ABSENT to STORED, one a model. */
    final long[] transfers;

    /** Rise from STORED to LOADED, one a model. */
    final long[] preloads;

    Costs(long[] resources, long[] delays, long[] transfers, long[] preloads) {
        this.resources = resources;
        this.delays = delays;
        this.transfers = transfers;
        this.preloads = preloads;
    }
}
