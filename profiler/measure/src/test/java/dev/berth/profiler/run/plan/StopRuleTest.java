package dev.berth.profiler.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StopRuleTest {
    private static List<Long> upTo(long n) {
        return LongStream.rangeClosed(1, n).boxed().toList();
    }

    @Test
    void halfWidthIsThatOfTheRanksOfTheMedian() {
        // n = 21: P(B(21, 1/2) <= 5) = 0.0133 and <= 6 is 0.0392, so ranks 6 and 16, median 11.
        assertEquals(5.0 / 11, StopRule.relativeHalfWidth(upTo(21)), 1e-12);
        // n = 7: P(B(7, 1/2) <= 0) = 0.0078 and <= 1 is 0.0625, so ranks 1 and 7, median 4.
        assertEquals(3.0 / 4, StopRule.relativeHalfWidth(upTo(7)), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, StopRule.relativeHalfWidth(upTo(5)));
    }

    @Test
    void stopsBetweenLeastAndMostRuns() {
        StopRule rule = new StopRule(10, 30, 0.02);
        List<Long> steady = LongStream.range(0, 9).mapToObj(i -> 1000L + i % 3).toList();
        assertFalse(rule.met(steady), "fewer than the least");
        List<Long> enough = LongStream.range(0, 10).mapToObj(i -> 1000L + i % 3).toList();
        assertTrue(rule.met(enough), "interval within 2 %");
        assertFalse(rule.met(upTo(29)), "wide interval");
        assertTrue(rule.met(upTo(30)), "most runs");
        assertFalse(StopRule.exactly(20).met(enough));
    }

    @Test
    void rangesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new StopRule(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new StopRule(2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new StopRule(1, 1, Double.NaN));
    }
}
