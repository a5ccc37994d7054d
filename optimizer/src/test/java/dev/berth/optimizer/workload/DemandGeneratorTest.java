package dev.berth.optimizer.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemandGeneratorTest {
    /** Of the test below, as one JDK computed it: pins the bits for all others. */
    private static final int PINNED = 145_677_245;

    @Test
    void popularityFollowsZipf() {
        double[] requests = new DemandGenerator(2, 1, 0, 0, 7).expectedRequests(1, 3, 11)[0];
        Arrays.sort(requests);

        // 22 requests at weights 1, 1/2, 1/3, whose sum is 11/6.
        assertArrayEquals(new double[] {4, 6, 12}, requests, 1e-12);
    }

    @Test
    void aWholeDayHasTheMeanRateAndItsPeakInTheEvening() {
        double[][] requests = new DemandGenerator(1, 0.8, 5, 0.6, 3).expectedRequests(96, 4, 900);
        double[] slots = Arrays.stream(requests)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();

        assertEquals(86_400, Arrays.stream(slots).sum(), 1e-6);
        assertEquals(Arrays.stream(slots).max().orElseThrow(), slots[72], 1e-9);
        assertEquals(900 * (1 + 0.6 * Math.cos(Math.PI / 96)), slots[72], 1e-9);
    }

    @Test
    void driftExchangesRanksAndOnlyAtItsSlots() {
        double[][] requests = new DemandGenerator(1, 1, 3, 0, 1).expectedRequests(60, 5, 1);
        int changes = 0;
        for (int slot = 1; slot < 60; slot++) {
            if (slot % 3 != 0) {
                assertArrayEquals(requests[slot - 1], requests[slot]);
            } else if (!Arrays.equals(requests[slot - 1], requests[slot])) {
                changes++;
            }
        }

        assertNotEquals(0, changes);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        double[][] requests = new DemandGenerator(0.5, 0.9, 2, 0.5, 42).expectedRequests(24, 6, 3600);

        assertEquals(PINNED, Arrays.deepHashCode(requests));
    }

    @Test
    void figuresOutOfRangeAreRefused() {
        assertEquals(
                "out of range: dailyAmplitude=1.5, expected 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> new DemandGenerator(1, 1, 1, 1.5, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DemandGenerator(Double.NaN, 1, 1, 0, 1));
    }
}
