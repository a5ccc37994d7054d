package dev.berth.profile;

import java.util.List;

/**
 * The machine a dataset was measured on. Every leaf is a {@link Reading}: value, not supported, or failed.
 *
 * @param fingerprint {@code sha256:} over what decides a preload's speed (processor, memory, kernel, block device, file
 *     system, devices, drivers); a profile whose fingerprint differs from the machine at hand is stale there
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

    /** Processor; frequencies in hertz. */
    public record Cpu(
            Reading<String> model,
            Reading<Integer> packages,
            Reading<Integer> physicalCores,
            Reading<Integer> logicalCores,
            Reading<Long> maxFrequencyHz,
            Reading<String> governor,
            Reading<Integer> numaNodes) {}

    /** Host memory, in bytes. */
    public record Memory(
            Reading<Long> totalBytes,
            Reading<Long> availableBytes,
            Reading<Long> swapTotalBytes,
            Reading<Long> pageBytes,
            Reading<String> transparentHugePages,
            Reading<Long> hugePageBytes,
            Reading<Long> lockedMemoryLimitBytes) {}

    /** Operating system. */
    public record OperatingSystem(
            Reading<String> family, Reading<String> version, Reading<String> kernel, Reading<String> architecture) {}

    /** The virtual machine that measured. */
    public record Jvm(
            Reading<String> vendor,
            Reading<String> version,
            Reading<Long> maxHeapBytes,
            Reading<List<String>> arguments) {}

    /** Where the models' folder lies. */
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
            Reading<Long> freeBytes) {}

    /** A graphics processor; PCIe link as it is now, not as it could be. */
    public record Gpu(
            Reading<Integer> index,
            Reading<String> name,
            Reading<String> uuid,
            Reading<Long> memoryBytes,
            Reading<Integer> pcieGeneration,
            Reading<Integer> pcieWidth,
            Reading<String> pciBusId) {}

    /** Limits and layers around the process. */
    public record Container(
            Reading<String> virtualization,
            Reading<String> containerRuntime,
            Reading<Double> cpuLimitCores,
            Reading<Long> memoryLimitBytes,
            Reading<String> ioLimit) {}
}
