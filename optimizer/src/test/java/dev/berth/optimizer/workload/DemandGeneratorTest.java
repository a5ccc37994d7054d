package dev.berth.optimizer.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
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
    void withdrawnModelsGetNothingAndTheOthersAllOfIt() {
        DemandGenerator still = new DemandGenerator(2, 1, 0, 0, 7);
        DemandGenerator churning = new DemandGenerator(2, 1, 0, 0, Optional.of(new Churn(30, 10)), 7);
        double[] popularity = still.expectedRequests(1, 5, 10)[0];
        double[][] requests = churning.expectedRequests(20_000, 5, 10);
        int offered = 0;
        int arrivals = 0;
        for (int slot = 0; slot < requests.length; slot++) {
            double sum = Arrays.stream(requests[slot]).sum();
            assertTrue(sum == 0 || Math.abs(sum - 20) < 1e-9, "slot " + slot);
            double share = 0;
            for (int model = 0; model < 5; model++) {
                share += requests[slot][model] > 0 ? popularity[model] : 0;
                offered += requests[slot][model] > 0 ? 1 : 0;
                arrivals += slot > 0 && requests[slot][model] > 0 && requests[slot - 1][model] == 0 ? 1 : 0;
            }
            for (int model = 0; model < 5; model++) {
                double expected = requests[slot][model] > 0 ? 20 * popularity[model] / share : 0;
                assertEquals(expected, requests[slot][model], 1e-9);
            }
        }

        assertEquals(0.75, offered / 100_000.0, 0.03);
        assertEquals(30, offered / (double) arrivals, 2);
    }

    @Test
    void churnOutOfRangeIsRefused() {
        assertEquals(
                "out of range: withdrawnSlots=0.5, expected a finite number >= 1",
                assertThrows(IllegalArgumentException.class, () -> new Churn(1, 0.5))
                        .getMessage());
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
