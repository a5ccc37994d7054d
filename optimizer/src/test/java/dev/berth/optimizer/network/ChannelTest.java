package dev.berth.optimizer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChannelTest {
    private static final double NOISE = -174;

    private static Channel direct(double meters) {
        return new Channel(1e6, OptionalDouble.of(meters), 30, 3, NOISE, Optional.empty());
    }

    private static Channel reflected(OptionalDouble direct, int elements, OptionalLong seed) {
        return new Channel(1e6, direct, 30, 3, NOISE, Optional.of(new Surface(elements, 50, 10, 2, seed)));
    }

    @Test
    void theRateIsShannons() {
        // 30 dB + 30·log10(100) = 90 dB of loss; 0.1 W is 20 dBm; noise -174 dBm/Hz + 60 dB = -114 dBm: 44 dB.
        double signalToNoise = Math.pow(10, 4.4);
        assertEquals(
                1e6 * Math.log(1 + signalToNoise) / Math.log(2) / 8, direct(100).bytesPerSecond(0.1), 1e-3);
        assertTrue(direct(200).bytesPerSecond(0.1) < direct(100).bytesPerSecond(0.1));
    }

    @Test
    void alignedElementsGainTheSquareOfTheirNumber() {
        double one = reflected(OptionalDouble.empty(), 1, OptionalLong.empty()).powerGains()[0];
        // Twice 30 dB + 20·log10 of 50 and 10 m.
        assertEquals(Math.pow(10, -(60 + 20 * Math.log10(500)) / 10), one, 1e-9 * one);
        for (int elements : new int[] {2, 16, 256, 1000}) {
            double gain = reflected(OptionalDouble.empty(), elements, OptionalLong.empty())
                    .powerGains()[0];
            assertEquals((double) elements * elements, gain / one, 1e-6 * elements * elements);
        }
    }

    @Test
    void amplitudesAddUpWithThatOfTheDirectPath() {
        double path = Math.sqrt(direct(100).powerGains()[0]);
        double element = Math.sqrt(
                reflected(OptionalDouble.empty(), 1, OptionalLong.empty()).powerGains()[0]);
        double both =
                reflected(OptionalDouble.of(100), 64, OptionalLong.empty()).powerGains()[0];
        assertEquals((path + 64 * element) * (path + 64 * element), both, 1e-9 * both);
    }

    @Test
    void randomPhasesGainTheirNumberInTheMean() {
        double one = reflected(OptionalDouble.empty(), 1, OptionalLong.empty()).powerGains()[0];
        for (int elements : new int[] {16, 100}) {
            double mean = Arrays.stream(reflected(OptionalDouble.empty(), elements, OptionalLong.of(3))
                            .powerGains())
                    .average()
                    .orElseThrow();
            // Their power is spread like an exponential: a mean of 1,000 is off by 3 % of it, three times that rarely.
            assertEquals(elements, mean / one, 0.1 * elements);
        }
    }

    @Test
    void randomPhasesAreNeverBetterThanAlignedOnesAndTheSameUnderASeed() {
        for (int elements : new int[] {1, 8, 64}) {
            double random = reflected(OptionalDouble.of(100), elements, OptionalLong.of(5))
                    .bytesPerSecond(0.1);
            assertTrue(random
                    <= reflected(OptionalDouble.of(100), elements, OptionalLong.empty())
                            .bytesPerSecond(0.1));
            assertEquals(
                    random,
                    reflected(OptionalDouble.of(100), elements, OptionalLong.of(5))
                            .bytesPerSecond(0.1));
        }
    }

    @Test
    void aRequestGoesUpAndItsResultDown() {
        Access access = new Access(direct(100), 0.1, 1, 1000, 20_000, true);
        assertEquals(1000 / direct(100).bytesPerSecond(0.1), access.uploadSeconds());
        assertEquals(20_000 / direct(100).bytesPerSecond(1), access.downloadSeconds());
        assertEquals(Math.round((access.uploadSeconds() + access.downloadSeconds()) * 1e9), access.nanos());
        assertEquals(0, new Access(direct(100), 0.1, 1, 0, 0, true).nanos());
    }

    @Test
    void aChannelNeedsAPath() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Channel(1e6, OptionalDouble.empty(), 30, 3, NOISE, Optional.empty()));
    }
}
