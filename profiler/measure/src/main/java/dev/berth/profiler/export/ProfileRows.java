package dev.berth.profiler.export;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A dataset as a table in long form: one row a model, device, tier, reader setting and phase, the phase {@code total}
 * first. Columns carry their units; a cell is null where the dataset has no value.
 */
final class ProfileRows {
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
            TableColumn.text("reader"),
            TableColumn.whole("threads"),
            TableColumn.whole("chunkBytes"),
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
            TableColumn.whole("failedRuns").orEmpty());

    /** What holds for the whole preload stands in its row alone, so that a sum over rows counts nothing twice. */
    private static final List<Object> NOT_OF_A_PHASE = Collections.nCopies(9, null);

    private ProfileRows() {}

    /** Every row, its cells in the order of {@link #COLUMNS}. */
    static List<List<Object>> of(ProfileDataset dataset) {
        List<List<Object>> rows = new ArrayList<>();
        for (ModelProfile profile : dataset.models()) {
            for (Preload preload : profile.preload()) {
                List<Object> head = head(dataset, profile, preload);
                rows.add(row(head, "total", preload.total(), wholePreload(preload)));
                preload.phases()
                        .forEach((phase, distribution) ->
                                rows.add(row(head, phase.label(), distribution, NOT_OF_A_PHASE)));
            }
        }
        return rows;
    }

    private static List<Object> head(ProfileDataset dataset, ModelProfile profile, Preload preload) {
        ModelRecord model = profile.model();
        Reading<Long> unmeasured = Reading.notSupported("not measured");
        var memory = profile.deviceMemory().stream()
                .filter(candidate -> candidate.device().equals(preload.device()))
                .findFirst();
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
                cell(model.storage().allocatedBytes()),
                preload.device(),
                cell(memory.map(DeviceMemory::allocatedBytes).orElse(unmeasured)),
                cell(memory.map(DeviceMemory::peakBytes).orElse(unmeasured)),
                preload.tier().label(),
                preload.reader(),
                preload.threads(),
                preload.chunkBytes(),
                preload.provenance().name().toLowerCase(Locale.ROOT));
    }

    private static List<Object> row(List<Object> head, String phase, Distribution times, List<Object> wholePreload) {
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
        cells.addAll(wholePreload);
        return cells;
    }

    private static List<Object> wholePreload(Preload preload) {
        return Arrays.asList(
                preload.bytes(),
                preload.bytesPerSecond(),
                cell(preload.fractionOfDisk()),
                cell(preload.fractionOfLink()),
                preload.boundBy(),
                preload.coefficientOfVariation(),
                cell(preload.drift()),
                preload.unprovenRuns(),
                preload.failedRuns());
    }

    private static <T> T cell(Reading<T> reading) {
        return reading.optional().orElse(null);
    }
}
