package dev.berth.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.profiler.calibrate.DelayLines;
import dev.berth.statistics.LineFit.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFitTest {
    @Test
    void aLineIsRecoveredExactlyFromPointsOnIt() {
        // 2 ms + bytes at 1 GB/s, over three orders of magnitude.
        List<Point> points = List.of(
                new Point(1_000_000, 3_000_000),
                new Point(10_000_000, 12_000_000),
                new Point(1_000_000_000, 1_002_000_000));

        LineFit fit = LineFit.over(points);

        assertEquals(2_000_000, fit.intercept(), 1e-3);
        assertEquals(1, fit.slope(), 1e-12);
        assertEquals(fit.slope(), fit.slopeEstimate().low(), 1e-9);
        assertArrayEquals(new double[] {0, 0, 0}, LineFit.leaveOneOutErrors(points), 1e-9);
    }

    /**
     * Points (0, 1), (1, 2), (2, 2) with weights 1, 1/4, 1/4: sum 3/2, mean bytes 1/2, mean nanos 4/3, squares about
     * the mean 1/4 + 1/16 + 9/16 = 7/8, products 1/6 + 1/12 + 1/4 = 1/2; slope 4/7, intercept 22/21; residuals -1/21,
     * 8/21, -4/21, relative -1/21, 4/21, -2/21; variance 21/441 = 1/21 at one degree of freedom.
     */
    @Test
    void threePointsWorkedOutByHand() {
        LineFit fit = LineFit.over(List.of(new Point(0, 1), new Point(1, 2), new Point(2, 2)));

        assertEquals(4 / 7.0, fit.slope(), 1e-12);
        assertEquals(22 / 21.0, fit.intercept(), 1e-12);
        assertEquals(Math.sqrt(1 / 21.0), fit.scatter().relativeResidual(), 1e-12);
        assertEquals(1, fit.scatter().degreesOfFreedom());
        assertEquals(1 / 21.0 * 8 / 7, fit.scatter().slopeVariance(), 1e-12);
        assertEquals(1 / 21.0 * (2 / 3.0 + 0.25 * 8 / 7), fit.scatter().interceptVariance(), 1e-12);
        assertEquals(-0.5 / 21 * 8 / 7, fit.scatter().covariance(), 1e-12);
        Estimate slope = fit.slopeEstimate();
        assertEquals(0, slope.low(), "a negative slope is not possible");
        assertEquals(4 / 7.0 + 12.706204736 * Math.sqrt(8 / 147.0), slope.high(), 1e-6);
    }

    @Test
    void leaveOneOutErrorsAreThoseOfTheLineThroughTheOthers() {
        double[] errors = LineFit.leaveOneOutErrors(List.of(new Point(0, 1), new Point(1, 2), new Point(2, 4)));

        // Through (1,2),(2,4): 0 at 0, an error of 1. Through (0,1),(2,4): 2.5 at 1. Through (0,1),(1,2): 3 at 2.
        assertArrayEquals(new double[] {1, 0.25, 0.25}, errors, 1e-12);
    }

    @Test
    void aNegativeInterceptIsHeldAtZero() {
        // Least squares over (1,1), (2,4), (3,9) crosses zero delay above size zero.
        LineFit fit = LineFit.over(List.of(new Point(1, 1), new Point(2, 4), new Point(3, 9)));

        assertEquals(0, fit.intercept());
        // Through the origin: (1/1 + 2/4 + 3/9) / (1/1 + 4/16 + 9/81) = (11/6) / (49/36).
        assertEquals(66 / 49.0, fit.slope(), 1e-12);
        assertEquals(2, fit.scatter().degreesOfFreedom());
        assertEquals(0, fit.scatter().interceptVariance());
        assertEquals(0, fit.interceptEstimate().low());
        assertTrue(fit.interceptEstimate().high() > 0, "three points do not rule a positive intercept out");
    }

    @Test
    void aDelayThatFallsWithSizeIsAConstant() {
        LineFit fit = LineFit.over(List.of(new Point(1, 8), new Point(2, 4), new Point(3, 4)));

        assertEquals(0, fit.slope());
        // Mean with weights 1/64, 1/16, 1/16.
        assertEquals((1 / 8.0 + 1 / 4.0 + 1 / 4.0) / (9 / 64.0), fit.intercept(), 1e-12);
    }

    @Test
    void oneSizeIsNoLine() {
        assertThrows(IllegalArgumentException.class, () -> LineFit.over(List.of(new Point(5, 1), new Point(5, 2))));
    }

    /** Seeded simulation: 95 % intervals must hold the truth about 95 times in 100. */
    @Test
    void intervalsCoverTheTruth() {
        Random random = new Random(7);
        int trials = 2000;
        int slopeCovered = 0;
        int predictionCovered = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long bytes = 1_000_000L << i;
                points.add(point(bytes, random));
            }
            LineFit fit = LineFit.over(points);
            Estimate slope = fit.slopeEstimate();
            slopeCovered += slope.low() <= 1 && 1 <= slope.high() ? 1 : 0;
            Point further = point(50_000_000, random);
            Estimate predicted = DelayLines.of(fit, points).delayNanos(further.bytes());
            predictionCovered += predicted.low() <= further.nanos() && further.nanos() <= predicted.high() ? 1 : 0;
        }
        // Binomial standard error of 2000 trials is 0.5 %; weights from the measured delay cost a little coverage.
        assertTrue(slopeCovered > 0.92 * trials && slopeCovered < 0.98 * trials, "slope " + slopeCovered);
        assertTrue(
                predictionCovered > 0.92 * trials && predictionCovered < 0.98 * trials, "further " + predictionCovered);
    }

    private static Point point(long bytes, Random random) {
        double line = 2_000_000.0 + bytes;
        return new Point(bytes, Math.round(line * (1 + 0.05 * random.nextGaussian())));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 12.7062047362", "2, 4.3026527297", "3, 3.1824463053", "4, 2.7764451052", "5, 2.5705818356",
        "10, 2.2281388520", "11, 2.2009851601", "30, 2.0422724563", "100, 1.9839715185", "1000, 1.9623390808"
    })
    void studentQuantilesAreThoseOfTheTables(int degreesOfFreedom, double quantile) {
        assertEquals(quantile, StudentT.quantile975(degreesOfFreedom), 1e-6);
    }
}
