package dev.berth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "999499, 999 kB",
        "999500, 1.00 MB",
        "274059899, 274 MB",
        "4075200000, 4.08 GB",
        "9223372036854775807, 9223 PB"
    })
    void sizesAreDecimal(long bytes, String shown) {
        assertEquals(shown, Figures.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "'direct, 1 thread, 1 MiB chunks, 2 MiB pages', 'direct, 1 thread, 1.05 MB chunks, 2.10 MB pages'",
        "4 KiB pages, 4.10 kB pages",
        "of 999999 GiB, of 1.07 PB",
        "no size, no size",
        "12345678 MiB, 12345678 MiB"
    })
    void sizesInTextsOfFilesAreDecimal(String told, String shown) {
        assertEquals(shown, Figures.inDecimal(told));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.5, 0.500 ns",
        "999.4, 999 ns",
        "999.6, 1.00 µs",
        "12345, 12.3 µs",
        "999600, 1.00 ms",
        "1234567, 1.23 ms",
        "9.996e9, 10.0 s",
        "4.1e12, 4100 s"
    })
    void durationsHaveThreeDigits(double nanos, String shown) {
        assertEquals(shown, Figures.duration(nanos));
    }

    @ParameterizedTest
    @CsvSource({"1.7083e9, 1.71", "3.42e6, 0.00342", "0, 0", "12.345e9, 12.3"})
    void ratesNeverReadAsNothing(double bytesPerSecond, String shown) {
        assertEquals(shown, Figures.gigabytes(bytesPerSecond));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, 0 %",
        "0.16701, 2, 16.70 %",
        "0.00004, 2, <0.01 %",
        "-0.00004, 2, >-0.01 %",
        "0.00005, 2, 0.01 %",
        "-1.9195, 1, -192.0 %",
        "0.0004, 1, <0.1 %",
        "0.000004, 3, <0.001 %"
    })
    void aShareIsZeroOnlyWhereItIs(double share, int decimals, String shown) {
        assertEquals(shown, Figures.percent(share, decimals));
    }

    @Test
    void timesAreToldInTheirTwoLargestUnits() {
        assertEquals("41 s", Figures.clock(Duration.ofSeconds(41)));
        assertEquals("3 min 5 s", Figures.clock(Duration.ofSeconds(185)));
        assertEquals("20 min", Figures.clock(Duration.ofMinutes(20)));
        assertEquals("2 h", Figures.clock(Duration.ofHours(2)));
        assertEquals("26 h 10 min", Figures.clock(Duration.ofMinutes(26 * 60 + 10)));
    }
}
