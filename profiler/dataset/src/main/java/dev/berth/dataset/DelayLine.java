package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import dev.berth.text.Figures;
import java.util.Comparator;
import java.util.Locale;

@Description("The line delay = intercept + bytes / bandwidth, fitted over the models of one machine that were "
        + "preloaded with one reader setting.")
public record DelayLine(
        @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
        String device,

        @Description("tier of the runs it was fitted on") @OneOf(Vocabulary.PROVEN_TIERS)
        CacheTier tier,

        @Description("direct, buffered or mmap: reader of those runs") @OneOf(Vocabulary.READERS)
        String reader,

        @Description("their reading threads") @Range(least = 1)
        int threads,

        @Description("their bytes of one read") @Range(least = 1)
        int chunkBytes,

        @Description("delay of an empty model, in nanoseconds")
        Estimate interceptNanos,

        @Description("slope, nanoseconds a byte") Estimate nanosPerByte,

        @Description("1e9 / slope; not supported where the slope's interval reaches zero")
        Reading<Estimate> bandwidthBytesPerSecond,

        @Description("what a prediction's interval is computed from")
        Scatter scatter,

        @Description("number of models it was fitted on") @Range(least = 3)
        int models,

        @Description("number of runs behind them") @Range(least = 3)
        int runs,

        @Description("median over the models of |predicted - measured| / measured, each predicted by the line fitted "
                + "without it")
        @Range(least = 0)
        double leaveOneOutError,

        @Description("largest of the same") @Range(least = 0)
        double leaveOneOutWorst,

        @Description("smallest model fitted; below it the line extrapolates") @Range(least = 0)
        long minBytes,

        @Description("largest model fitted; above it the line extrapolates") @Range(least = 0)
        long maxBytes) {
    public DelayLine {
        Vocabulary.device("device", device);
        Vocabulary.provenTier("tier", tier);
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

    /** How the models were preloaded that it was fitted on. */
    public PreloadSetting setting() {
        return new PreloadSetting(device, tier, reader, threads, chunkBytes);
    }

    /** Best supported line first: most models, then the smaller error on models left out. */
    public static Comparator<DelayLine> bySupport() {
        return Comparator.comparingInt(DelayLine::models).reversed().thenComparingDouble(DelayLine::leaveOneOutError);
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

    @Description("A fitted coefficient.")
    public record Estimate(
            @Description("point estimate, finite") double value,

            @Description("lower end of the 95 % confidence interval")
            double low,

            @Description("upper end of it") double high) {
        public Estimate {
            Require.finite("value", value);
            Require.finite("low", low);
            Require.finite("high", high);
            if (low > value || value > high) {
                throw new ComponentException("value", value, low + " to " + high);
            }
        }
    }

    @Description("Uncertainty of the fit; the errors of single models are taken as proportional to their delay.")
    public record Scatter(
            @Description("variance of the intercept, nanoseconds squared; 0 where it was held at zero")
            @Range(least = 0)
            double interceptVariance,

            @Description("variance of the slope, (nanoseconds a byte) squared") @Range(least = 0)
            double slopeVariance,

            @Description("covariance of the two, nanoseconds squared a byte")
            double covariance,

            @Description("standard deviation of (measured - line) / measured over the models") @Range(least = 0)
            double relativeResidual,

            @Description("models less fitted coefficients") @Range(least = 1)
            int degreesOfFreedom,

            @Description("0.975 quantile of Student's t at these degrees of freedom") @Range(above = 0)
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
