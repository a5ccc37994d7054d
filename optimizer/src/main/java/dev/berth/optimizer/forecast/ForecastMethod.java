package dev.berth.optimizer.forecast;

import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import java.util.Arrays;

/** Ways to forecast demand. */
public enum ForecastMethod {
    /** The next slots are like the last one. */
    LAST("last"),
    /** The next slots are like an exponentially weighted mean of the past. */
    EWMA("ewma"),
    /** As {@link #EWMA}, with a damped trend a model and the daily cycle of all models together. */
    HOLT_WINTERS("holt-winters"),
    /** What a model was asked for beyond its mean, or short of it, fades; how fast is learned. */
    MEAN_REVERSION("mean-reversion"),
    /** Reads the demand itself: tells what a perfect forecast would be worth, not what can be had. */
    ORACLE("oracle");

    private final String label;

    ForecastMethod(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** A forecaster that has seen nothing yet. */
    public Forecaster start(Problem problem) {
        int models = problem.models();
        return switch (this) {
            case LAST -> new LastValue(models);
            case EWMA -> new ExponentialSmoothing(models, 0, DailyCycle.none());
            case HOLT_WINTERS ->
                new ExponentialSmoothing(
                        models,
                        ExponentialSmoothing.TREND_SHARE,
                        DailyCycle.of(problem.slotSeconds(), problem.slots()));
            case MEAN_REVERSION -> new MeanReversion(models);
            case ORACLE -> new Oracle(problem);
        };
    }

    /**
     * The method of a name.
     *
     * @throws BadInputException where there is none
     */
    public static ForecastMethod named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("no forecaster '" + name + "', expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(ForecastMethod::label)
                                        .toList())));
    }
}
