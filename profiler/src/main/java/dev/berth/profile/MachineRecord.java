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
    public MachineRecord {
        Require.fingerprint("fingerprint", fingerprint);
        Require.present("cpu", cpu);
        Require.present("memory", memory);
        Require.present("os", os);
        Require.present("jvm", jvm);
        Require.present("storage", storage);
        gpus = Require.list("gpus", gpus);
        Require.present("gpuDriver", gpuDriver);
        Require.present("container", container);
    }

    /** Processor; frequencies in hertz. */
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

    /** Host memory, in bytes. */
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

    /** Operating system. */
    public record OperatingSystem(
            Reading<String> family, Reading<String> version, Reading<String> kernel, Reading<String> architecture) {
        public OperatingSystem {
            Require.present("family", family);
            Require.present("version", version);
            Require.present("kernel", kernel);
            Require.present("architecture", architecture);
        }
    }

    /** The virtual machine that measured. */
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

    /** A graphics processor; PCIe link as it is now, not as it could be. */
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

    /** Limits and layers around the process. */
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
