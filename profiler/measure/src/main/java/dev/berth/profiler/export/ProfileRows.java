package dev.berth.profiler.export;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.Energy;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A dataset as a table in long form: one row a model, device, tier, reader setting and phase, the phase {@code total}
 * first; then one a model, engine and what was timed of it: {@code ready}, its stages, {@code first request},
 * {@code later request}, {@code per token}, {@code unaccounted}. Columns carry their units; a cell is null where the
 * dataset has no value.
 */
public final class ProfileRows {
    static final List<TableColumn> COLUMNS = List.of(
            TableColumn.text("machineFingerprint"),
            TableColumn.text("model"),
            TableColumn.text("modelFingerprint"),
            TableColumn.text("format"),
            TableColumn.text("task"),
            TableColumn.truth("generative"),
            TableColumn.text("weightProvenance"),
            TableColumn.whole("parameters"),
            TableColumn.whole("weightBytes"),
            TableColumn.whole("apparentBytes"),
            TableColumn.whole("storageAllocatedBytes").orEmpty(),
            TableColumn.text("device"),
            TableColumn.whole("deviceAllocatedBytes").orEmpty(),
            TableColumn.whole("devicePeakBytes").orEmpty(),
            TableColumn.text("tier"),
            TableColumn.text("reader").orEmpty(),
            TableColumn.whole("threads"),
            TableColumn.whole("chunkBytes").orEmpty(),
            TableColumn.text("provenance"),
            TableColumn.text("phase"),
            TableColumn.whole("n"),
            TableColumn.real("meanNanos"),
            TableColumn.real("standardDeviationNanos"),
            TableColumn.whole("minNanos"),
            TableColumn.whole("p50Nanos"),
            TableColumn.whole("p50LowNanos").orEmpty(),
            TableColumn.whole("p50HighNanos").orEmpty(),
            TableColumn.whole("p90Nanos").orEmpty(),
            TableColumn.whole("p99Nanos").orEmpty(),
            TableColumn.whole("maxNanos"),
            TableColumn.whole("bytes").orEmpty(),
            TableColumn.real("bytesPerSecond").orEmpty(),
            TableColumn.real("fractionOfDisk").orEmpty(),
            TableColumn.real("fractionOfLink").orEmpty(),
            TableColumn.text("boundBy").orEmpty(),
            TableColumn.real("coefficientOfVariation").orEmpty(),
            TableColumn.real("drift").orEmpty(),
            TableColumn.whole("unprovenRuns").orEmpty(),
            TableColumn.whole("failedRuns").orEmpty(),
            TableColumn.real("processorJoules").orEmpty(),
            TableColumn.real("deviceJoules").orEmpty(),
            TableColumn.real("processorIdleWatts").orEmpty(),
            TableColumn.real("deviceIdleWatts").orEmpty(),
            TableColumn.text("engine").orEmpty(),
            TableColumn.whole("steps").orEmpty(),
            TableColumn.real("baseNanos").orEmpty(),
            TableColumn.real("nanosPerStep").orEmpty(),
            TableColumn.text("stepUnit").orEmpty(),
            TableColumn.whole("residentBytes").orEmpty(),
            TableColumn.whole("peakResidentBytes").orEmpty(),
            TableColumn.whole("engineDeviceBytes").orEmpty());

    /** What holds for the whole preload stands in its row alone, so that a sum over rows counts nothing twice. */
    private static final List<Object> NOT_OF_A_PHASE = Collections.nCopies(13, null);

    private static final List<Object> NO_ENERGY = Collections.nCopies(4, null);

    private static final List<Object> NOT_OF_WEIGHTS = Collections.nCopies(8, null);

    private ProfileRows() {}

    /** The whole table; its columns are called as the keys of the dataset are. */
    public static Table table(ProfileDataset dataset) {
        return new Table("timings", "", COLUMNS, rows -> of(dataset).forEach(rows));
    }

    /** Every row, its cells in the order of {@link #COLUMNS}. */
    static List<List<Object>> of(ProfileDataset dataset) {
        List<List<Object>> rows = new ArrayList<>();
        for (ModelProfile profile : dataset.models()) {
            for (Preload preload : profile.preload()) {
                List<Object> head = head(dataset, profile, preload);
                rows.add(row(head, "total", preload.total(), wholePreload(dataset, preload)));
                preload.phases()
                        .forEach((phase, distribution) ->
                                rows.add(row(head, phase.label(), distribution, NOT_OF_A_PHASE)));
            }
            profile.engines().forEach(engine -> rows.addAll(rows(dataset, profile, engine)));
        }
        return rows;
    }

    private static List<Object> head(ProfileDataset dataset, ModelProfile profile, Preload preload) {
        Reading<Long> unmeasured = Reading.notSupported("not measured");
        var memory = profile.deviceMemory().stream()
                .filter(candidate -> candidate.device().equals(preload.device()))
                .findFirst();
        List<Object> head = new ArrayList<>(ofModel(dataset, profile));
        head.addAll(Arrays.asList(
                preload.device(),
                cell(memory.map(DeviceMemory::allocatedBytes).orElse(unmeasured)),
                cell(memory.map(DeviceMemory::peakBytes).orElse(unmeasured)),
                preload.tier().label(),
                preload.reader(),
                preload.threads(),
                preload.chunkBytes(),
                preload.provenance().name().toLowerCase(Locale.ROOT)));
        return head;
    }

    private static List<Object> ofModel(ProfileDataset dataset, ModelProfile profile) {
        ModelRecord model = profile.model();
        return Arrays.asList(
                dataset.machine().fingerprint(),
                model.name(),
                model.fingerprint(),
                model.format(),
                model.task(),
                model.generative(),
                model.provenance().label(),
                model.parameters(),
                model.weightBytes(),
                model.storage().apparentBytes(),
                cell(model.storage().allocatedBytes()));
    }

    private static List<Object> row(List<Object> head, String phase, Distribution times, List<Object> wholePreload) {
        List<Object> cells = timed(head, phase, times);
        cells.addAll(wholePreload);
        cells.addAll(NOT_OF_WEIGHTS);
        return cells;
    }

    private static List<Object> timed(List<Object> head, String phase, Distribution times) {
        List<Object> cells = new ArrayList<>(head);
        cells.addAll(Arrays.asList(
                phase,
                times.n(),
                times.meanNanos(),
                times.standardDeviationNanos(),
                times.minNanos(),
                times.p50Nanos(),
                cell(times.p50LowNanos()),
                cell(times.p50HighNanos()),
                cell(times.p90Nanos()),
                cell(times.p99Nanos()),
                times.maxNanos()));
        return cells;
    }

    private static List<List<Object>> rows(ProfileDataset dataset, ModelProfile profile, EngineProfile engine) {
        List<Object> head = new ArrayList<>(ofModel(dataset, profile));
        head.addAll(Arrays.asList(
                engine.device(),
                null,
                null,
                engine.tier().label(),
                null,
                engine.threads(),
                null,
                Provenance.MEASURED.name().toLowerCase(Locale.ROOT)));
        List<List<Object>> rows = new ArrayList<>();
        // What holds for the engine stands beside its time to ready alone.
        List<Object> ready = timed(head, "ready", engine.ready());
        ready.addAll(
                Arrays.asList(null, null, null, null, null, null, null, engine.unprovenRuns(), engine.failedRuns()));
        ready.addAll(NO_ENERGY);
        ready.addAll(Arrays.asList(
                engine.name(),
                engine.steps(),
                engine.stepCost()
                        .optional()
                        .map(cost -> cost.baseNanos().value())
                        .orElse(null),
                engine.stepCost()
                        .optional()
                        .map(cost -> cost.nanosPerStep().value())
                        .orElse(null),
                engine.stepCost().optional().map(EngineProfile.StepCost::unit).orElse(null),
                cell(engine.memory().residentBytes()),
                cell(engine.memory().peakResidentBytes()),
                cell(engine.memory().deviceBytes())));
        rows.add(ready);
        engine.stages().forEach(stage -> rows.add(ofEngine(head, "stage " + stage.name(), stage.time(), engine)));
        engine.first().optional().ifPresent(times -> rows.add(ofEngine(head, "first request", times, engine)));
        engine.later().optional().ifPresent(times -> rows.add(ofEngine(head, "later request", times, engine)));
        engine.perToken().optional().ifPresent(times -> rows.add(ofEngine(head, "per token", times, engine)));
        rows.add(ofEngine(head, "unaccounted", engine.unaccounted(), engine));
        return rows;
    }

    private static List<Object> ofEngine(List<Object> head, String phase, Distribution times, EngineProfile engine) {
        List<Object> cells = timed(head, phase, times);
        cells.addAll(NOT_OF_A_PHASE);
        cells.addAll(Arrays.asList(engine.name(), engine.steps(), null, null, null, null, null, null));
        return cells;
    }

    private static List<Object> wholePreload(ProfileDataset dataset, Preload preload) {
        return Arrays.asList(
                preload.bytes(),
                preload.bytesPerSecond(),
                cell(preload.fractionOfDisk()),
                cell(preload.fractionOfLink()),
                preload.boundBy(),
                preload.coefficientOfVariation(),
                cell(preload.drift()),
                preload.unprovenRuns(),
                preload.failedRuns(),
                joules(preload.energy().processor()),
                joules(preload.energy().device()),
                cell(dataset.instrument().idle().processorWatts()),
                cell(dataset.instrument().idle().deviceWatts()));
    }

    private static Double joules(Reading<Energy.Spent> energy) {
        return energy.optional().map(Energy.Spent::meanJoules).orElse(null);
    }

    private static <T> T cell(Reading<T> reading) {
        return reading.optional().orElse(null);
    }
}
