package dev.berth.profiler.export;

import static dev.berth.table.Cell.all;
import static dev.berth.table.Cell.only;
import static dev.berth.table.Cell.prefixed;
import static dev.berth.table.Cell.renamed;
import static dev.berth.table.Cell.through;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.StageProfile;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.ModelProfile.Unloading;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ModelRecord.ComponentRecord;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.dataset.ProfileDataset;
import dev.berth.profiler.export.TableSource.Of;
import dev.berth.profiler.export.TableSource.OfModel;
import dev.berth.table.Cell;
import dev.berth.table.RecordColumns;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that datasets and raw runs hold, as flat tables: what is exported, queried and documented. Columns are the
 * components of the records themselves, with their units and descriptions.
 */
public final class DatasetTables {
    private DatasetTables() {}

    /**
     * Every table over all sources, the most asked for first; columns do not depend on the sources.
     *
     * @param sources may be none
     */
    public static List<Table> of(List<TableSource> sources) {
        return Stream.concat(
                        Stream.of(WideProfile.table(sources)),
                        Stream.concat(calibrated(sources).stream(), RawTables.of(sources).stream()))
                .toList();
    }

    private static List<Table> calibrated(List<TableSource> sources) {
        return List.of(
                ofModels(
                        sources,
                        "phases",
                        "One row a model, device, tier, reader setting and phase; the phases of a preload are disjoint.",
                        PhaseRow.CELLS,
                        PhaseRow::of),
                ofModels(
                        sources,
                        "models",
                        "One row a model: what its files say of it.",
                        MODEL_CELLS,
                        profile -> List.of(profile.model())),
                ofModels(
                        sources,
                        "components",
                        "One row a part that a model is made of.",
                        prefixed("component_", RecordColumns.of(ComponentRecord.class)),
                        profile -> profile.model().components()),
                ofModels(
                        sources,
                        "left_out",
                        "One row a file or folder that lies with a model and is not part of it.",
                        RecordColumns.of(LeftOut.class),
                        profile -> profile.model().storage().leftOut()),
                ofModels(
                        sources,
                        "device_memory",
                        "One row a model and device: the memory it takes there.",
                        RecordColumns.of(DeviceMemory.class),
                        ModelProfile::deviceMemory),
                ofModels(
                        sources,
                        "unloads",
                        "One row a model and device: what giving its memory back takes.",
                        RecordColumns.of(Unloading.class),
                        ModelProfile::unload),
                ofModels(
                        sources,
                        "reloads",
                        "One row a model, device, tier and reader setting: the load right after an unload.",
                        RecordColumns.of(Reload.class),
                        ModelProfile::reload),
                ofModels(
                        sources,
                        "loads",
                        "One row a model, device, tier, reader setting, kind and number of loads: several loads at once,"
                                + " or one on a busy device.",
                        RecordColumns.of(ConcurrentPreload.class),
                        ModelProfile::concurrent),
                ofModels(
                        sources,
                        "engines",
                        "One row a model, engine, tier and setting: from its start to ready, and what a request takes.",
                        RecordColumns.of(EngineProfile.class),
                        ModelProfile::engines),
                ofModels(
                        sources,
                        "stages",
                        "One row a model, engine, tier, setting and stage of the start.",
                        StageRow.CELLS,
                        StageRow::of),
                ofDatasets(
                        sources,
                        "ceilings",
                        "One row a path that bytes take: the most the hardware was seen to give in the session.",
                        RecordColumns.of(Ceiling.class),
                        ProfileDataset::ceilings),
                ofDatasets(
                        sources,
                        "lines",
                        "One row a device, tier and reader setting: delay = intercept_ns + ns_per_byte × bytes, fitted"
                                + " over the models.",
                        LINE_CELLS,
                        ProfileDataset::delayLines),
                ofDatasets(
                        sources,
                        "machines",
                        "One row a dataset: the machine that all its figures belong to.",
                        RecordColumns.of(MachineRecord.class),
                        dataset -> List.of(dataset.machine())),
                ofDatasets(
                        sources,
                        "gpus",
                        "One row a graphics processor of the machine.",
                        prefixed("gpu_", RecordColumns.of(MachineRecord.Gpu.class)),
                        dataset -> dataset.machine().gpus()),
                ofDatasets(
                        sources,
                        "devices",
                        "One row a device that was preloaded to.",
                        RecordColumns.of(DeviceRecord.class),
                        ProfileDataset::devices),
                ofDatasets(
                        sources,
                        "datasets",
                        "One row a dataset: who wrote it when, and the instrument's own error.",
                        only(
                                name -> !name.startsWith("machine_") || name.equals("machine_fingerprint"),
                                RecordColumns.of(ProfileDataset.class)),
                        List::of));
    }

    /** What a model's files say of it, its name apart. */
    static final List<Cell<ModelRecord>> MODEL_CELLS = renamed(
            Map.of("fingerprint", "model_fingerprint", "provenance", "weight_provenance"),
            only(name -> !name.equals("name"), RecordColumns.of(ModelRecord.class)));

    /** Their units are in no key of the dataset. */
    private static final List<Cell<DelayLine>> LINE_CELLS = renamed(
            Map.of(
                    "scatter_intercept_variance",
                    "intercept_variance_ns_squared",
                    "scatter_slope_variance",
                    "slope_variance_ns_squared_per_byte_squared",
                    "scatter_covariance",
                    "covariance_ns_squared_per_byte",
                    "scatter_relative_residual",
                    "relative_residual",
                    "scatter_degrees_of_freedom",
                    "degrees_of_freedom",
                    "scatter_student_quantile",
                    "student_quantile"),
            RecordColumns.of(DelayLine.class));

    /** Which source a row is of. */
    static <R> Cell<R> datasetName(Function<R, TableSource> source) {
        return new Cell<>(
                TableColumn.text("dataset").described("folder of the dataset, below the one that was asked for"),
                row -> source.apply(row).name());
    }

    /** Which model a row is of. */
    static <R> Cell<R> modelName(Function<R, String> model) {
        return new Cell<>(TableColumn.text("model").described("name of the model"), model);
    }

    private static <P> Table ofModels(
            List<TableSource> sources,
            String name,
            String description,
            List<Cell<P>> cells,
            Function<ModelProfile, List<P>> parts) {
        List<Cell<OfModel<P>>> head = List.of(
                datasetName(OfModel<P>::source),
                modelName(row -> row.profile().model().name()));
        return table(
                sources,
                name,
                description,
                all(head, through(OfModel<P>::part, cells)),
                (source, row) -> source.ofModels(parts, row));
    }

    private static <P> Table ofDatasets(
            List<TableSource> sources,
            String name,
            String description,
            List<Cell<P>> cells,
            Function<ProfileDataset, List<P>> parts) {
        return table(
                sources,
                name,
                description,
                all(List.of(datasetName(Of<P>::source)), through(Of<P>::part, cells)),
                (source, row) -> source.parts(parts, row));
    }

    /** A table over all sources. */
    static <T> Table table(
            List<TableSource> sources,
            String name,
            String description,
            List<Cell<T>> cells,
            BiConsumer<TableSource, Consumer<T>> rows) {
        return Table.of(name, description, cells, row -> sources.forEach(source -> rows.accept(source, row)));
    }

    /**
     * A stage with the engine's setting.
     *
     * @param engine whose start it is of
     */
    private record StageRow(EngineProfile engine, StageProfile stage) {
        private static final List<String> SETTING = List.of("engine", "variant", "digest", "device", "tier", "threads");

        static final List<Cell<StageRow>> CELLS = all(
                through(StageRow::engine, only(SETTING::contains, RecordColumns.of(EngineProfile.class))),
                prefixed("stage_", through(StageRow::stage, RecordColumns.of(StageProfile.class))));

        static List<StageRow> of(ModelProfile profile) {
            return profile.engines().stream()
                    .flatMap(engine -> engine.stages().stream().map(stage -> new StageRow(engine, stage)))
                    .toList();
        }
    }
}
