package dev.berth.profiler.export;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.ModelProfile.Unloading;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Device memory and what it takes to give it back: a row for each model. */
final class ReturnTable {
    private static final List<Column> COLUMNS = List.of(
            Column.name("model"),
            Column.figure("requested").asDetail(4),
            Column.figure("on device"),
            Column.figure("by process").asDetail(5),
            Column.figure("off header %").asDetail(2),
            Column.figure("unload n").asDetail(3),
            Column.figure("unload p50"),
            Column.figure("not returned"),
            Column.text("re-load"),
            Column.figure("n"),
            Column.figure("p50"));

    private ReturnTable() {}

    /** Empty where no memory was given back. */
    static Optional<TextTable> of(List<ModelProfile> models, String device, Reasons reasons) {
        TextTable table = new TextTable(COLUMNS);
        boolean empty = true;
        for (ModelProfile profile : models) {
            Optional<Unloading> unload = profile.unload().stream()
                    .filter(one -> one.device().equals(device))
                    .findFirst();
            Optional<DeviceMemory> memory = profile.deviceMemory().stream()
                    .filter(one -> one.device().equals(device))
                    .findFirst();
            if (unload.isPresent() && memory.isPresent()) {
                empty = false;
                addRows(table, profile, device, memory.get(), unload.get(), reasons);
            }
        }
        return empty ? Optional.empty() : Optional.of(table);
    }

    private static void addRows(
            TextTable table,
            ModelProfile profile,
            String device,
            DeviceMemory memory,
            Unloading unload,
            Reasons reasons) {
        List<String> head = List.of(
                profile.model().shownName(),
                reasons.cell(memory.requestedBytes(), Figures::bytes),
                reasons.cell(memory.allocatedBytes(), Figures::bytes),
                reasons.cell(memory.processBytes(), Figures::bytes),
                reasons.cell(memory.predictionError(), ReturnTable::percent),
                String.valueOf(unload.time().n()),
                Figures.duration((double) unload.time().p50Nanos()),
                reasons.cell(unload.missingBytes(), bytes -> missing(bytes, unload.incompleteRuns())));
        List<Reload> reloads = profile.reload().stream()
                .filter(one -> one.device().equals(device))
                .toList();
        if (reloads.isEmpty()) {
            String absent =
                    reasons.cell(Reading.<String>notSupported("no re-load was timed; see --loads-runs"), text -> text);
            table.add(row(head, absent, absent, absent));
        }
        for (Reload reload : reloads) {
            table.add(row(
                    head,
                    reload.tier().label() + " " + reload.reader(),
                    String.valueOf(reload.total().n()),
                    Figures.duration((double) reload.total().p50Nanos())));
        }
    }

    private static List<String> row(List<String> head, String reload, String n, String median) {
        List<String> cells = new ArrayList<>(head);
        cells.addAll(List.of(reload, n, median));
        return cells;
    }

    private static String missing(long bytes, int runs) {
        return Figures.bytes(bytes) + (runs == 0 ? "" : " (" + runs + (runs == 1 ? " run)" : " runs)"));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%+.1f", 100 * fraction);
    }
}
