package dev.berth.optimizer.forecast;

/**
 * The next slots are like the mean of all past ones less some of its standard errors, as if requests came by a Poisson
 * process: what was seen of a model counts for little until there is enough of it.
 */
public final class CautiousMean implements Forecaster {
    private final double[] totals;
    private final double standardErrors;
    private int observed;

    /**
     * Has seen nothing yet.
     *
     * @param standardErrors taken off the mean, >= 0
     */
    public CautiousMean(int models, double standardErrors) {
        totals = new double[models];
        this.standardErrors = standardErrors;
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
            into[offset + model] = Math.max(0, totals[model] - standardErrors * Math.sqrt(totals[model])) / observed;
        }
    }
}
