package dev.berth.optimizer.simulate;

import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import java.util.Arrays;

@Description("A figure over runs with different seeds.")
public record Interval(
        @Description("arithmetic mean of the runs") double mean,

        @Description(
                "lower end of the 95 % confidence interval of the mean, by Student's t; not supported with one run")
        Reading<Double> low,

        @Description("upper end of it") Reading<Double> high) {
    /** 0.975 quantiles of Student's t for 1 to 10 degrees of freedom. */
    private static final double[] QUANTILES = {
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139
    };

    private static final double NORMAL_QUANTILE = 1.959963984540054;

    public Interval {
        Require.finite("mean", mean);
    }

    /** Of one value a run, in the order of the seeds; at least one. */
    public static Interval of(double[] values) {
        int n = values.length;
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Interval(mean, Reading.notSupported("one seed"), Reading.notSupported("one seed"));
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double half = quantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, Reading.derived(mean - half), Reading.derived(mean + half));
    }

    /** Of the values with their signs changed. */
    public Interval negated() {
        // Not -0.0, which would be written so.
        return new Interval(0.0 - mean, negated(high), negated(low));
    }

    private static Reading<Double> negated(Reading<Double> end) {
        return end.optional().map(value -> Reading.derived(0.0 - value)).orElse(end);
    }

    /** Cornish-Fisher expansion above 10 degrees of freedom (Abramowitz and Stegun, 26.7.5); off by less than 1e-5. */
    static double quantile(int degreesOfFreedom) {
        if (degreesOfFreedom <= QUANTILES.length) {
            return QUANTILES[degreesOfFreedom - 1];
        }
        double z = NORMAL_QUANTILE;
        double square = z * z;
        double first = z * (square + 1) / 4;
        double second = z * ((5 * square + 16) * square + 3) / 96;
        double third = z * (((3 * square + 19) * square + 17) * square - 15) / 384;
        double v = degreesOfFreedom;
        return z + first / v + second / (v * v) + third / (v * v * v);
    }
}
