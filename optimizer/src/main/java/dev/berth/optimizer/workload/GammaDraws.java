package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/**
 * Draws from gamma distributions of scale 1, by the method of Marsaglia and Tsang ("A Simple Method for Generating
 * Gamma Variables", ACM TOMS 26, 2000); the same bits on every JDK.
 */
public final class GammaDraws {
    private GammaDraws() {}

    /** One draw; {@code shape} > 0. */
    static double next(double shape, SplittableRandom random) {
        if (shape < 1) {
            return next(shape + 1, random) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian(random);
            double v = 1 + c * x;
            v = v * v * v;
            if (v > 0 && StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /**
     * One standard normal draw by the polar method; the second of each pair is thrown away, so that draws need no
     * state.
     */
    public static double gaussian(SplittableRandom random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }
}
