package dev.berth.optimizer.problem;

/** Costs in nano-cost units, laid out as the methods of {@link Problem} read them. */
final class Costs {
    /** The dearest plan costs less, so that no sum of costs overflows. */
    static final double MAX_TOTAL_NANO_COST = 1L << 61;

    /** Three residencies a model. */
    final long[] resources;

    /** Three residencies a model, the models of slot 0 first. */
    final long[] delays;

    /** Rise from ABSENT to STORED, one a model. */
    final long[] transfers;

    /** Rise from STORED to LOADED, one a model. */
    final long[] preloads;

    /** What a byte that rises from ABSENT costs beside {@link #transfers}, one a slot; empty where nothing. */
    final double[] transferPrices;

    Costs(long[] resources, long[] delays, long[] transfers, long[] preloads) {
        this(resources, delays, transfers, preloads, new double[0]);
    }

    private Costs(long[] resources, long[] delays, long[] transfers, long[] preloads, double[] transferPrices) {
        this.transferPrices = transferPrices;
        this.resources = resources;
        this.delays = delays;
        this.transfers = transfers;
        this.preloads = preloads;
    }

    /** The same resources and switching with other delays. */
    Costs with(long[] otherDelays) {
        return new Costs(resources, otherDelays, transfers, preloads);
    }

    /** The same with prices of transfers in place of those there were. */
    Costs withTransferPrices(double[] prices) {
        return new Costs(resources, delays, transfers, preloads, prices);
    }

    /** No plan costs more, in nano-cost units. */
    double dearest() {
        double worst = 0;
        for (int cell = 0; cell < delays.length; cell += Residency.COUNT) {
            int model = cell / Residency.COUNT % transfers.length;
            worst += Math.max(delays[cell], Math.max(delays[cell + 1], delays[cell + 2]));
            worst += resources[model * Residency.COUNT + 2];
            worst += (double) transfers[model] + preloads[model];
        }
        return worst;
    }
}
