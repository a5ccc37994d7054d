package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.Reading;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max open files            1024                 524288               files
            Max locked memory         unlimited            unlimited            bytes
            Max address space         nonsense             unlimited            bytes
            """;

    @Test
    void softLimitsCountAndNoLimitIsNoFigure() {
        assertEquals(Reading.measured(1024L), ProcessLimits.limit(LIMITS, "Max open files"));
        assertEquals(
                "no limit is set",
                ProcessLimits.limit(LIMITS, "Max locked memory").whyAbsent().orElseThrow());
        assertTrue(ProcessLimits.limit(LIMITS, "Max file locks").optional().isEmpty());
    }

    @Test
    void thisProcessHasFilesOpenBelowItsLimit() {
        long open = ProcessLimits.openFilesNow().optional().orElseThrow();

        assertTrue(open >= 3, () -> "open=" + open);
        assertTrue(ProcessLimits.openFiles().optional().orElse(Long.MAX_VALUE) > open);
    }
}
