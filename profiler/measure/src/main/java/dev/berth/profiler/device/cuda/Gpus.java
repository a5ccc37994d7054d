package dev.berth.profiler.device.cuda;

import dev.berth.dataset.MachineRecord.Gpu;
import dev.berth.record.Reading;
import java.util.List;
import java.util.stream.IntStream;

/** The NVIDIA GPUs of this machine as their management library lists them, without opening any. */
public final class Gpus {
    private Gpus() {}

    /** All GPUs the driver manages; its numbering, which CUDA's may differ from: compare bus ids. */
    public static Reading<List<Gpu>> list() {
        Reading<List<String>> busIds = Nvml.busIds();
        if (busIds instanceof Reading.Value<List<String>> ids) {
            return Reading.measured(IntStream.range(0, ids.value().size())
                    .mapToObj(i -> gpu(i, ids.value().get(i)))
                    .toList());
        }
        return Nvml.carry(busIds);
    }

    /** Version of the kernel driver, for example {@code 550.54.15}. */
    public static Reading<String> driverVersion() {
        return Nvml.driverVersion();
    }

    /** Bus addresses of the GPUs whose driver counts their energy. */
    public static Reading<String> countingEnergy() {
        Reading<List<String>> busIds = Nvml.busIds();
        if (busIds instanceof Reading.Value<List<String>> ids) {
            List<String> counting = ids.value().stream()
                    .filter(id -> Nvml.energyMicrojoules(id).optional().isPresent())
                    .toList();
            return counting.isEmpty()
                    ? Reading.notSupported("no GPU's driver tells its energy")
                    : Reading.measured(String.join(", ", counting));
        }
        return Nvml.carry(busIds);
    }

    private static Gpu gpu(int index, String busId) {
        return new Gpu(
                Reading.measured(index),
                Nvml.name(busId),
                Nvml.uuid(busId),
                Nvml.totalBytes(busId),
                Nvml.pcieGeneration(busId),
                Nvml.pcieWidth(busId),
                Reading.measured(busId));
    }
}
