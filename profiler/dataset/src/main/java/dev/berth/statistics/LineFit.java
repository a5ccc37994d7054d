package dev.berth.statistics;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.DelayLine.Scatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The line delay = intercept + slope × bytes through the medians of models, by least squares of the relative error.
 *
 * <p>Relative, because sizes span orders of magnitude and so do delays: plain least squares would let the largest model
 * alone decide, and miss small ones by multiples. Medians of runs, so that a disturbed run does not bend the line. The
 * slopes between pairs (Theil–Sen) were not taken: many models are of nearly one size, where such slopes are noise.
 * Neither coefficient may be negative; where least squares says so, that coefficient is held at zero.
 *
 * @param intercept nanoseconds, >= 0
 * @param slope nanoseconds a byte, >= 0
 * @param interceptHigh upper end of the intercept's 95 % interval, nanoseconds; where the intercept was held at zero,
 *     that of the line that was not held
 * @param scatter what intervals are computed from
 */
public record LineFit(double intercept, double slope, double interceptHigh, Scatter scatter) {
    /**
     * A model's delay.
     *
     * @param bytes weight bytes, >= 0
     * @param nanos median delay, > 0
     */
    public record Point(long bytes, long nanos) {
        public Point {
            if (bytes < 0 || nanos <= 0) {
                throw new IllegalArgumentException("point out of range: bytes=" + bytes + ", nanos=" + nanos);
            }
        }
    }

    /** Weighted sums of the points; weights are 1 / delay², so that residuals count relative to the delay. */
    private record Sums(double weight, double meanBytes, double meanNanos, double bytesBytes, double bytesNanos) {
        static Sums of(List<Point> points) {
            double weight = 0;
            double bytes = 0;
            double nanos = 0;
            for (Point point : points) {
                weight += weight(point);
                bytes += weight(point) * point.bytes();
                nanos += weight(point) * point.nanos();
            }
            double meanBytes = bytes / weight;
            double meanNanos = nanos / weight;
            double bytesBytes = 0;
            double bytesNanos = 0;
            for (Point point : points) {
                double away = point.bytes() - meanBytes;
                bytesBytes += weight(point) * away * away;
                bytesNanos += weight(point) * away * (point.nanos() - meanNanos);
            }
            return new Sums(weight, meanBytes, meanNanos, bytesBytes, bytesNanos);
        }

        private static double weight(Point point) {
            return 1.0 / ((double) point.nanos() * point.nanos());
        }
    }

    public static long distinctSizes(List<Point> points) {
        return points.stream().mapToLong(Point::bytes).distinct().count();
    }

    /**
     * Fits.
     *
     * @param points at least two distinct sizes
     */
    public static LineFit over(List<Point> points) {
        if (distinctSizes(points) < 2) {
            throw new IllegalArgumentException("a line needs at least two distinct sizes");
        }
        Sums sums = Sums.of(points);
        double slope = sums.bytesNanos() / sums.bytesBytes();
        double intercept = sums.meanNanos() - slope * sums.meanBytes();
        if (slope <= 0) {
            return constant(points, sums);
        }
        LineFit line = line(points, sums, intercept, slope);
        return intercept < 0 ? throughOrigin(points, sums, Math.max(0, line.interceptHigh())) : line;
    }

    private static LineFit line(List<Point> points, Sums sums, double intercept, double slope) {
        int freedom = points.size() - 2;
        double variance = residualVariance(points, intercept, slope, freedom);
        double ofSlope = variance / sums.bytesBytes();
        double ofIntercept = variance / sums.weight() + ofSlope * sums.meanBytes() * sums.meanBytes();
        double both = -ofSlope * sums.meanBytes();
        Scatter scatter = scatter(ofIntercept, ofSlope, both, variance, freedom);
        return new LineFit(intercept, slope, intercept + half(scatter, ofIntercept), scatter);
    }

    private static LineFit throughOrigin(List<Point> points, Sums sums, double interceptHigh) {
        double squares = sums.bytesBytes() + sums.weight() * sums.meanBytes() * sums.meanBytes();
        double products = sums.bytesNanos() + sums.weight() * sums.meanBytes() * sums.meanNanos();
        double slope = products / squares;
        int freedom = points.size() - 1;
        double variance = residualVariance(points, 0, slope, freedom);
        return new LineFit(0, slope, interceptHigh, scatter(0, variance / squares, 0, variance, freedom));
    }

    private static LineFit constant(List<Point> points, Sums sums) {
        int freedom = points.size() - 1;
        double variance = residualVariance(points, sums.meanNanos(), 0, freedom);
        double ofIntercept = variance / sums.weight();
        Scatter scatter = scatter(ofIntercept, 0, 0, variance, freedom);
        return new LineFit(sums.meanNanos(), 0, sums.meanNanos() + half(scatter, ofIntercept), scatter);
    }

    private static Scatter scatter(
            double ofIntercept, double ofSlope, double both, double variance, int degreesOfFreedom) {
        // Two points fix a line and leave nothing to judge it by; such a line serves leave-one-out alone.
        int freedom = Math.max(1, degreesOfFreedom);
        return new Scatter(ofIntercept, ofSlope, both, Math.sqrt(variance), freedom, StudentT.quantile975(freedom));
    }

    private static double residualVariance(List<Point> points, double intercept, double slope, int degreesOfFreedom) {
        double squares = 0;
        for (Point point : points) {
            double relative = (point.nanos() - intercept - slope * point.bytes()) / point.nanos();
            squares += relative * relative;
        }
        return squares / Math.max(1, degreesOfFreedom);
    }

    /** Delay of so many bytes in nanoseconds. */
    public double delayNanos(long bytes) {
        return intercept + slope * bytes;
    }

    public Estimate interceptEstimate() {
        double low = Math.max(0, intercept - half(scatter, scatter.interceptVariance()));
        return new Estimate(intercept, low, interceptHigh);
    }

    public Estimate slopeEstimate() {
        double half = half(scatter, scatter.slopeVariance());
        return new Estimate(slope, Math.max(0, slope - half), slope + half);
    }

    private static double half(Scatter scatter, double variance) {
        return scatter.studentQuantile() * Math.sqrt(variance);
    }

    /**
     * Nanoseconds of each point as the line fitted without it says.
     *
     * @param points at least three distinct sizes
     */
    public static double[] leftOut(List<Point> points) {
        double[] predicted = new double[points.size()];
        for (int i = 0; i < predicted.length; i++) {
            List<Point> others = new ArrayList<>(points);
            Point left = others.remove(i);
            predicted[i] = over(others).delayNanos(left.bytes());
        }
        return predicted;
    }

    /**
     * |predicted - measured| / measured of each point, predicted by the line fitted without it.
     *
     * @param points at least three distinct sizes
     */
    public static double[] leaveOneOutErrors(List<Point> points) {
        double[] errors = leftOut(points);
        for (int i = 0; i < errors.length; i++) {
            long nanos = points.get(i).nanos();
            errors[i] = Math.abs(errors[i] - nanos) / nanos;
        }
        return errors;
    }
}
