package dev.berth.profiler.machine;

import dev.berth.dataset.Energy;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.MachineRecord.Container;
import dev.berth.dataset.MachineRecord.Cpu;
import dev.berth.dataset.MachineRecord.Gpu;
import dev.berth.dataset.MachineRecord.Jvm;
import dev.berth.dataset.MachineRecord.Memory;
import dev.berth.dataset.MachineRecord.OperatingSystem;
import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.profiler.device.cuda.Gpus;
import dev.berth.record.Reading;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.GraphicsCard;

/** Describes the machine at hand. */
public final class MachineProbe {
    private static final String NO_MANAGEMENT_LIBRARY = "told by the NVIDIA management library, which is not here";

    private final SystemFiles files;
    private final SystemInfo system = new SystemInfo();

    private MachineProbe(SystemFiles files) {
        this.files = files;
    }

    /**
     * Describes the machine; takes a second or so and never throws for what cannot be read.
     *
     * @param modelsFolder where the models lie; where it does not exist, its nearest existing parent is described
     */
    public static MachineRecord probe(Path modelsFolder) {
        return new MachineProbe(SystemFiles.ofThisMachine()).describe(existing(modelsFolder.toAbsolutePath()));
    }

    /**
     * Describes the file system and the disk that hold a path, quickly; never throws for what cannot be read.
     *
     * @param path a file or folder; where it does not exist, its nearest existing parent is described
     */
    public static Storage storage(Path path) {
        return new StorageProbe(SystemFiles.ofThisMachine()).describe(existing(path.toAbsolutePath()));
    }

    /**
     * The most bytes a second that the link of the disk under a path can carry; not supported where the kernel does not
     * tell, as of the disks of most virtual machines.
     *
     * @param path an existing file or folder
     */
    public static Reading<Double> storageLinkBytesPerSecond(Path path) {
        SystemFiles files = SystemFiles.ofThisMachine();
        return Readings.then(
                ActivityProbe.blockDevice(files, path), device -> StorageLink.bytesPerSecond(files, device));
    }

    private static Path existing(Path folder) {
        Path found = folder.normalize();
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private MachineRecord describe(Path folder) {
        Cpu cpu = cpu();
        Memory memory = memory();
        OperatingSystem os = operatingSystem();
        Storage storage = new StorageProbe(files).describe(folder);
        List<Gpu> gpus = Readings.or(Gpus.list(), () -> Reading.measured(graphicsCards()))
                .optional()
                .orElseThrow();
        Reading<String> gpuDriver = gpuDriver();
        Container container = container();
        return MachineRecord.of(cpu, memory, os, jvm(), storage, gpus, gpuDriver, container)
                .with(new Energy.Counters(ProcessorEnergy.ofThisMachine().counted(), Gpus.countingEnergy()));
    }

    private Cpu cpu() {
        String what = "processor";
        return new Cpu(
                Readings.ask(
                        what,
                        () -> Readings.known(
                                "processor name",
                                processor().getProcessorIdentifier().getName())),
                Readings.ask(
                        what,
                        () -> Readings.positiveCount(
                                "processor packages", processor().getPhysicalPackageCount())),
                Readings.ask(
                        what,
                        () -> Readings.positiveCount(
                                "physical cores", processor().getPhysicalProcessorCount())),
                Readings.ask(
                        what,
                        () -> Readings.positiveCount(
                                "logical cores", processor().getLogicalProcessorCount())),
                Readings.ask(
                        what,
                        () -> Readings.positive("highest frequency", processor().getMaxFreq())),
                files.parse("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", Reading::measured),
                numaNodes());
    }

    private CentralProcessor processor() {
        return system.getHardware().getProcessor();
    }

    private Reading<Integer> numaNodes() {
        String folder = "/sys/devices/system/node";
        long nodes = files.names(folder).stream()
                .filter(name -> name.matches("node\\d+"))
                .count();
        return nodes > 0
                ? Reading.measured(Math.toIntExact(nodes))
                : Reading.notSupported("no memory nodes under " + folder);
    }

    private Memory memory() {
        return new Memory(
                Readings.ask(
                        "memory",
                        () -> Readings.positive("total memory", globalMemory().getTotal())),
                Readings.ask(
                        "memory",
                        () -> Readings.positive(
                                "available memory", globalMemory().getAvailable())),
                // From the kernel itself: 0 is a true answer here, and the library's 0 is not always one.
                meminfo("SwapTotal"),
                Readings.ask(
                        "memory",
                        () -> Readings.positive("page size", globalMemory().getPageSize())),
                files.parse("/sys/kernel/mm/transparent_hugepage/enabled", Kernel::chosen),
                meminfo("Hugepagesize"),
                ProcessLimits.lockedMemoryBytes(files));
    }

    private GlobalMemory globalMemory() {
        return system.getHardware().getMemory();
    }

    private Reading<Long> meminfo(String key) {
        return files.parse("/proc/meminfo", text -> Kernel.meminfoBytes(text, key));
    }

    private OperatingSystem operatingSystem() {
        return new OperatingSystem(
                Readings.ask(
                        "operating system",
                        () -> Readings.known(
                                "operating system", system.getOperatingSystem().getFamily())),
                Readings.ask(
                        "operating system",
                        () -> Readings.known(
                                "version",
                                system.getOperatingSystem().getVersionInfo().getVersion())),
                Readings.known("kernel version", System.getProperty("os.version")),
                Readings.known("architecture", System.getProperty("os.arch")));
    }

    private static Jvm jvm() {
        long heap = Runtime.getRuntime().maxMemory();
        return new Jvm(
                Readings.known("vendor", System.getProperty("java.vm.vendor")),
                Readings.known("version", System.getProperty("java.vm.version")),
                heap == Long.MAX_VALUE ? Reading.notSupported("heap without a limit") : Reading.measured(heap),
                Readings.ask(
                        "JVM arguments",
                        () -> Reading.measured(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .map(MachineProbe::withoutSecret)
                                .toList())));
    }

    /** Datasets are published: the value of a property that may be a secret is left out. */
    static String withoutSecret(String argument) {
        int equals = argument.indexOf('=');
        return argument.startsWith("-D")
                        && equals > 0
                        && argument.substring(0, equals)
                                .matches("(?i).*(password|passwd|secret|token|credential|apikey).*")
                ? argument.substring(0, equals + 1) + "(left out)"
                : argument;
    }

    private Reading<String> gpuDriver() {
        Reading<String> managed = Gpus.driverVersion();
        return Readings.or(managed, () -> {
            Reading<String> module = files.parse("/proc/driver/nvidia/version", Kernel::nvidiaModuleVersion);
            return module instanceof Reading.NotSupported<String> ? managed : module;
        });
    }

    /** What OSHI sees without the management library: names, and little else that can be trusted. */
    private List<Gpu> graphicsCards() {
        Reading<List<Gpu>> cards = Readings.ask("graphics cards", () -> {
            List<GraphicsCard> found = system.getHardware().getGraphicsCards();
            return Reading.measured(IntStream.range(0, found.size())
                    .mapToObj(i -> gpu(i, found.get(i)))
                    .toList());
        });
        return cards.optional().orElse(List.of());
    }

    private static Gpu gpu(int index, GraphicsCard card) {
        return new Gpu(
                Reading.measured(index),
                Readings.known("graphics card name", card.getName()),
                Reading.notSupported(NO_MANAGEMENT_LIBRARY),
                Readings.positive("graphics memory", card.getVRam()),
                Reading.notSupported(NO_MANAGEMENT_LIBRARY),
                Reading.notSupported(NO_MANAGEMENT_LIBRARY),
                Reading.notSupported(NO_MANAGEMENT_LIBRARY));
    }

    private Container container() {
        String cgroup = files.textIfAny("/proc/self/cgroup").orElse("");
        String mountinfo = files.textIfAny("/proc/self/mountinfo").orElse("");
        ControlGroups groups = new ControlGroups(files, cgroup, mountinfo);
        return new Container(
                files.parse("/proc/cpuinfo", text -> Kernel.virtualization(text, firmware())),
                containerRuntime(cgroup),
                Readings.ask("control groups", groups::cpuLimitCores),
                Readings.ask("control groups", groups::memoryLimitBytes),
                Readings.ask("control groups", groups::ioLimit));
    }

    private String firmware() {
        Stream<String> tables = Stream.of(
                        "/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name", "/sys/hypervisor/type")
                .flatMap(file -> files.textIfAny(file).stream());
        // Small virtual machines have no DMI; the ACPI table's maker is for root alone, the guest's clock for all.
        Stream<String> marks = Stream.of(
                        "/sys/firmware/acpi/tables/FACP",
                        "/sys/devices/system/clocksource/clocksource0/available_clocksource")
                .flatMap(file -> files.textIfAny(file).stream())
                .flatMap(text -> Kernel.hypervisorMark(text).stream());
        return Stream.concat(tables, marks).collect(Collectors.joining(" "));
    }

    private Reading<String> containerRuntime(String cgroup) {
        if (files.exists("/.dockerenv")) {
            return Reading.measured("docker");
        }
        if (files.exists("/run/.containerenv")) {
            return Reading.measured("podman");
        }
        return files.textIfAny("/run/systemd/container")
                .map(Reading::measured)
                .orElseGet(() -> Kernel.containerRuntime(cgroup));
    }
}
