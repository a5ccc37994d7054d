package dev.berth.optimizer.forecast;

/**
 * Demand that returns to its mean: what a model was asked for beyond it fades by the same factor each slot.
 *
 * <p>Requests of a model are taken for mean + state + noise, where the state is an autoregression of the first order,
 * the noise of one slot says nothing of the next, and neither knows of the other. Of the variance, the state's share
 * {@code s} is left after the noise, and {@code phi} of a state is left after a slot, so that the autocorrelation at
 * lags 1 and 2 is {@code s phi} and {@code s phi^2}: both follow from these two. The forecast is the linear one of
 * least squared error, {@code mean + phi^ahead state}, the state estimated by the filter of Kalman (1960); Muth (1960)
 * derived the case {@code phi = 1}, which is exponential smoothing. For a model that is either quiet or in a burst,
 * each ended with a probability of its own whatever its age, it is the conditional mean; for demand drawn anew each
 * slot it is the mean of the past.
 *
 * <p>Autocorrelations of one model are told badly by a short past: they are shrunk to those of all models together, and
 * these to a guess.
 */
final class MeanReversion implements Forecaster {
    /** Slots of its own past after which a model counts for as much as all models together. */
    private static final double OWN_SLOTS = 300;

    /** Slots, of all models together, after which they count for as much as the guess. */
    private static final double GUESS_SLOTS = 300;

    /** Guessed: nine tenths are left after a slot, and a ninth of the variance is noise. */
    private static final double[] GUESS = {0.8, 0.72};

    /** Most that is left after a slot. */
    private static final double MOST_LEFT = 0.99;

    private final Autocorrelation[] past;
    /** Mean and state. */
    private final double[] levels;

    private final double[] errorVariances;
    private final double[] left;

    MeanReversion(int models) {
        past = new Autocorrelation[models];
        for (int model = 0; model < models; model++) {
            past[model] = new Autocorrelation();
        }
        levels = new double[models];
        errorVariances = new double[models];
        left = new double[models];
    }

    @Override
    public void observe(double[] requests) {
        for (int model = 0; model < past.length; model++) {
            past[model].observe(requests[model]);
        }
        double first = ofAll(1);
        double second = ofAll(2);
        for (int model = 0; model < past.length; model++) {
            filter(model, requests[model], shrunk(model, 1, first), shrunk(model, 2, second));
        }
    }

    private double ofAll(int lag) {
        double sum = GUESS_SLOTS * GUESS[lag - 1];
        double slots = GUESS_SLOTS;
        for (Autocorrelation own : past) {
            sum += own.pairs(lag) * own.at(lag);
            slots += own.pairs(lag);
        }
        return sum / slots;
    }

    private double shrunk(int model, int lag, double ofAll) {
        double pairs = past[model].pairs(lag);
        return Math.max(0, (pairs * past[model].at(lag) + OWN_SLOTS * ofAll) / (pairs + OWN_SLOTS));
    }

    /** Takes a slot; variances are shares of that of the model's requests. */
    private void filter(int model, double requests, double first, double second) {
        double phi = first > 0 ? Math.min(MOST_LEFT, second / first) : 0;
        double share = phi > 0 ? Math.min(1, first / phi) : 0;
        double variance = phi * phi * errorVariances[model] + (1 - phi * phi) * share;
        double gain = variance > 0 ? variance / (variance + 1 - share) : 0;
        left[model] = phi;
        levels[model] = past[model].observed() == 1 ? requests : expected(model, 1);
        levels[model] += gain * (requests - levels[model]);
        errorVariances[model] = (1 - gain) * variance;
    }

    private double expected(int model, int ahead) {
        double mean = past[model].mean();
        return mean + StrictMath.pow(left[model], ahead) * (levels[model] - mean);
    }

    @Override
    public void forecast(int ahead, double[] into, int offset) {
        for (int model = 0; model < past.length; model++) {
            into[offset + model] = expected(model, ahead);
        }
    }
}
