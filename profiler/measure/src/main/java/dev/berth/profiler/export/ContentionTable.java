package dev.berth.profiler.export;

import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Contention;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Loads in company: a row for each model, tier, reader setting and number of loads at once. */
final class ContentionTable {
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

    private ContentionTable() {}

    /** Empty where nothing was loaded in company. */
    static Optional<TextTable> of(List<ModelProfile> models, String device, Reasons reasons) {
        TextTable table = new TextTable(COLUMNS);
        boolean empty = true;
        for (ModelProfile profile : models) {
            for (Contention company : profile.contention()) {
                if (company.device().equals(device)) {
                    empty = false;
                    table.add(row(profile.model().name(), company, reasons));
                }
            }
        }
        return empty ? Optional.empty() : Optional.of(table);
    }

    private static List<String> row(String model, Contention company, Reasons reasons) {
        return List.of(
                model,
                company.tier().label(),
                company.reader(),
                company.kind() == LoadKind.TOGETHER
                        ? company.loads() + " at once"
                        : company.kind().label(),
                String.valueOf(company.delay().n()),
                Figures.duration((double) company.delay().p50Nanos()),
                String.format(Locale.ROOT, "%.2f", company.slowdown()),
                reasons.cell(
                        company.slowdownInterval(),
                        interval -> String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high())),
                String.format(Locale.ROOT, "%.2f", company.bytesPerSecond() / 1e9),
                reasons.cell(company.copyBytesPerSecond(), rate -> String.format(Locale.ROOT, "%.2f", rate / 1e9)));
    }
}
