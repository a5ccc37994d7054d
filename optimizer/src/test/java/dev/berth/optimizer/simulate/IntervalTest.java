package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.berth.record.Reading;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void quantilesAreThoseOfTables() {
        assertEquals(12.706, Interval.quantile(1), 5e-4);
        assertEquals(2.228, Interval.quantile(10), 5e-4);
        assertEquals(2.201, Interval.quantile(11), 5e-4);
        assertEquals(2.042, Interval.quantile(30), 5e-4);
        assertEquals(1.980, Interval.quantile(120), 5e-4);
    }

    @Test
    void intervalOfThreeRuns() {
        // Mean 2, standard deviation 1, 4.302653 / sqrt(3) to both sides.
        Interval interval = Interval.of(new double[] {1, 2, 3});
        assertEquals(2, interval.mean());
        assertEquals(2 - 2.484138, interval.low().optional().orElseThrow(), 1e-6);
        assertEquals(2 + 2.484138, interval.high().optional().orElseThrow(), 1e-6);
    }

    @Test
    void oneRunHasNoInterval() {
        assertInstanceOf(
                Reading.NotSupported.class, Interval.of(new double[] {5}).low());
    }
}
