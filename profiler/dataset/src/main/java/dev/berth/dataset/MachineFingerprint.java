package dev.berth.dataset;

import dev.berth.dataset.MachineRecord.Container;
import dev.berth.dataset.MachineRecord.Cpu;
import dev.berth.dataset.MachineRecord.Gpu;
import dev.berth.dataset.MachineRecord.Memory;
import dev.berth.dataset.MachineRecord.OperatingSystem;
import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.record.Reading;
import dev.berth.record.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * A hash over what decides a preload's speed. What changes by itself stays out: free memory and space, the kernel's
 * numbering of disks, a PCIe link that sleeps, why a reading is absent.
 */
final class MachineFingerprint {
    private static final String ABSENT = "-";

    private final StringBuilder text = new StringBuilder("berth-machine-1\n");

    private MachineFingerprint() {}

    static String of(
            Cpu cpu,
            Memory memory,
            OperatingSystem os,
            Storage storage,
            List<Gpu> gpus,
            Reading<String> gpuDriver,
            Container container) {
        MachineFingerprint fingerprint = new MachineFingerprint();
        fingerprint.add("cpu", cpu.model(), cpu.packages(), cpu.physicalCores(), cpu.logicalCores(), cpu.governor());
        // What the firmware keeps for itself differs by some pages from boot to boot.
        Reading<Long> gibibytes = memory.totalBytes()
                .optional()
                .map(bytes -> Reading.derived(Math.round(bytes / (double) (1L << 30))))
                .orElse(memory.totalBytes());
        fingerprint.add("memory", gibibytes, memory.pageBytes(), memory.transparentHugePages());
        fingerprint.add("os", os.kernel(), os.architecture());
        fingerprint.add(
                "storage",
                storage.fileSystem(),
                storage.mountOptions()
                        .optional()
                        .map(options ->
                                Reading.derived(options.stream().sorted().toList()))
                        .orElse(storage.mountOptions()),
                storage.blockDeviceModel(),
                storage.blockDeviceBytes(),
                storage.rotational(),
                storage.scheduler(),
                storage.readAheadBytes());
        gpus.forEach(gpu -> fingerprint.add("gpu", gpu.name(), gpu.memoryBytes()));
        fingerprint.add("gpu driver", gpuDriver);
        fingerprint.add(
                "container",
                container.virtualization(),
                container.cpuLimitCores(),
                container.memoryLimitBytes(),
                container.ioLimit());
        return fingerprint.hash();
    }

    private void add(String part, Reading<?>... readings) {
        text.append(part);
        for (Reading<?> reading : readings) {
            text.append('\t').append(reading.optional().map(Object::toString).orElse(ABSENT));
        }
        text.append('\n');
    }

    private String hash() {
        MessageDigest digest = Sha256.digest();
        digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return "sha256:" + Sha256.hex(digest);
    }
}
