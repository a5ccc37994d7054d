package dev.berth.optimizer.report;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Reading;
import dev.berth.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Preload delays of a dataset, a row a model, device, tier and reader. */
final class PreloadTable {
    private PreloadTable() {}

    static TextTable of(ProfileDataset dataset) {
        TextTable table = new TextTable(Stream.of(
                        "model",
                        "weights",
                        "device",
                        "tier",
                        "reader",
                        "n",
                        "median",
                        "95 % interval",
                        "max",
                        "GB/s",
                        "% disk",
                        "% link",
                        "bound by")
                .map(TextTable.Column::text)
                .toList());
        for (ModelProfile model : dataset.models()) {
            model.preload().forEach(preload -> table.add(row(model, preload)));
        }
        return table;
    }

    private static List<String> row(ModelProfile model, ModelProfile.Preload preload) {
        Distribution total = preload.total();
        return List.of(
                model.model().shownName(),
                String.format(Locale.ROOT, "%.2f MB", model.model().weightBytes() / 1e6),
                preload.device(),
                preload.tier().label(),
                preload.reader(),
                String.valueOf(total.n()),
                millis(total.p50Nanos()),
                interval(total),
                millis(total.maxNanos()),
                // What is on the device already is not carried there.
                preload.bytes() == 0 ? "–" : String.format(Locale.ROOT, "%.2f", preload.bytesPerSecond() / 1e9),
                percent(preload.fractionOfDisk()),
                percent(preload.fractionOfLink()),
                preload.boundBy());
    }

    private static String interval(Distribution total) {
        return total.p50LowNanos()
                .optional()
                .flatMap(low -> total.p50HighNanos().optional().map(high -> millis(low) + " – " + millis(high)))
                .orElse("–");
    }

    private static String percent(Reading<Double> fraction) {
        return fraction.optional()
                .map(value -> String.format(Locale.ROOT, "%.0f", value * 100))
                .orElse("–");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 100_000 ? "%.4f ms" : "%.2f ms", nanos / 1e6);
    }
}
