package dev.berth.profile;

/**
 * The line delay = intercept + bytes / bandwidth, fitted over the models of one machine.
 *
 * @param device {@code host} or {@code cuda:N}
 * @param tier tier of the runs it was fitted on
 * @param interceptNanos delay of an empty model, in nanoseconds
 * @param nanosPerByte slope, nanoseconds a byte
 * @param bandwidthBytesPerSecond 1e9 / slope
 * @param models number of models it was fitted on, >= 3
 * @param runs number of runs behind them
 * @param leaveOneOutError median over the models of |predicted - measured| / measured, each predicted by the line
 *     fitted without it
 * @param leaveOneOutWorst largest of the same
 * @param minBytes smallest model fitted; below it the line extrapolates
 * @param maxBytes largest model fitted
 */
public record LoadModel(
        String device,
        CacheTier tier,
        Estimate interceptNanos,
        Estimate nanosPerByte,
        Estimate bandwidthBytesPerSecond,
        int models,
        int runs,
        double leaveOneOutError,
        double leaveOneOutWorst,
        long minBytes,
        long maxBytes) {

    /**
     * A fitted coefficient.
     *
     * @param value point estimate, finite
     * @param low lower end of the 95 % confidence interval
     * @param high upper end of it
     */
    public record Estimate(double value, double low, double high) {
        public Estimate {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("coefficient not finite: value=" + value);
            }
        }
    }
}
