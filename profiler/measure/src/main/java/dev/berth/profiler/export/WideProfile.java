package dev.berth.profiler.export;

import static dev.berth.table.Cell.all;
import static dev.berth.table.Cell.only;
import static dev.berth.table.Cell.prefixed;
import static dev.berth.table.Cell.through;
import static dev.berth.table.Cell.throughAny;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.ModelProfile.Unloading;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.RecordShape;
import dev.berth.table.Cell;
import dev.berth.table.RecordColumns;
import dev.berth.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One preload with all that belongs to it: the model, the machine, the memory it takes, the load after an unload, two
 * loads at once, the ceiling of the disk and the fitted line.
 */
record WideProfile(TableSource source, ProfileDataset dataset, ModelProfile profile, Preload preload) {
    /** Of the many things a machine is; the table of machines has all. */
    private static final Set<String> OF_DATASET = Set.of(
            "tool",
            "created_utc",
            "machine_fingerprint",
            "machine_cpu_model",
            "machine_cpu_logical_cores",
            "machine_memory_total_bytes",
            "machine_os_kernel",
            "machine_storage_file_system",
            "machine_storage_block_device",
            "machine_storage_block_device_model",
            "machine_storage_rotational",
            "machine_container_virtualization",
            "instrument_empty_run_ns",
            "instrument_idle_processor_watts",
            "instrument_idle_device_watts");

    private static final Set<String> OF_LOADS = Set.of(
            "delay_n",
            "delay_p50_ns",
            "slowdown",
            "slowdown_interval_low",
            "slowdown_interval_high",
            "bytes_per_second");

    private static final Set<String> OF_LINE = Set.of(
            "intercept_ns",
            "intercept_low_ns",
            "intercept_high_ns",
            "ns_per_byte",
            "ns_per_byte_low",
            "ns_per_byte_high",
            "models",
            "leave_one_out_error");

    private static final List<String> PHASES = Arrays.stream(PreloadPhase.values())
            .map(phase -> RecordColumns.name(RecordShape.label(phase)) + "_")
            .toList();

    private static final int TWO = 2;

    private static final List<Cell<WideProfile>> CELLS = all(
            List.of(
                    DatasetTables.datasetName(WideProfile::source),
                    DatasetTables.modelName(row -> row.profile().model().name())),
            through(WideProfile::preload, only(WideProfile::isMedianOrWhole, RecordColumns.of(Preload.class))),
            through(row -> row.profile().model(), DatasetTables.MODEL_CELLS),
            part("device_memory_", WideProfile::memory, DeviceMemory.class, WideProfile::isNoSetting),
            part("unload_", WideProfile::unload, Unloading.class, WideProfile::isNoSetting),
            part("reload_", WideProfile::reload, Reload.class, WideProfile::isNoSetting),
            part("two_loads_", WideProfile::twoLoads, ConcurrentPreload.class, OF_LOADS::contains),
            part("disk_ceiling_", WideProfile::ceiling, Ceiling.class, name -> !name.matches("kind|subject")),
            part("line_", WideProfile::line, DelayLine.class, OF_LINE::contains),
            through(WideProfile::dataset, only(OF_DATASET::contains, RecordColumns.of(ProfileDataset.class))));

    static Table table(List<TableSource> sources) {
        return DatasetTables.table(
                sources,
                "profiles",
                "One row a model, device, tier and reader setting: its preload delay, with the model, the machine and"
                        + " all else that belongs to it beside it.",
                CELLS,
                (source, row) -> source.ofModels(
                        ModelProfile::preload,
                        of -> row.accept(
                                new WideProfile(source, source.dataset().orElseThrow(), of.profile(), of.part()))));
    }

    private static <P extends Record> List<Cell<WideProfile>> part(
            String prefix, Function<WideProfile, P> part, Class<P> type, Predicate<String> columns) {
        return throughAny(part, prefixed(prefix, only(columns, RecordColumns.of(type))));
    }

    /** Of phases the median alone; the table of phases has all. */
    private static boolean isMedianOrWhole(String name) {
        return PHASES.stream().noneMatch(name::startsWith) || name.endsWith("_p50_ns");
    }

    private static boolean isNoSetting(String name) {
        return !Set.of("device", "tier", "reader", "threads", "chunk_bytes").contains(name);
    }

    private DeviceMemory memory() {
        return first(profile.deviceMemory().stream().filter(one -> one.device().equals(preload.device())));
    }

    private Unloading unload() {
        return first(profile.unload().stream().filter(one -> one.device().equals(preload.device())));
    }

    private Reload reload() {
        return first(profile.reload().stream().filter(one -> one.setting().equals(preload.setting())));
    }

    private ConcurrentPreload twoLoads() {
        return first(profile.concurrent().stream()
                .filter(one -> one.kind() == LoadKind.CONCURRENT && one.loads() == TWO)
                .filter(one -> one.setting().equals(preload.setting())));
    }

    private Ceiling ceiling() {
        return first(dataset.ceilings().stream()
                .filter(one -> one.kind() == Ceiling.Kind.DIRECT_READ
                        && one.subject().equals(profile.model().name())));
    }

    private DelayLine line() {
        return first(dataset.delayLines().stream().filter(one -> one.setting().equals(preload.setting())));
    }

    private static <P> P first(Stream<P> parts) {
        return parts.findFirst().orElse(null);
    }
}
