package dev.berth.statistics;

/**
 * Student's t distribution for whole degrees of freedom; in StrictMath, so that a dataset has the same digits wherever
 * it is calibrated.
 */
final class StudentT {
    private StudentT() {}

    /**
     * The value that t exceeds with probability 2.5 %, so that 95 % lie within plus and minus it.
     *
     * @param degreesOfFreedom >= 1
     */
    static double quantile975(int degreesOfFreedom) {
        // With one degree of freedom it is 12.7; it falls to 1.96 as they grow.
        double low = 1.9;
        double high = 13;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (within(middle, degreesOfFreedom) < 0.95) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** P(|T| &lt;= t): the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
    static double within(double t, int degreesOfFreedom) {
        double theta = StrictMath.atan(t / Math.sqrt(degreesOfFreedom));
        double cosine = StrictMath.cos(theta);
        boolean odd = degreesOfFreedom % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = degreesOfFreedom == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k < degreesOfFreedom; k += 2) {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }
        return odd ? (theta + StrictMath.sin(theta) * sum) * 2 / Math.PI : StrictMath.sin(theta) * sum;
    }
}
