package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/**
 * How the gaps between a model's requests are distributed: of mean 1 in units of the mean gap, which demand sets. A
 * coefficient of variation above 1 makes bursts, 1 is a Poisson process, below 1 requests come more evenly.
 *
 * @param shape family of distributions
 * @param coefficientOfVariation standard deviation over mean, {@link #LEAST_VARIATION} to {@link #MOST_VARIATION}
 */
public record Gaps(Shape shape, double coefficientOfVariation) {
    /** Least coefficient of variation. */
    public static final double LEAST_VARIATION = 0.05;

    /** Greatest coefficient of variation: ten times as uneven as a Poisson process. */
    public static final double MOST_VARIATION = 10;

    /** A Poisson process. */
    public static final Gaps POISSON = new Gaps(Shape.GAMMA, 1);

    /** Family of distributions. */
    public enum Shape {
        GAMMA("gamma"),
        WEIBULL("weibull");

        private final String label;

        Shape(String label) {
            this.label = label;
        }

        /** The name in files. */
        public String label() {
            return label;
        }
    }

    public Gaps {
        if (!(coefficientOfVariation >= LEAST_VARIATION && coefficientOfVariation <= MOST_VARIATION)) {
            throw new IllegalArgumentException("out of range: coefficientOfVariation=" + coefficientOfVariation
                    + ", expected " + LEAST_VARIATION + " to " + MOST_VARIATION);
        }
    }

    /** Draws gaps. */
    Sampler sampler() {
        return shape == Shape.GAMMA ? new GammaGaps(coefficientOfVariation) : WeibullGaps.of(coefficientOfVariation);
    }

    /** Draws gaps; stateless. */
    interface Sampler {
        /** The gap between two requests, > 0 but for underflow, of mean 1. */
        double next(SplittableRandom random);

        /**
         * The gap from a moment picked without regard to the requests up to the next one: a uniform share of a gap
         * drawn in proportion to its length. Beginning so, the expected number of requests in any stretch of time is
         * its length in mean gaps.
         */
        default double first(SplittableRandom random) {
            return random.nextDouble() * lengthBiased(random);
        }

        /** A gap drawn in proportion to its length. */
        double lengthBiased(SplittableRandom random);
    }

    private record GammaGaps(double shapeParameter, double scale) implements Sampler {
        GammaGaps(double variation) {
            this(1 / (variation * variation), variation * variation);
        }

        @Override
        public double next(SplittableRandom random) {
            return scale * GammaDraws.next(shapeParameter, random);
        }

        @Override
        public double lengthBiased(SplittableRandom random) {
            return scale * GammaDraws.next(shapeParameter + 1, random);
        }
    }

    private record WeibullGaps(double shapeParameter, double scale) implements Sampler {
        static WeibullGaps of(double variation) {
            double shapeParameter = shapeOf(variation);
            return new WeibullGaps(shapeParameter, StrictMath.exp(-LogGamma.of(1 + 1 / shapeParameter)));
        }

        /** The shape of a Weibull distribution with that coefficient of variation, by bisection. */
        private static double shapeOf(double variation) {
            double wanted = StrictMath.log1p(variation * variation);
            double low = 0.01;
            double high = 100;
            for (int step = 0; step < 200; step++) {
                double middle = (low + high) / 2;
                double found = LogGamma.of(1 + 2 / middle) - 2 * LogGamma.of(1 + 1 / middle);
                low = found > wanted ? middle : low;
                high = found > wanted ? high : middle;
            }
            return (low + high) / 2;
        }

        @Override
        public double next(SplittableRandom random) {
            return scale * StrictMath.pow(-StrictMath.log1p(-random.nextDouble()), 1 / shapeParameter);
        }

        @Override
        public double lengthBiased(SplittableRandom random) {
            return scale * StrictMath.pow(GammaDraws.next(1 + 1 / shapeParameter, random), 1 / shapeParameter);
        }
    }
}
