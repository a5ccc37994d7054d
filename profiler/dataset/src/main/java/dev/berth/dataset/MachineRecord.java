package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Text;
import java.util.List;

@Description("The machine a dataset was measured on. Every leaf is a Reading: value, not supported, or failed.")
public record MachineRecord(
        @Description("sha256: over what decides a preload's speed (processor, memory, kernel, block device, file "
                + "system, devices, drivers); a profile whose fingerprint differs from the machine at hand is stale "
                + "there")
        @Text(Vocabulary.FINGERPRINT)
        String fingerprint,

        @Description("processor") Cpu cpu,
        @Description("host memory") Memory memory,
        @Description("operating system") OperatingSystem os,
        @Description("Java virtual machine that measured") Jvm jvm,
        @Description("where the models' folder lies") Storage storage,

        @Description("graphics processors, none where there is none")
        List<Gpu> gpus,

        @Description("version of the graphics driver") Reading<String> gpuDriver,
        @Description("limits and layers around the process") Container container,

        @Description("what counts energy; no part of the fingerprint") @MayBeAbsent
        Energy.Counters energy) {
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
        energy = energy == null ? new Energy.Counters(Require.orUnrecorded(null), Require.orUnrecorded(null)) : energy;
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
                container,
                null);
    }

    /** The same machine with what counts energy there. */
    public MachineRecord with(Energy.Counters counters) {
        return new MachineRecord(fingerprint, cpu, memory, os, jvm, storage, gpus, gpuDriver, container, counters);
    }

    @Description("Processor.")
    public record Cpu(
            @Description("product name") Reading<String> model,
            @Description("sockets") Reading<Integer> packages,
            @Description("cores") Reading<Integer> physicalCores,

            @Description("hardware threads the system schedules on")
            Reading<Integer> logicalCores,

            @Description("highest clock, hertz") Reading<Long> maxFrequencyHz,

            @Description("frequency governor of the first processor")
            Reading<String> governor,

            @Description("memory nodes") Reading<Integer> numaNodes) {
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

    @Description("Host memory.")
    public record Memory(
            @Description("installed memory as the system sees it, bytes")
            Reading<Long> totalBytes,

            @Description("memory that could be given out when the session began, bytes")
            Reading<Long> availableBytes,

            @Description("swap space, bytes") Reading<Long> swapTotalBytes,
            @Description("base page, bytes") Reading<Long> pageBytes,

            @Description("policy for transparent huge pages: always, madvise or never")
            Reading<String> transparentHugePages,

            @Description("size of a huge page, bytes") Reading<Long> hugePageBytes,

            @Description("most memory the process may pin, bytes")
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

    @Description("Operating system.")
    public record OperatingSystem(
            @Description("name of the distribution or system")
            Reading<String> family,

            @Description("its version") Reading<String> version,
            @Description("kernel release") Reading<String> kernel,
            @Description("instruction set") Reading<String> architecture) {
        public OperatingSystem {
            Require.present("family", family);
            Require.present("version", version);
            Require.present("kernel", kernel);
            Require.present("architecture", architecture);
        }
    }

    @Description("The Java virtual machine that measured.")
    public record Jvm(
            @Description("who built it") Reading<String> vendor,
            @Description("its full version") Reading<String> version,
            @Description("heap limit, bytes") Reading<Long> maxHeapBytes,
            @Description("options it was started with") Reading<List<String>> arguments) {
        public Jvm {
            Require.present("vendor", vendor);
            Require.present("version", version);
            Require.present("maxHeapBytes", maxHeapBytes);
            Require.present("arguments", arguments);
        }
    }

    @Description("Where the models' folder lies.")
    public record Storage(
            @Description("the folder") String path,
            @Description("type of its file system") Reading<String> fileSystem,
            @Description("where that is mounted") Reading<String> mountPoint,
            @Description("options it is mounted with") Reading<List<String>> mountOptions,
            @Description("device below it") Reading<String> blockDevice,
            @Description("product name of the device") Reading<String> blockDeviceModel,
            @Description("capacity of the device, bytes") Reading<Long> blockDeviceBytes,

            @Description("whether the device reports a spinning disk")
            Reading<Boolean> rotational,

            @Description("input/output scheduler in use") Reading<String> scheduler,
            @Description("read-ahead of the device, bytes") Reading<Long> readAheadBytes,

            @Description("free space of the file system, bytes")
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

    @Description("A graphics processor; PCIe link as it is now, not as it could be.")
    public record Gpu(
            @Description("number the driver gives it, from 0")
            Reading<Integer> index,

            @Description("product name") Reading<String> name,
            @Description("identifier of this very device") Reading<String> uuid,
            @Description("total device memory, bytes") Reading<Long> memoryBytes,
            @Description("PCIe generation of the link") Reading<Integer> pcieGeneration,
            @Description("PCIe lanes of the link") Reading<Integer> pcieWidth,
            @Description("address on the bus") Reading<String> pciBusId) {
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

    @Description("Limits and layers around the process.")
    public record Container(
            @Description("hypervisor the system reports") Reading<String> virtualization,
            @Description("container the process is in") Reading<String> containerRuntime,
            @Description("processor time limit, cores") Reading<Double> cpuLimitCores,
            @Description("memory limit, bytes") Reading<Long> memoryLimitBytes,

            @Description("limit on input and output as the control group states it")
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
