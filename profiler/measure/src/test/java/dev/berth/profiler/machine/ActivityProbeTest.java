package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.machine.ActivityProbe.Snapshot;
import dev.berth.record.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityProbeTest {
    @TempDir
    private Path folder;

    private static Snapshot snapshot(double load, long steal, long process, long device) {
        return new Snapshot(
                Reading.measured(load), Reading.measured(steal), Reading.measured(process), Reading.measured(device));
    }

    @Test
    void parsers() {
        assertEquals(Reading.measured(0.42), ActivityProbe.parseLoad1("0.42 0.36 0.30 2/150 4242"));
        assertEquals(
                Reading.measured(1230L),
                ActivityProbe.parseStealMillis("cpu  4705 356 584 3699 23 23 0 123 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n"));
        assertTrue(ActivityProbe.parseStealMillis("cpu  1 2 3 4").whyAbsent().isPresent());
        assertEquals(
                Reading.measured(4096L),
                ActivityProbe.parseProcessReadBytes("rchar: 9\nread_bytes: 4096\nwrite_bytes: 0\n"));
        assertEquals(Reading.measured(2048L * 512), ActivityProbe.parseDeviceReadBytes("  100 0 2048 5 0 0 0 0 0 0 0"));
    }

    @Test
    void differenceAndOthersReads() {
        Snapshot before = snapshot(0.5, 100, 1_000, 10_000);
        Snapshot after = snapshot(0.9, 130, 5_000, 19_000);
        RunRow.Environment environment = ActivityProbe.between(before, after);
        assertEquals(Reading.measured(0.5), environment.load1());
        assertEquals(Reading.derived(30L), environment.stealMillis());
        assertEquals(Reading.derived(5_000L), environment.otherReadBytes());
        assertEquals(Reading.derived(4_000L), ActivityProbe.processReadBytes(before, after));
        assertEquals(Reading.derived(9_000L), ActivityProbe.deviceReadBytes(before, after));
    }

    @Test
    void moreThanTheDiskServedIsNotANegativeNumber() {
        RunRow.Environment environment = ActivityProbe.between(snapshot(0, 0, 0, 0), snapshot(0, 0, 5_000, 4_000));
        assertEquals(
                Reading.notSupported(
                        "what was measured read 5000 bytes, the disk of the models served 4000: another disk was read too"),
                environment.otherReadBytes());
    }

    @Test
    void counterThatGoesBackwardsFails() {
        assertEquals(
                Reading.failed("counter went backwards"),
                ActivityProbe.between(snapshot(0, 9, 0, 0), snapshot(0, 8, 0, 0))
                        .stealMillis());
    }

    @Test
    void thisMachine() {
        ActivityProbe probe = ActivityProbe.on(folder);
        Snapshot before = probe.snapshot();
        RunRow.Environment environment = ActivityProbe.between(before, probe.snapshot());
        assertTrue(environment.load1().optional().orElseThrow() >= 0);
        assertTrue(environment.stealMillis().optional().orElse(0L) >= 0);
        assertTrue(environment.otherReadBytes().optional().orElse(0L) >= 0);
    }
}
