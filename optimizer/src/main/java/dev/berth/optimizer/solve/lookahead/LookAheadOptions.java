package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.forecast.ForecastMethod;
import java.util.List;

/**
 * How far and by which forecast {@code lookahead} looks.
 *
 * @param methods forecasts to choose from by what each would have cost in the past; at least one
 * @param windowSlots most slots that one decision looks at, the present one included, 1 to {@link #MAX_WINDOW_SLOTS};
 *     beyond {@value WindowSolver#MAX_FORECAST_SLOTS} only the mean of the past is held against them
 */
public record LookAheadOptions(List<ForecastMethod> methods, int windowSlots) {
    /** Longest window; memory of a decision grows with it. */
    public static final int MAX_WINDOW_SLOTS = 1000;

    /** Longest window unless told otherwise. */
    public static final int DEFAULT_WINDOW_SLOTS = MAX_WINDOW_SLOTS;

    /** Forecasts to choose from unless told otherwise; with more to choose from, the choice was wrong more often. */
    public static final List<ForecastMethod> DEFAULT_METHODS =
            List.of(ForecastMethod.EWMA, ForecastMethod.MEAN_REVERSION);

    public LookAheadOptions {
        methods = List.copyOf(methods);
        if (methods.isEmpty() || windowSlots < 1 || windowSlots > MAX_WINDOW_SLOTS) {
            throw new IllegalArgumentException("out of range: methods=" + methods + ", windowSlots=" + windowSlots
                    + ", expected at least one and 1 to " + MAX_WINDOW_SLOTS);
        }
    }

    /** {@link #DEFAULT_METHODS} and {@link #DEFAULT_WINDOW_SLOTS}. */
    public static LookAheadOptions defaults() {
        return new LookAheadOptions(DEFAULT_METHODS, DEFAULT_WINDOW_SLOTS);
    }
}
