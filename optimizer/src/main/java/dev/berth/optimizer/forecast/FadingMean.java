package dev.berth.optimizer.forecast;

/**
 * The next slots are like the mean of the past ones, of which old ones count for less: {@code e^(-age / memory)}. With
 * an endless memory all count alike.
 */
public final class FadingMean implements Forecaster {
    private final double[] totals;
    private final double left;
    private double slots;

    /**
     * Has seen nothing yet.
     *
     * @param memorySlots slots that an old one takes to count for 1/e of a new one, > 0; may be infinite
     */
    public FadingMean(int models, double memorySlots) {
        totals = new double[models];
        left = StrictMath.exp(-1 / memorySlots);
    }

    @Override
    public void observe(double[] requests) {
        slots = left * slots + 1;
        for (int model = 0; model < totals.length; model++) {
            totals[model] = left * totals[model] + requests[model];
        }
    }

    /**
     * Requests of a model in a slot to come: the mean less some of its standard errors, as if requests came by a
     * Poisson process. Observe at least one slot before.
     *
     * @param standardErrors taken off the mean, which then is 0 at least; >= 0
     */
    public double mean(int model, double standardErrors) {
        return Math.max(0, totals[model] - standardErrors * Math.sqrt(totals[model])) / slots;
    }

    @Override
    public void forecast(int ahead, double[] into, int offset) {
        for (int model = 0; model < totals.length; model++) {
            into[offset + model] = mean(model, 0);
        }
    }
}
