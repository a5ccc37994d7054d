package dev.berth.benchmarks.foresight;

import dev.berth.text.Figures;
import java.util.Arrays;
import java.util.Locale;

/**
 * Ratios of costs, one a seed.
 *
 * @param mean their mean
 * @param low end of its 95 % interval, by Student's t
 * @param high end of its 95 % interval
 * @param worst the largest ratio
 */
record RatioSummary(double mean, double low, double high, double worst) {
    /** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    static final int MOST_SEEDS = STUDENT.length + 1;

    /**
     * Sums ratios up.
     *
     * @param ratios 2 to {@link #MOST_SEEDS} of them
     */
    static RatioSummary of(double[] ratios) {
        double mean = Arrays.stream(ratios).average().orElseThrow();
        double square = 0;
        for (double ratio : ratios) {
            square += (ratio - mean) * (ratio - mean);
        }
        int freedom = ratios.length - 1;
        double half = STUDENT[freedom - 1] * Math.sqrt(square / freedom / ratios.length);
        return new RatioSummary(
                mean, mean - half, mean + half, Arrays.stream(ratios).max().orElseThrow());
    }

    /** As a difference: mean with its interval, and the worst. */
    String text() {
        return Figures.change(mean - 1, 1) + " ± " + Figures.percent(high - mean, 1) + " ("
                + Figures.change(worst - 1, 1) + ")";
    }

    String csv() {
        return String.format(Locale.ROOT, "%.5f,%.5f,%.5f,%.5f", mean, low, high, worst);
    }
}
