package dev.berth.optimizer.workload;

/** Logarithm of the gamma function; the same bits on every JDK. */
final class LogGamma {
    /** Below this the argument is raised by the recurrence first, so that the series is exact to a double. */
    private static final double SERIES_FROM = 15;

    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    private LogGamma() {}

    /** ln Γ(x) for x > 0, by Stirling's series with the Bernoulli numbers up to B_10. */
    static double of(double x) {
        double shift = 0;
        double z = x;
        while (z < SERIES_FROM) {
            shift += StrictMath.log(z);
            z++;
        }
        double inverse = 1 / (z * z);
        double series =
                1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)));
        return (z - 0.5) * StrictMath.log(z) - z + HALF_LOG_TWO_PI + series / z - shift;
    }
}
