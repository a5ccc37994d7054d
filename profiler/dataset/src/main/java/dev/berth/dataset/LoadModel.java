package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.text.Figures;
import java.util.Comparator;
import java.util.Locale;

/**
 * The line delay = intercept + bytes / bandwidth, fitted over the models of one machine that were preloaded with one
 * reader setting.
 *
 * @param device {@code host} or {@code cuda:N}
 * @param tier tier of the runs it was fitted on
 * @param reader {@code direct}, {@code buffered} or {@code mmap}: reader of those runs
 * @param threads their reading threads, >= 1
 * @param chunkBytes their bytes of one read, > 0
 * @param interceptNanos delay of an empty model, in nanoseconds, >= 0
 * @param nanosPerByte slope, nanoseconds a byte, > 0
 * @param bandwidthBytesPerSecond 1e9 / slope; not supported where the slope's interval reaches zero
 * @param scatter what a prediction's interval is computed from
 * @param models number of models it was fitted on, >= 3
 * @param runs number of runs behind them
 * @param leaveOneOutError median over the models of |predicted - measured| / measured, each predicted by the line
 *     fitted without it
 * @param leaveOneOutWorst largest of the same
 * @param minBytes smallest model fitted; below it the line extrapolates
 * @param maxBytes largest model fitted; above it the line extrapolates
 */
public record LoadModel(
        String device,
        CacheTier tier,
        String reader,
        int threads,
        int chunkBytes,
        Estimate interceptNanos,
        Estimate nanosPerByte,
        Reading<Estimate> bandwidthBytesPerSecond,
        Scatter scatter,
        int models,
        int runs,
        double leaveOneOutError,
        double leaveOneOutWorst,
        long minBytes,
        long maxBytes) {
    public LoadModel {
        Vocabulary.device("device", device);
        Require.present("tier", tier);
        Vocabulary.reader("reader", reader);
        Require.atLeast("threads", threads, 1);
        Require.atLeast("chunkBytes", chunkBytes, 1);
        Require.notNegative(
                "interceptNanos",
                Require.present("interceptNanos", interceptNanos).value());
        Require.positive(
                "nanosPerByte", Require.present("nanosPerByte", nanosPerByte).value());
        Require.present("bandwidthBytesPerSecond", bandwidthBytesPerSecond);
        Require.present("scatter", scatter);
        Require.atLeast("models", models, 3);
        Require.atLeast("runs", runs, models);
        Require.notNegative("leaveOneOutError", leaveOneOutError);
        Require.notNegative("leaveOneOutWorst", leaveOneOutWorst);
        Require.atLeast("minBytes", minBytes, 0);
        Require.atLeast("maxBytes", maxBytes, minBytes);
    }

    /** Best supported line first: most models, then the smaller error on models left out. */
    public static Comparator<LoadModel> bySupport() {
        return Comparator.comparingInt(LoadModel::models).reversed().thenComparingDouble(LoadModel::leaveOneOutError);
    }

    /**
     * Preload delay of a model that was not measured.
     *
     * @param bytes weight bytes of the model, >= 0
     * @return delay in nanoseconds with the 95 % interval for one further model's median: uncertainty of the line and
     *     scatter of single models around it; its lower end is not below 0
     */
    public Estimate delayNanos(long bytes) {
        Require.atLeast("bytes", bytes, 0);
        double value = interceptNanos.value() + nanosPerByte.value() * bytes;
        double half = scatter.studentQuantile() * Math.sqrt(scatter.variance(bytes, value));
        return new Estimate(value, Math.max(0, value - half), value + half);
    }

    /** Whether a model of this size is outside the sizes that were measured. */
    public boolean extrapolates(long bytes) {
        return bytes < minBytes || bytes > maxBytes;
    }

    /**
     * A fitted coefficient.
     *
     * @param value point estimate, finite
     * @param low lower end of the 95 % confidence interval
     * @param high upper end of it
     */
    public record Estimate(double value, double low, double high) {
        public Estimate {
            Require.finite("value", value);
            Require.finite("low", low);
            Require.finite("high", high);
            if (low > value || value > high) {
                throw new ComponentException("value", value, low + " to " + high);
            }
        }
    }

    /**
     * Uncertainty of the fit; the errors of single models are taken as proportional to their delay.
     *
     * @param interceptVariance variance of the intercept, nanoseconds squared, >= 0; 0 where it was held at zero
     * @param slopeVariance variance of the slope, (nanoseconds a byte) squared, >= 0
     * @param covariance covariance of the two, nanoseconds squared a byte
     * @param relativeResidual standard deviation of (measured - line) / measured over the models, >= 0
     * @param degreesOfFreedom models less fitted coefficients, >= 1
     * @param studentQuantile 0.975 quantile of Student's t at these degrees of freedom
     */
    public record Scatter(
            double interceptVariance,
            double slopeVariance,
            double covariance,
            double relativeResidual,
            int degreesOfFreedom,
            double studentQuantile) {
        public Scatter {
            Require.notNegative("interceptVariance", interceptVariance);
            Require.notNegative("slopeVariance", slopeVariance);
            Require.finite("covariance", covariance);
            Require.notNegative("relativeResidual", relativeResidual);
            Require.atLeast("degreesOfFreedom", degreesOfFreedom, 1);
            Require.positive("studentQuantile", studentQuantile);
        }

        private double variance(long bytes, double delayNanos) {
            double line = interceptVariance + 2 * covariance * bytes + slopeVariance * bytes * bytes;
            double model = relativeResidual * delayNanos;
            // Rounding may leave a line without scatter a hair below zero.
            return Math.max(0, line) + model * model;
        }
    }

    /** For people, {@code host, storage-cold, direct: delay = 1.20 ms + bytes / 1.05 GB/s ...}. */
    public String text() {
        String bandwidth = Figures.decimal(1e9 / nanosPerByte().value(), "B/s");
        String interval = bandwidthBytesPerSecond()
                .optional()
                .map(estimate -> " (" + Figures.decimal(estimate.low(), "B/s") + " to "
                        + Figures.decimal(estimate.high(), "B/s") + ")")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s, %s, %s: delay = %s (%s to %s) + bytes / %s%s; %d models, %d runs; error on a model left out %.0f %%"
                        + " median, %.0f %% worst",
                device(),
                tier().label(),
                reader(),
                Figures.duration(interceptNanos().value()),
                Figures.duration(interceptNanos().low()),
                Figures.duration(interceptNanos().high()),
                bandwidth,
                interval,
                models(),
                runs(),
                100 * leaveOneOutError(),
                100 * leaveOneOutWorst());
    }
}
