package dev.berth.optimizer.scenario.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final int SLOTS = 5760;

    /** Eight days of minutes: 8 in the mean, of 400 draws within five standard errors. */
    @Test
    void theyArriveAtTheirRateInAscendingSlots() {
        long count = 0;
        for (long seed = 0; seed < 400; seed++) {
            List<Integer> slots = Versions.drawn(2, seed, SLOTS, 60);
            assertEquals(slots.stream().sorted().distinct().toList(), slots);
            assertTrue(slots.stream().allMatch(slot -> slot > 0 && slot < SLOTS), slots::toString);
            count += slots.size();
        }
        assertEquals(8, count / 400.0, 5 * Math.sqrt(8 / 400.0));
    }

    @Test
    void aSeedDrawsThemAgain() {
        assertEquals(Versions.drawn(2, 7, SLOTS, 60), Versions.drawn(2, 7, SLOTS, 60));
        assertTrue(Versions.drawn(1e9, 7, SLOTS, 60).size() > Versions.MOST);
    }
}
