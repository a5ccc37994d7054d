package dev.berth.profiler.calibrate;

import dev.berth.profile.Distribution;
import dev.berth.profile.ModelProfile;
import dev.berth.profile.ModelProfile.DeviceMemory;
import dev.berth.profile.ModelProfile.Preload;
import dev.berth.profile.ModelRecord;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A dataset as CSV (RFC 4180, header line, CRLF) in long form: one row a model, device, tier, reader setting and phase,
 * the phase {@code total} first. Columns carry their units; a cell is empty where the dataset has no value.
 */
public final class ProfileCsv {
    private static final List<String> HEADER = List.of(
            "machineFingerprint",
            "model",
            "modelFingerprint",
            "format",
            "task",
            "generative",
            "parameters",
            "weightBytes",
            "apparentBytes",
            "storageAllocatedBytes",
            "device",
            "deviceAllocatedBytes",
            "devicePeakBytes",
            "tier",
            "reader",
            "threads",
            "chunkBytes",
            "provenance",
            "phase",
            "n",
            "meanNanos",
            "standardDeviationNanos",
            "minNanos",
            "p50Nanos",
            "p50LowNanos",
            "p50HighNanos",
            "p90Nanos",
            "p99Nanos",
            "maxNanos",
            "bytes",
            "bytesPerSecond",
            "fractionOfDisk",
            "fractionOfLink",
            "boundBy",
            "coefficientOfVariation",
            "drift",
            "unprovenRuns",
            "failedRuns");

    /** What holds for the whole preload stands in its row alone, so that a sum over rows counts nothing twice. */
    private static final List<Object> NOT_OF_A_PHASE = Collections.nCopies(9, "");

    private ProfileCsv() {}

    /** The whole table. */
    public static String of(ProfileDataset dataset) {
        StringBuilder csv = new StringBuilder();
        append(csv, HEADER);
        for (ModelProfile profile : dataset.models()) {
            for (Preload preload : profile.preload()) {
                List<Object> head = head(dataset, profile, preload);
                append(csv, row(head, "total", preload.total(), wholePreload(preload)));
                preload.phases()
                        .forEach((phase, distribution) ->
                                append(csv, row(head, phase.label(), distribution, NOT_OF_A_PHASE)));
            }
        }
        return csv.toString();
    }

    private static List<Object> head(ProfileDataset dataset, ModelProfile profile, Preload preload) {
        ModelRecord model = profile.model();
        Reading<Long> unmeasured = Reading.notSupported("not measured");
        var memory = profile.deviceMemory().stream()
                .filter(candidate -> candidate.device().equals(preload.device()))
                .findFirst();
        return List.of(
                dataset.machine().fingerprint(),
                model.name(),
                model.fingerprint(),
                model.format(),
                model.task(),
                model.generative(),
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
        cells.addAll(List.of(
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
        return List.of(
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

    private static String cell(Reading<?> reading) {
        return reading.optional().map(String::valueOf).orElse("");
    }

    private static void append(StringBuilder csv, List<?> cells) {
        for (int i = 0; i < cells.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(quoted(String.valueOf(cells.get(i))));
        }
        csv.append("\r\n");
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0);
        return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
