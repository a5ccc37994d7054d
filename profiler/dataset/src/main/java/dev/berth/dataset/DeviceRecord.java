package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("A place weights are preloaded to.")
public record DeviceRecord(
        @Description(Vocabulary.DEVICES) @Text(Vocabulary.DEVICE)
        String id,

        @Description("product name as the driver gives it; for host the processor's")
        String name,

        @Description("total memory of the device") @Range(least = 1)
        Reading<Long> memoryBytes,

        @Description(
                "version of the driver: of CUDA its API's as major.minor, of OpenCL its own; not supported for host")
        Reading<String> driverVersion,

        @Description("true where a stand-in driver made for tests answered; such figures are never published and the "
                + "optimizer refuses them")
        boolean standIn,

        @Description("device memory that opening the device took by itself, apart from any model; in no other figure")
        @Range(least = 0)
        @MayBeAbsent
        Reading<Long> contextBytes,

        @Description("processes that held the device besides the measuring one when the session began") @MayBeAbsent
        Reading<List<Holder>> others,

        @Description("who made it, as its driver says; not supported for host") @MayBeAbsent
        Reading<String> vendor,

        @Description("what it is: GPU, processor, accelerator or other; not supported for host") @MayBeAbsent
        Reading<String> type) {
    /** The {@link #type} of a graphics processor. */
    public static final String GPU = "GPU";

    /** The {@link #type} of the machine's own processor, where a driver makes a device of it. */
    public static final String PROCESSOR = "processor";

    /** What the name of a driver made for tests begins with. */
    public static final String STAND_IN_NAME = "Berth stand-in driver";

    /** In the version of its management library. */
    private static final String STAND_IN_MARK = "stand-in";

    public DeviceRecord {
        Vocabulary.device("id", id);
        Require.present("name", name);
        Require.atLeast("memoryBytes", memoryBytes, 1);
        Require.present("driverVersion", driverVersion);
        if (name.startsWith(STAND_IN_NAME) && !standIn) {
            throw new ComponentException("standIn", false, "true: \"" + name + "\" is a driver made for tests");
        }
        contextBytes = Require.atLeast("contextBytes", Require.orUnrecorded(contextBytes), 0);
        others = Require.orUnrecorded(others);
        vendor = Require.orUnrecorded(vendor);
        type = Require.orUnrecorded(type);
    }

    /** A device of which only what it is was asked. */
    public DeviceRecord(
            String id, String name, Reading<Long> memoryBytes, Reading<String> driverVersion, boolean standIn) {
        this(id, name, memoryBytes, driverVersion, standIn, null, null, null, null);
    }

    /**
     * Holds devices against the machine that had them: where its drivers are made for tests no CUDA device is real, and
     * a real one is among the GPUs that the driver's management library lists.
     *
     * @throws ComponentException naming {@code devices}
     */
    public static void requireOf(MachineRecord machine, List<DeviceRecord> devices) {
        List<String> gpus = machine.gpus().stream()
                .filter(gpu -> gpu.uuid().optional().isPresent())
                .flatMap(gpu -> gpu.name().optional().stream())
                .toList();
        boolean standIns = gpus.stream().anyMatch(name -> name.startsWith(STAND_IN_NAME))
                || machine.gpuDriver()
                        .optional()
                        .filter(version -> version.contains(STAND_IN_MARK))
                        .isPresent();
        for (DeviceRecord device : devices) {
            if (!Vocabulary.isCuda(device.id()) || device.standIn()) {
                continue;
            }
            String found = device.id() + " \"" + device.name() + "\", not a stand-in";
            if (standIns) {
                throw new ComponentException("devices", found, "one: the machine's driver is made for tests");
            }
            // Partitions of a GPU add to its name.
            if (!gpus.isEmpty() && gpus.stream().noneMatch(device.name()::startsWith)) {
                throw new ComponentException("devices", found, "one of the machine's GPUs, " + String.join(", ", gpus));
            }
        }
    }

    /** The same device with what was found out when it was opened for a session. */
    public DeviceRecord with(Reading<Long> openContextBytes, Reading<List<Holder>> otherProcesses) {
        return new DeviceRecord(
                id, name, memoryBytes, driverVersion, standIn, openContextBytes, otherProcesses, vendor, type);
    }

    /** Whether weights on it lie in the host's memory, next to its processor. */
    public boolean isProcessor() {
        return Vocabulary.isHost(id)
                || type.optional().filter(PROCESSOR::equals).isPresent();
    }

    /** The same device with who made it and what it is. */
    public DeviceRecord withMaker(Reading<String> madeBy, Reading<String> whatItIs) {
        return new DeviceRecord(id, name, memoryBytes, driverVersion, standIn, contextBytes, others, madeBy, whatItIs);
    }

    @Description("A process that holds a device.")
    public record Holder(
            @Description("its id, as seen by the driver: in a container not that of the container") @Range(least = 0)
            long pid,

            @Description("device memory it holds") @Range(least = 0)
            Reading<Long> usedBytes) {
        public Holder {
            Require.atLeast("pid", pid, 0);
            Require.atLeast("usedBytes", usedBytes, 0);
        }
    }
}
