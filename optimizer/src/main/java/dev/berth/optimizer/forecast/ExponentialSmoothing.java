package dev.berth.optimizer.forecast;

import java.util.Arrays;

/**
 * Exponential smoothing a model: level, damped trend and multiplicative season (Holt 1957, Winters 1960; damping after
 * Gardner and McKenzie 1985). Several smoothing weights run side by side; the one with the least squared error of past
 * one-step forecasts, old errors weighing less, speaks for its model. No observation weighs less than one of as many as
 * there were, so that each begins as the mean of the past and the first slot is no more to it than the next ones.
 */
final class ExponentialSmoothing implements Forecaster {
    /** Smoothing weight of the trend as a share of that of the level. */
    static final double TREND_SHARE = 0.1;

    private static final double[] WEIGHTS = {0.01, 0.05, 0.15, 0.35, 0.7, 1};
    private static final double DAMPING = 0.85;
    private static final double ERROR_MEMORY = 0.95;

    /** A forecast is never beyond this many times the most that was seen of the model. */
    private static final double MOST = 2;

    private final int models;
    private final double trendShare;
    private final DailyCycle cycle;
    private final double[] levels;
    private final double[] trends;
    private final double[] errors;
    private final double[] most;
    private int observed;

    ExponentialSmoothing(int models, double trendShare, DailyCycle cycle) {
        this.models = models;
        this.trendShare = trendShare;
        this.cycle = cycle;
        levels = new double[models * WEIGHTS.length];
        trends = new double[levels.length];
        errors = new double[levels.length];
        most = new double[models];
    }

    @Override
    public void observe(double[] requests) {
        // The factor of this slot from the days before, so that errors are those of real forecasts.
        double factor = cycle.factor(1);
        double least = 1 / (observed + 1.0);
        for (int model = 0; model < models; model++) {
            most[model] = Math.max(most[model], requests[model]);
            for (int weight = 0; weight < WEIGHTS.length; weight++) {
                smooth(model * WEIGHTS.length + weight, Math.max(WEIGHTS[weight], least), requests[model], factor);
            }
        }
        observed++;
        if (cycle.observe(Arrays.stream(requests).sum())) {
            deseasonalise();
        }
    }

    private void smooth(int cell, double weight, double requests, double factor) {
        if (observed == 0) {
            levels[cell] = requests;
            return;
        }
        double expected = levels[cell] + DAMPING * trends[cell];
        double error = requests - expected * factor;
        errors[cell] = ERROR_MEMORY * errors[cell] + error * error;
        double level = expected + weight * (requests / factor - expected);
        double slope = DAMPING * trends[cell];
        trends[cell] = slope + weight * trendShare * (level - levels[cell] - slope);
        levels[cell] = level;
    }

    /** Levels were learned without factors; from now on they are those of a mean hour. */
    private void deseasonalise() {
        double factor = cycle.factor(0);
        for (int cell = 0; cell < levels.length; cell++) {
            levels[cell] /= factor;
            trends[cell] = 0;
        }
    }

    @Override
    public void forecast(int ahead, double[] into, int offset) {
        double factor = cycle.factor(ahead);
        double reach = DAMPING * (1 - StrictMath.pow(DAMPING, ahead)) / (1 - DAMPING);
        for (int model = 0; model < models; model++) {
            int cell = model * WEIGHTS.length + best(model);
            double expected = (levels[cell] + reach * trends[cell]) * factor;
            into[offset + model] = Math.max(0, Math.min(MOST * most[model], expected));
        }
    }

    /** Weight with the least error; of equals the largest, which forgets fastest. */
    private int best(int model) {
        int best = WEIGHTS.length - 1;
        for (int weight = best - 1; weight >= 0; weight--) {
            boolean better = errors[model * WEIGHTS.length + weight] < errors[model * WEIGHTS.length + best];
            best = better ? weight : best;
        }
        return best;
    }
}
