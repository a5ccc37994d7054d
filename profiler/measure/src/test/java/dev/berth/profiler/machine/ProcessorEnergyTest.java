package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against trees of powercap files as two sockets of a server have them. */
class ProcessorEnergyTest {
    private static final String POWERCAP = "/sys/class/powercap/";
    private static final long RANGE = 262_143_328_850L;

    @TempDir
    private Path root;

    private SystemTree tree;

    @BeforeEach
    void tree() {
        tree = new SystemTree(root);
    }

    private void zone(String zone, String name, long microjoules) throws IOException {
        tree.file(POWERCAP + zone + "/name", name + "\n")
                .file(POWERCAP + zone + "/energy_uj", microjoules + "\n")
                .file(POWERCAP + zone + "/max_energy_range_uj", RANGE + "\n");
    }

    /** Cores, memory and the platform are counted elsewhere, or twice. */
    @Test
    void packagesAreCountedAndNothingElse() throws IOException {
        zone("intel-rapl:0", "package-0", 1_000_000);
        zone("intel-rapl:1", "package-1", 5_000_000);
        zone("intel-rapl:2", "psys", 100);
        zone("intel-rapl:0:0", "core", 100);
        zone("intel-rapl:0:1", "dram", 100);
        zone("intel-rapl-mmio:0", "package-0", 100);
        ProcessorEnergy energy = ProcessorEnergy.below(root);
        assertEquals(Reading.measured("package-0, package-1"), energy.counted());
        ProcessorEnergy.Mark before = energy.mark();
        zone("intel-rapl:0", "package-0", 1_000_700);
        zone("intel-rapl:1", "package-1", 5_000_050);
        zone("intel-rapl:0:1", "dram", 999_999);
        assertEquals(Reading.measured(750L), energy.between(before, energy.mark()));
    }

    @Test
    void aCounterThatBeganAgainGoesOnCounting() throws IOException {
        zone("intel-rapl:0", "package-0", RANGE - 300);
        ProcessorEnergy energy = ProcessorEnergy.below(root);
        ProcessorEnergy.Mark before = energy.mark();
        zone("intel-rapl:0", "package-0", 200);
        assertEquals(Reading.measured(500L), energy.between(before, energy.mark()));
    }

    /** A 0 would be taken for a preload that costs nothing. */
    @Test
    void aCounterThatDidNotStepIsNoZero() throws IOException {
        zone("intel-rapl:0", "package-0", 12);
        ProcessorEnergy energy = ProcessorEnergy.below(root);
        assertEquals(
                Reading.notSupported("the processor's energy counter did not step: too short for it"),
                energy.between(energy.mark(), energy.mark()));
    }

    @Test
    void withoutCountersTheReasonIsSaid() throws IOException {
        String none = "no energy counter of a processor package (intel-rapl) under /sys/class/powercap,"
                + " as in most virtual machines";
        ProcessorEnergy nothing = ProcessorEnergy.below(root);
        assertEquals(Reading.notSupported(none), nothing.counted());
        assertEquals(Reading.notSupported(none), nothing.between(nothing.mark(), nothing.mark()));
        zone("intel-rapl:0:0", "core", 5);
        assertEquals(Reading.notSupported(none), ProcessorEnergy.below(root).counted());
    }

    @Test
    void aCounterThatIsRootsAloneSaysSo() throws IOException {
        zone("intel-rapl:0", "package-0", 12);
        Path counter = root.resolve("sys/class/powercap/intel-rapl:0/energy_uj");
        Files.setPosixFilePermissions(counter, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(counter), "this user may read everything");
        assertEquals(
                Reading.notSupported("/sys/class/powercap/intel-rapl:0/energy_uj may be read by root alone;"
                        + " run as root, or let this user read it (chmod a+r)"),
                ProcessorEnergy.below(root).counted());
    }

    @Test
    void whatCannotBeReadFails() throws IOException {
        zone("intel-rapl:0", "package-0", 12);
        tree.file(POWERCAP + "intel-rapl:0/energy_uj", "a lot");
        assertInstanceOf(Reading.Failed.class, ProcessorEnergy.below(root).counted());
        tree.file(POWERCAP + "intel-rapl:0/max_energy_range_uj", "more");
        assertInstanceOf(Reading.Failed.class, ProcessorEnergy.below(root).counted());
    }
}
