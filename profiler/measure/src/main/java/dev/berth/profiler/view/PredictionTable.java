package dev.berth.profiler.view;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.profiler.export.Reasons;
import dev.berth.profiler.predict.Prediction;
import dev.berth.profiler.predict.Prediction.DelayPrediction;
import dev.berth.profiler.predict.Prediction.MemoryPrediction;
import dev.berth.profiler.predict.Prediction.Method;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Predictions for people: one row a model, device and tier. */
public final class PredictionTable {
    private PredictionTable() {}

    public static List<String> of(List<Prediction> predictions, Page page) {
        Reasons reasons = new Reasons();
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.name("format").asDetail(6),
                Column.figure("weights").asDetail(5),
                Column.figure("storage").asDetail(3),
                Column.text("device").asDetail(2),
                Column.figure("memory").asDetail(1),
                Column.text("cache"),
                Column.text("reader").asDetail(4),
                Column.text("by").asDetail(7),
                Column.figure("delay"),
                Column.figure("interval"),
                Column.figure("% error"),
                Column.text("")));
        for (Prediction prediction : predictions) {
            if (prediction.preload().isEmpty()) {
                table.add(unpredictedRow(prediction, reasons));
            }
            prediction.preload().forEach(delay -> table.add(row(prediction, delay, reasons)));
        }
        Set<String> lines = new LinkedHashSet<>();
        lines.addAll(reasons.lines());
        lines.add(
                "storage and weights are from the files' headers; device memory and delay are predicted; interval: 90 % of the"
                        + " model's runs by terms, 95 % for its median by a line; % error: median on measured models that it was not"
                        + " fitted on");
        predictions.forEach(prediction -> lines.addAll(prediction.notes()));
        List<String> all = new ArrayList<>(table.lines(page));
        lines.forEach(line -> all.addAll(TextTable.wrapped(line, page.width())));
        return all;
    }

    private static List<String> head(Prediction prediction) {
        return List.of(
                prediction.model().shownName(),
                prediction.model().format(),
                Figures.bytes(prediction.model().weightBytes()),
                Figures.bytes(prediction.model().storage().apparentBytes()));
    }

    private static List<String> row(Prediction prediction, DelayPrediction delay, Reasons reasons) {
        List<String> cells = new ArrayList<>(head(prediction));
        Optional<MemoryPrediction> memory = prediction.deviceMemory().stream()
                .filter(candidate -> candidate.device().equals(delay.setting().device()))
                .findFirst();
        cells.add(delay.setting().device());
        cells.add(memory.map(predicted -> reasons.cell(predicted.allocatedBytes(), Figures::bytes))
                .orElseGet(() -> reasons.absent(
                        "no device memory measured on " + delay.setting().device())));
        cells.add(delay.setting().tier().label());
        cells.add(delay.setting().reader());
        cells.add(delay.method() == Method.TERMS ? "terms" : "line");
        cells.add(reasons.cell(delay.delayNanos(), estimate -> Figures.duration(estimate.value())));
        cells.add(reasons.cell(delay.delayNanos(), PredictionTable::interval));
        cells.add(String.format(Locale.ROOT, "%.0f", 100 * delay.leaveOneOutError()));
        cells.add(delay.extrapolated() ? "extrapolated" : "");
        return cells;
    }

    private static List<String> unpredictedRow(Prediction prediction, Reasons reasons) {
        Reading<Estimate> none = Reading.notSupported("no fitted line");
        List<String> cells = new ArrayList<>(head(prediction));
        Optional<MemoryPrediction> memory = prediction.deviceMemory().stream().findFirst();
        cells.add(memory.map(MemoryPrediction::device).orElse(reasons.cell(none, String::valueOf)));
        cells.add(memory.map(predicted -> reasons.cell(predicted.allocatedBytes(), Figures::bytes))
                .orElseGet(() -> reasons.absent("no device memory measured")));
        for (int i = 0; i < 6; i++) {
            cells.add(reasons.cell(none, String::valueOf));
        }
        cells.add("");
        return cells;
    }

    private static String interval(Estimate estimate) {
        return Figures.duration(estimate.low()) + " to " + Figures.duration(estimate.high());
    }
}
