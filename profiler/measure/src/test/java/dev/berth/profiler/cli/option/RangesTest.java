package dev.berth.profiler.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @Test
    void countsAscendAndComeOnce() {
        assertEquals(List.of(2), Ranges.counts("--threads", "2"));
        assertEquals(List.of(1, 2, 4), Ranges.counts("--threads", "4,1,2,1"));
        assertEquals(List.of(1, 2, 3, 8), Ranges.counts("--threads", "1-3,8"));
    }

    @Test
    void rangesOfSizesDouble() {
        assertEquals(List.of(4096), Ranges.sizes("--chunk", "4096"));
        assertEquals(List.of(256 << 10, 512 << 10, 1 << 20), Ranges.sizes("--chunk", "256k-1M"));
        assertEquals(List.of(4 << 10, 3 << 20), Ranges.sizes("--chunk", "3m,4k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1,", "4-1", "-2", "1-2-3", "1-100"})
    void whatIsNoListOfCountsIsTold(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ranges.counts("--threads", text))
                .getMessage();
        assertTrue(message.startsWith("--threads "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1x", "1m,", "4m-1m", "1m-", "1k-2k-4k"})
    void whatIsNoSizeIsTold(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ranges.sizes("--chunk", text))
                .getMessage();
        assertTrue(message.startsWith("--chunk "), message);
    }
}
