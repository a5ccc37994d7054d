package dev.berth.profiler.export;

import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Concurrent loads and loads on a busy device: a row for each model, tier, reader setting and number of loads. */
final class ConcurrentTable {
    private static final List<Column> COLUMNS = List.of(
            Column.name("model"),
            Column.text("cache"),
            Column.text("reader").asDetail(3),
            Column.text("company"),
            Column.figure("n"),
            Column.figure("p50 of a load"),
            Column.figure("times alone"),
            Column.text("95 %"),
            Column.figure("GB/s in all").asDetail(1),
            Column.figure("copies GB/s").asDetail(2));

    private ConcurrentTable() {}

    /** Empty where none were timed. */
    static Optional<TextTable> of(List<ModelProfile> models, String device, Reasons reasons) {
        TextTable table = new TextTable(COLUMNS);
        boolean empty = true;
        for (ModelProfile profile : models) {
            for (ConcurrentPreload concurrent : profile.concurrent()) {
                if (concurrent.device().equals(device)) {
                    empty = false;
                    table.add(row(profile.model().shownName(), concurrent, reasons));
                }
            }
        }
        return empty ? Optional.empty() : Optional.of(table);
    }

    private static List<String> row(String model, ConcurrentPreload concurrent, Reasons reasons) {
        return List.of(
                model,
                concurrent.tier().label(),
                concurrent.reader(),
                concurrent.kind() == LoadKind.CONCURRENT
                        ? concurrent.loads() + " at once"
                        : concurrent.kind().label(),
                String.valueOf(concurrent.delay().n()),
                Figures.duration((double) concurrent.delay().p50Nanos()),
                String.format(Locale.ROOT, "%.2f", concurrent.slowdown()),
                reasons.cell(
                        concurrent.slowdownInterval(),
                        interval -> String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high())),
                Figures.gigabytes(concurrent.bytesPerSecond()),
                reasons.cell(concurrent.copyBytesPerSecond(), Figures::gigabytes));
    }
}
