package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private final Delays delays = Delays.ofRuns(List.of(40L, 10L, 20L, 90L));

    @Test
    void quantilesAreInterpolatedBetweenRuns() {
        assertEquals(10, delays.quantileNanos(0));
        assertEquals(10, delays.quantileNanos(0.125));
        assertEquals(15, delays.quantileNanos(0.25));
        assertEquals(20, delays.quantileNanos(0.375));
        assertEquals(30, delays.quantileNanos(0.5));
        assertEquals(65, delays.quantileNanos(0.75));
        assertEquals(90, delays.quantileNanos(0.875));
        assertEquals(90, delays.quantileNanos(1));
    }

    @Test
    void drawingKeepsTheMeanOfTheRuns() {
        int draws = 100_000;
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            sum += delays.quantileNanos((draw + 0.5) / draws);
        }
        // Rounding to whole nanoseconds leaves less than half of one.
        assertEquals(40.0, sum / draws, 0.01);
    }

    @Test
    void aConstantIsAlwaysTheSame() {
        assertEquals(7, Delays.constant(7).quantileNanos(0.3));
        assertThrows(IllegalArgumentException.class, () -> Delays.ofRuns(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Delays.constant(-1));
    }
}
