package dev.berth.statistics;

/** The standard normal distribution. */
final class Normal {
    private Normal() {}

    /**
     * P(Z &gt; z) for z >= 0, by the continued fraction of the error function far out and its series near zero
     * (Abramowitz and Stegun, 26.2.10 and 26.2.14); relative error below 1e-10.
     */
    static double above(double z) {
        double density = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int k = 3; Math.abs(term) > 1e-17; k += 2) {
                term *= z * z / k;
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = z;
        for (int k = 100; k > 0; k--) {
            fraction = z + k / fraction;
        }
        return density / fraction;
    }
}
