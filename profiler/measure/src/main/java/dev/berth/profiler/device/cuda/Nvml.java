package dev.berth.profiler.device.cuda;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.berth.dataset.DeviceRecord;
import dev.berth.record.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the NVIDIA Management Library tells and the driver API does not: PCIe link, driver version, memory by process,
 * memory before there is a context. Layouts and codes are those of nvml.h, API version 12.
 *
 * <p>The library is initialised once and stays so; it holds no device memory.
 */
final class Nvml {
    static final String LIBRARY = "libnvidia-ml.so.1";

    private static final int SUCCESS = 0;
    private static final int NOT_SUPPORTED = 3;
    private static final int INSUFFICIENT_SIZE = 7;
    private static final long VALUE_NOT_AVAILABLE = -1;

    /** Of name, uuid and version strings, as nvml.h rounds them up. */
    private static final int TEXT_BYTES = 96;

    /** {@code nvmlMemory_t}: total, free, used, each 8 bytes. */
    private static final int MEMORY_BYTES = 24;

    private static final int MEMORY_FREE_OFFSET = 8;

    /** {@code nvmlPciInfo_t}: legacy id of 16 bytes, five numbers of 4, then the id of 32. */
    private static final int PCI_INFO_BYTES = 68;

    private static final int PCI_BUS_ID_OFFSET = 36;

    /** {@code nvmlProcessInfo_t}: pid of 4 bytes and 4 of padding, memory of 8, two instance ids of 4. */
    private static final int PROCESS_BYTES = 24;

    private static final int PROCESS_MEMORY_OFFSET = 8;
    private static final int MOST_PROCESSES = 4096;

    private final NativeLibrary library;

    private Nvml(NativeLibrary library) {
        this.library = library;
    }

    /** Loaded at first use; the outcome stands for the process. */
    private static final class Holder {
        static final Reading<Nvml> NVML = load();

        private static Reading<Nvml> load() {
            try {
                Nvml nvml = new Nvml(NativeLibrary.getInstance(LIBRARY));
                int result = nvml.call("nvmlInit_v2");
                return result == SUCCESS
                        ? Reading.measured(nvml)
                        : Reading.failed(LIBRARY + ": nvmlInit_v2: " + nvml.errorText(result));
            } catch (UnsatisfiedLinkError e) {
                return Reading.notSupported("no NVIDIA management library: " + LIBRARY + " not found");
            } catch (LinkageError e) {
                return Reading.failed("JNA cannot be loaded: " + e);
            }
        }
    }

    static Reading<String> driverVersion() {
        return with(nvml -> nvml.text("nvmlSystemGetDriverVersion"));
    }

    /** PCI bus ids of all devices, in the management library's order. */
    static Reading<List<String>> busIds() {
        return with(nvml -> {
            IntByReference count = new IntByReference();
            return nvml.outcome("nvmlDeviceGetCount_v2", nvml.call("nvmlDeviceGetCount_v2", count), () -> {
                List<String> ids = new ArrayList<>();
                for (int i = 0; i < count.getValue(); i++) {
                    PointerByReference handle = new PointerByReference();
                    Memory info = cleared(PCI_INFO_BYTES);
                    if (nvml.call("nvmlDeviceGetHandleByIndex_v2", i, handle) == SUCCESS
                            && nvml.call("nvmlDeviceGetPciInfo_v3", handle.getValue(), info) == SUCCESS) {
                        ids.add(info.getString(PCI_BUS_ID_OFFSET, StandardCharsets.US_ASCII.name()));
                    }
                }
                return List.copyOf(ids);
            });
        });
    }

    static Reading<String> name(String busId) {
        return onDevice(busId, (nvml, device) -> nvml.text("nvmlDeviceGetName", device));
    }

    static Reading<String> uuid(String busId) {
        return onDevice(busId, (nvml, device) -> nvml.text("nvmlDeviceGetUUID", device));
    }

    static Reading<Long> totalBytes(String busId) {
        return memory(busId, 0);
    }

    static Reading<Long> freeBytes(String busId) {
        return memory(busId, MEMORY_FREE_OFFSET);
    }

    static Reading<Integer> pcieGeneration(String busId) {
        return number(busId, "nvmlDeviceGetCurrPcieLinkGeneration");
    }

    static Reading<Integer> pcieWidth(String busId) {
        return number(busId, "nvmlDeviceGetCurrPcieLinkWidth");
    }

    /** Processes with a compute context on the device, but this one. */
    static Reading<List<DeviceRecord.Holder>> otherProcesses(String busId) {
        long own = ProcessHandle.current().pid();
        return then(
                processes(busId),
                all -> Reading.measured(
                        all.stream().filter(process -> process.pid() != own).toList()));
    }

    /** Memory that this process holds on the device. */
    static Reading<Long> ownBytes(String busId) {
        long own = ProcessHandle.current().pid();
        return then(
                processes(busId),
                all -> all.stream()
                        .filter(process -> process.pid() == own)
                        .map(DeviceRecord.Holder::usedBytes)
                        .findFirst()
                        .orElseGet(() -> Reading.notSupported("the driver lists no process " + own
                                + ": in a container it knows this one by another id")));
    }

    private static <T, U> Reading<U> then(Reading<T> reading, Function<T, Reading<U>> next) {
        return reading instanceof Reading.Value<T> present ? next.apply(present.value()) : carry(reading);
    }

    /** Processes with a compute context on the device, this one among them. */
    private static Reading<List<DeviceRecord.Holder>> processes(String busId) {
        return onDevice(busId, Nvml::processes);
    }

    private Reading<List<DeviceRecord.Holder>> processes(Pointer device) {
        String call = "nvmlDeviceGetComputeRunningProcesses_v3";
        IntByReference count = new IntByReference(0);
        int result = call(call, device, count, Pointer.NULL);
        Memory infos = null;
        // Processes come and go between asking how many and asking which.
        while (result == INSUFFICIENT_SIZE && count.getValue() < MOST_PROCESSES) {
            count.setValue(count.getValue() + 8);
            infos = cleared(count.getValue() * PROCESS_BYTES);
            result = call(call, device, count, infos);
        }
        Memory filled = infos;
        return outcome(call, result, () -> {
            List<DeviceRecord.Holder> processes = new ArrayList<>();
            for (int i = 0; filled != null && i < count.getValue(); i++) {
                processes.add(new DeviceRecord.Holder(
                        Integer.toUnsignedLong(filled.getInt((long) i * PROCESS_BYTES)),
                        used(filled.getLong((long) i * PROCESS_BYTES + PROCESS_MEMORY_OFFSET))));
            }
            return List.copyOf(processes);
        });
    }

    private static Reading<Long> used(long bytes) {
        return bytes == VALUE_NOT_AVAILABLE
                ? Reading.notSupported("the driver does not tell memory by process here")
                : Reading.measured(bytes);
    }

    private static Reading<Long> memory(String busId, int offset) {
        return onDevice(busId, (nvml, device) -> {
            Memory memory = cleared(MEMORY_BYTES);
            return nvml.outcome(
                    "nvmlDeviceGetMemoryInfo",
                    nvml.call("nvmlDeviceGetMemoryInfo", device, memory),
                    () -> memory.getLong(offset));
        });
    }

    /** Energy that the whole GPU, its memory included, took since its driver was loaded; steps every 20 to 100 ms. */
    static Reading<Long> energyMicrojoules(String busId) {
        return onDevice(busId, (nvml, device) -> {
            String call = "nvmlDeviceGetTotalEnergyConsumption";
            LongByReference millijoules = new LongByReference();
            return nvml.outcome(
                    call, nvml.call(call, device, millijoules), () -> Math.multiplyExact(millijoules.getValue(), 1000));
        });
    }

    private static Reading<Integer> number(String busId, String call) {
        return onDevice(busId, (nvml, device) -> {
            IntByReference value = new IntByReference();
            return nvml.outcome(call, nvml.call(call, device, value), value::getValue);
        });
    }

    private Reading<String> text(String call, Object... leading) {
        Memory text = cleared(TEXT_BYTES);
        Object[] arguments = new Object[leading.length + 2];
        System.arraycopy(leading, 0, arguments, 0, leading.length);
        arguments[leading.length] = text;
        arguments[leading.length + 1] = TEXT_BYTES;
        return outcome(call, call(call, arguments), () -> text.getString(0, StandardCharsets.UTF_8.name()));
    }

    private static <T> Reading<T> with(Function<Nvml, Reading<T>> question) {
        if (Holder.NVML instanceof Reading.Value<Nvml> present) {
            try {
                return question.apply(present.value());
            } catch (UnsatisfiedLinkError e) {
                return Reading.notSupported(LIBRARY + " is too old: " + e.getMessage());
            }
        }
        return carry(Holder.NVML);
    }

    /** An absent reading, as one of another type. */
    static <T> Reading<T> carry(Reading<?> absent) {
        return absent instanceof Reading.Failed<?> failure
                ? Reading.failed(failure.failed())
                : Reading.notSupported(absent.whyAbsent().orElseThrow());
    }

    private interface DeviceQuestion<T> {
        Reading<T> ask(Nvml nvml, Pointer device);
    }

    private static <T> Reading<T> onDevice(String busId, DeviceQuestion<T> question) {
        return with(nvml -> {
            PointerByReference handle = new PointerByReference();
            String call = "nvmlDeviceGetHandleByPciBusId_v2";
            int result = nvml.call(call, busId, handle);
            return result == SUCCESS
                    ? question.ask(nvml, handle.getValue())
                    : Reading.failed(call + " of " + busId + ": " + nvml.errorText(result));
        });
    }

    private <T> Reading<T> outcome(String call, int result, Supplier<T> value) {
        return switch (result) {
            case SUCCESS -> Reading.measured(value.get());
            case NOT_SUPPORTED -> Reading.notSupported("the GPU's driver does not tell (" + call + ")");
            default -> Reading.failed(call + ": " + errorText(result));
        };
    }

    private int call(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    private String errorText(int result) {
        return library.getFunction("nvmlErrorString").invokeString(new Object[] {result}, false) + " (" + result + ")";
    }

    private static Memory cleared(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory;
    }
}
