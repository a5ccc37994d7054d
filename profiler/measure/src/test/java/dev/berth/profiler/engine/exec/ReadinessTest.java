package dev.berth.profiler.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {
    /** Half a percent of the time so far, and never so often that looking takes a processor. */
    @ParameterizedTest
    @CsvSource({"0,250", "50,250", "100,500", "200,1000", "400,2000", "60000,2000"})
    void looksAreFarApartInShareOfTheTimeSoFar(long sinceStartMillis, long microseconds) {
        assertEquals(microseconds * 1_000, Readiness.betweenLooksNanos(sinceStartMillis * 1_000_000));
    }
}
