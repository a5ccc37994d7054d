package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.berth.dataset.MachineRecord.Container;
import dev.berth.dataset.MachineRecord.Cpu;
import dev.berth.dataset.MachineRecord.Gpu;
import dev.berth.dataset.MachineRecord.Memory;
import dev.berth.dataset.MachineRecord.OperatingSystem;
import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.record.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes a machine's fingerprint, and what must not. */
class MachineFingerprintTest {
    private static final long GIB = 1L << 30;

    private String kernel = "6.1.0-18";
    private long totalBytes = 24 * GIB;
    private long availableBytes = 20 * GIB;
    private List<String> mountOptions = List.of("rw", "noatime");
    private String disk = "nvme0n1";
    private String scheduler = "none";
    private long freeBytes = 100 * GIB;
    private int pcieGeneration = 4;
    private Reading<String> governor = Reading.notSupported("no governor");
    private Reading<Long> memoryLimit = Reading.notSupported("no limit");

    private String fingerprint() {
        return MachineFingerprint.of(
                new Cpu(
                        Reading.measured("Acme CPU"),
                        Reading.measured(1),
                        Reading.measured(2),
                        Reading.measured(4),
                        Reading.measured(3_000_000_000L),
                        governor,
                        Reading.measured(1)),
                new Memory(
                        Reading.measured(totalBytes),
                        Reading.measured(availableBytes),
                        Reading.measured(0L),
                        Reading.measured(4096L),
                        Reading.measured("madvise"),
                        Reading.measured(2097152L),
                        Reading.measured(8388608L)),
                new OperatingSystem(
                        Reading.measured("Debian"),
                        Reading.measured("12"),
                        Reading.measured(kernel),
                        Reading.measured("amd64")),
                new Storage(
                        "/models",
                        Reading.measured("ext4"),
                        Reading.measured("/"),
                        Reading.measured(mountOptions),
                        Reading.measured(disk),
                        Reading.measured("Acme SSD"),
                        Reading.measured(1000 * GIB),
                        Reading.measured(false),
                        Reading.measured(scheduler),
                        Reading.measured(131072L),
                        Reading.measured(freeBytes)),
                List.of(new Gpu(
                        Reading.measured(0),
                        Reading.measured("Acme GPU"),
                        Reading.measured("GPU-1"),
                        Reading.measured(80 * GIB),
                        Reading.measured(pcieGeneration),
                        Reading.measured(16),
                        Reading.measured("0000:01:00.0"))),
                Reading.measured("550.54"),
                new Container(
                        Reading.measured("none"),
                        Reading.notSupported("none"),
                        Reading.notSupported("none"),
                        memoryLimit,
                        Reading.notSupported("none")));
    }

    @Test
    void whatChangesByItselfDoesNotCount() {
        String before = fingerprint();
        availableBytes = GIB;
        freeBytes = 0;
        totalBytes -= 5 * 4096;
        disk = "nvme1n1";
        pcieGeneration = 1;
        mountOptions = List.of("noatime", "rw");
        governor = Reading.failed("may not be read by this user");
        assertEquals(before, fingerprint());
    }

    @Test
    void whatDecidesSpeedCounts() {
        String before = fingerprint();
        kernel = "6.2.0";
        String otherKernel = fingerprint();
        assertNotEquals(before, otherKernel);
        scheduler = "bfq";
        String otherScheduler = fingerprint();
        assertNotEquals(otherKernel, otherScheduler);
        mountOptions = List.of("rw", "sync");
        String otherOptions = fingerprint();
        assertNotEquals(otherScheduler, otherOptions);
        memoryLimit = Reading.measured(GIB);
        String limited = fingerprint();
        assertNotEquals(otherOptions, limited);
        governor = Reading.measured("powersave");
        assertNotEquals(limited, fingerprint());
    }
}
