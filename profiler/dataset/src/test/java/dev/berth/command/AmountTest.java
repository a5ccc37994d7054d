package dev.berth.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AmountTest {
    @ParameterizedTest
    @CsvSource({"90, PT1M30S", "90s, PT1M30S", "20m, PT20M", "20 min, PT20M", "1.5h, PT1H30M", "500ms, PT0.5S"})
    void times(String text, Duration time) {
        assertEquals(time, new Amount.OfTime().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"2m, 2097152", "2MiB, 2097152", "2M, 2097152", "2MB, 2000000", "4k, 4096", "1000000, 1000000", "7B, 7"})
    void sizes(String text, long bytes) {
        assertEquals(bytes, new Amount.OfSize().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.3", "30%, 0.3", "30 %, 0.3", "0, 0", "1, 1", "150%, 1.5", "0.01%, 0.0001"})
    void shares(String text, double share) {
        assertEquals(share, new Amount.OfShare().convert(text), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1,5", "soon", "20mm", "2MIB2", "0x10", "%", "1e3"})
    void whatIsNoneIsRefused(String text) {
        assertThrows(TypeConversionException.class, () -> new Amount.OfTime().convert(text));
        assertThrows(TypeConversionException.class, () -> new Amount.OfSize().convert(text));
        assertThrows(TypeConversionException.class, () -> new Amount.OfShare().convert(text));
    }

    /** Once such a number was mebibytes. */
    @Test
    void memoryOfAFewBytesIsRefusedWithTheRemedy() {
        assertEquals(1 << 20, new Amount.OfMemory().convert("1m"));
        assertEquals(
                "'8' is 8 B, expected 1.05 MB (1m) or more; a bare number is bytes, write for example 512m or 2g",
                assertThrows(TypeConversionException.class, () -> new Amount.OfMemory().convert("8"))
                        .getMessage());
        assertThrows(TypeConversionException.class, () -> new Amount.OfMemory().convert("1023k"));
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.02", "2%, 0.02", "0.2, 0.2", "50%, 0.5", "300 %, 3", "0, 0"})
    void smallShares(String text, double share) {
        assertEquals(share, new Amount.OfSmallShare().convert(text), 1e-12);
    }

    /** Half a per cent is not half of the whole. */
    @Test
    void aSmallShareThatWouldBeALargeOneIsRefusedWithWhatWasMeant() {
        assertEquals(
                "'0.5' would be 50 %; expected as a share: 0.005, or 0.5%",
                assertThrows(TypeConversionException.class, () -> new Amount.OfSmallShare().convert("0.5"))
                        .getMessage());
        assertThrows(TypeConversionException.class, () -> new Amount.OfSmallShare().convert("1"));
        assertThrows(TypeConversionException.class, () -> new Amount.OfSmallShare().convert("5"));
    }

    /** What was percent once must not become a hundred times as much without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "1.01", "40"})
    void aShareBeyondTheWholeNeedsItsSign(String text) {
        assertThrows(TypeConversionException.class, () -> new Amount.OfShare().convert(text));
    }
}
