package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import java.util.List;

/**
 * The machine a dataset was measured on. Every leaf is a {@link Reading}: value, not supported, or failed.
 *
 * @param fingerprint {@code sha256:} over what decides a preload's speed (processor, memory, kernel, block device, file
 *     system, devices, drivers); a profile whose fingerprint differs from the machine at hand is stale there
 * @param cpu processor
 * @param memory host memory
 * @param os operating system
 * @param jvm Java virtual machine that measured
 * @param storage where the models' folder lies
 * @param gpus graphics processors, none where there is none
 * @param gpuDriver version of the graphics driver
 * @param container limits and layers around the process
 */
public record MachineRecord(
        String fingerprint,
        Cpu cpu,
        Memory memory,
        OperatingSystem os,
        Jvm jvm,
        Storage storage,
        List<Gpu> gpus,
        Reading<String> gpuDriver,
        Container container) {
    public MachineRecord {
        Vocabulary.fingerprint("fingerprint", fingerprint);
        Require.present("cpu", cpu);
        Require.present("memory", memory);
        Require.present("os", os);
        Require.present("jvm", jvm);
        Require.present("storage", storage);
        gpus = Require.list("gpus", gpus);
        Require.present("gpuDriver", gpuDriver);
        Require.present("container", container);
        String expected = MachineFingerprint.of(cpu, memory, os, storage, gpus, gpuDriver, container);
        if (!fingerprint.equals(expected)) {
            throw new ComponentException("fingerprint", fingerprint, expected + ", as the machine's record gives it");
        }
    }

    /** The record of a machine, with its fingerprint. */
    public static MachineRecord of(
            Cpu cpu,
            Memory memory,
            OperatingSystem os,
            Jvm jvm,
            Storage storage,
            List<Gpu> gpus,
            Reading<String> gpuDriver,
            Container container) {
        return new MachineRecord(
                MachineFingerprint.of(cpu, memory, os, storage, gpus, gpuDriver, container),
                cpu,
                memory,
                os,
                jvm,
                storage,
                gpus,
                gpuDriver,
                container);
    }

    /**
     * Processor.
     *
     * @param model product name
     * @param packages sockets
     * @param physicalCores cores
     * @param logicalCores hardware threads the system schedules on
     * @param maxFrequencyHz highest clock, hertz
     * @param governor frequency governor of the first processor
     * @param numaNodes memory nodes
     */
    public record Cpu(
            Reading<String> model,
            Reading<Integer> packages,
            Reading<Integer> physicalCores,
            Reading<Integer> logicalCores,
            Reading<Long> maxFrequencyHz,
            Reading<String> governor,
            Reading<Integer> numaNodes) {
        public Cpu {
            Require.present("model", model);
            Require.present("packages", packages);
            Require.present("physicalCores", physicalCores);
            Require.present("logicalCores", logicalCores);
            Require.present("maxFrequencyHz", maxFrequencyHz);
            Require.present("governor", governor);
            Require.present("numaNodes", numaNodes);
        }
    }

    /**
     * Host memory.
     *
     * @param totalBytes installed memory as the system sees it, bytes
     * @param availableBytes memory that could be given out when the session began, bytes
     * @param swapTotalBytes swap space, bytes
     * @param pageBytes base page, bytes
     * @param transparentHugePages policy for transparent huge pages: always, madvise or never
     * @param hugePageBytes size of a huge page, bytes
     * @param lockedMemoryLimitBytes most memory the process may pin, bytes
     */
    public record Memory(
            Reading<Long> totalBytes,
            Reading<Long> availableBytes,
            Reading<Long> swapTotalBytes,
            Reading<Long> pageBytes,
            Reading<String> transparentHugePages,
            Reading<Long> hugePageBytes,
            Reading<Long> lockedMemoryLimitBytes) {
        public Memory {
            Require.present("totalBytes", totalBytes);
            Require.present("availableBytes", availableBytes);
            Require.present("swapTotalBytes", swapTotalBytes);
            Require.present("pageBytes", pageBytes);
            Require.present("transparentHugePages", transparentHugePages);
            Require.present("hugePageBytes", hugePageBytes);
            Require.present("lockedMemoryLimitBytes", lockedMemoryLimitBytes);
        }
    }

    /**
     * Operating system.
     *
     * @param family name of the distribution or system
     * @param version its version
     * @param kernel kernel release
     * @param architecture instruction set
     */
    public record OperatingSystem(
            Reading<String> family, Reading<String> version, Reading<String> kernel, Reading<String> architecture) {
        public OperatingSystem {
            Require.present("family", family);
            Require.present("version", version);
            Require.present("kernel", kernel);
            Require.present("architecture", architecture);
        }
    }

    /**
     * The Java virtual machine that measured.
     *
     * @param vendor who built it
     * @param version its full version
     * @param maxHeapBytes heap limit, bytes
     * @param arguments options it was started with
     */
    public record Jvm(
            Reading<String> vendor,
            Reading<String> version,
            Reading<Long> maxHeapBytes,
            Reading<List<String>> arguments) {
        public Jvm {
            Require.present("vendor", vendor);
            Require.present("version", version);
            Require.present("maxHeapBytes", maxHeapBytes);
            Require.present("arguments", arguments);
        }
    }

    /**
     * Where the models' folder lies.
     *
     * @param path the folder
     * @param fileSystem type of its file system
     * @param mountPoint where that is mounted
     * @param mountOptions options it is mounted with
     * @param blockDevice device below it
     * @param blockDeviceModel product name of the device
     * @param blockDeviceBytes capacity of the device, bytes
     * @param rotational whether the device reports a spinning disk
     * @param scheduler input/output scheduler in use
     * @param readAheadBytes read-ahead of the device, bytes
     * @param freeBytes free space of the file system, bytes
     */
    public record Storage(
            String path,
            Reading<String> fileSystem,
            Reading<String> mountPoint,
            Reading<List<String>> mountOptions,
            Reading<String> blockDevice,
            Reading<String> blockDeviceModel,
            Reading<Long> blockDeviceBytes,
            Reading<Boolean> rotational,
            Reading<String> scheduler,
            Reading<Long> readAheadBytes,
            Reading<Long> freeBytes) {
        public Storage {
            Require.present("path", path);
            Require.present("fileSystem", fileSystem);
            Require.present("mountPoint", mountPoint);
            Require.present("mountOptions", mountOptions);
            Require.present("blockDevice", blockDevice);
            Require.present("blockDeviceModel", blockDeviceModel);
            Require.present("blockDeviceBytes", blockDeviceBytes);
            Require.present("rotational", rotational);
            Require.present("scheduler", scheduler);
            Require.present("readAheadBytes", readAheadBytes);
            Require.present("freeBytes", freeBytes);
        }
    }

    /**
     * A graphics processor; PCIe link as it is now, not as it could be.
     *
     * @param index number the driver gives it, from 0
     * @param name product name
     * @param uuid identifier of this very device
     * @param memoryBytes total device memory, bytes
     * @param pcieGeneration PCIe generation of the link
     * @param pcieWidth PCIe lanes of the link
     * @param pciBusId address on the bus
     */
    public record Gpu(
            Reading<Integer> index,
            Reading<String> name,
            Reading<String> uuid,
            Reading<Long> memoryBytes,
            Reading<Integer> pcieGeneration,
            Reading<Integer> pcieWidth,
            Reading<String> pciBusId) {
        public Gpu {
            Require.present("index", index);
            Require.present("name", name);
            Require.present("uuid", uuid);
            Require.present("memoryBytes", memoryBytes);
            Require.present("pcieGeneration", pcieGeneration);
            Require.present("pcieWidth", pcieWidth);
            Require.present("pciBusId", pciBusId);
        }
    }

    /**
     * Limits and layers around the process.
     *
     * @param virtualization hypervisor the system reports
     * @param containerRuntime container the process is in
     * @param cpuLimitCores processor time limit, cores
     * @param memoryLimitBytes memory limit, bytes
     * @param ioLimit limit on input and output as the control group states it
     */
    public record Container(
            Reading<String> virtualization,
            Reading<String> containerRuntime,
            Reading<Double> cpuLimitCores,
            Reading<Long> memoryLimitBytes,
            Reading<String> ioLimit) {
        public Container {
            Require.present("virtualization", virtualization);
            Require.present("containerRuntime", containerRuntime);
            Require.present("cpuLimitCores", cpuLimitCores);
            Require.present("memoryLimitBytes", memoryLimitBytes);
            Require.present("ioLimit", ioLimit);
        }
    }
}
