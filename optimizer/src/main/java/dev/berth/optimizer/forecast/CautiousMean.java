package dev.berth.optimizer.forecast;

/**
 * The next slots are like the mean of all past ones less twice its standard error, as if requests came by a Poisson
 * process: what was seen of a model counts for little until there is enough of it.
 */
public final class CautiousMean implements Forecaster {
    private static final double DEVIATIONS = 2;

    private final double[] totals;
    private int observed;

    /** Has seen nothing yet. */
    public CautiousMean(int models) {
        totals = new double[models];
    }

    @Override
    public void observe(double[] requests) {
        for (int model = 0; model < totals.length; model++) {
            totals[model] += requests[model];
        }
        observed++;
    }

    @Override
    public void forecast(int ahead, double[] into, int offset) {
        for (int model = 0; model < totals.length; model++) {
            into[offset + model] = Math.max(0, totals[model] - DEVIATIONS * Math.sqrt(totals[model])) / observed;
        }
    }
}
