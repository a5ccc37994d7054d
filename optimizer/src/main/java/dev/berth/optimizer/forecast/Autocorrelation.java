package dev.berth.optimizer.forecast;

/**
 * Mean and autocorrelation of a series seen one value at a time, at lags 1 and 2; all that was seen weighs the same.
 */
final class Autocorrelation {
    private static final int LAGS = 2;

    private final double[] recent = new double[LAGS + 1];
    private final double[] products = new double[LAGS + 1];
    private double sum;
    private int observed;

    void observe(double value) {
        System.arraycopy(recent, 0, recent, 1, LAGS);
        recent[0] = value;
        for (int lag = 0; lag <= Math.min(LAGS, observed); lag++) {
            products[lag] += value * recent[lag];
        }
        sum += value;
        observed++;
    }

    int observed() {
        return observed;
    }

    /** Observe at least one value before. */
    double mean() {
        return sum / observed;
    }

    /** Pairs of values that {@link #at} is told by: 0 where too few were seen, or where all were the same. */
    int pairs(int lag) {
        return covariance(0) > 0 ? Math.max(0, observed - lag) : 0;
    }

    /** Estimate from -1 to 1; 0 where there are no pairs. */
    double at(int lag) {
        return pairs(lag) > 0 ? Math.max(-1, Math.min(1, covariance(lag) / covariance(0))) : 0;
    }

    private double covariance(int lag) {
        return products[lag] / (observed - lag) - mean() * mean();
    }
}
