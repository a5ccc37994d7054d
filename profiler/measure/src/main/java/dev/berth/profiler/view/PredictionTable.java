package dev.berth.profiler.view;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.WeightProvenance;
import dev.berth.predict.Prediction;
import dev.berth.predict.Prediction.DelayPrediction;
import dev.berth.predict.Prediction.EnginePrediction;
import dev.berth.predict.Prediction.Interval;
import dev.berth.predict.Prediction.MemoryPrediction;
import dev.berth.predict.Prediction.Method;
import dev.berth.profiler.export.Reasons;
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
import java.util.stream.Collectors;

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
        List<String> served = engines(predictions, page);
        Set<String> lines = new LinkedHashSet<>();
        lines.addAll(reasons.lines());
        lines.add(
                "storage and weights are from the files' headers; device memory and delay are predicted; interval: 90 % of the"
                        + " model's runs by terms, 95 % for its median by a line; % error: median on measured models that it was not"
                        + " fitted on");
        if (predictions.stream()
                .anyMatch(prediction -> prediction.model().provenance() == WeightProvenance.SYNTHETIC)) {
            lines.add(WeightProvenance.LEGEND);
        }
        predictions.forEach(prediction -> lines.addAll(prediction.notes()));
        List<String> all = new ArrayList<>(table.lines(page));
        lines.forEach(line -> all.addAll(TextTable.wrapped(line, page.width())));
        all.addAll(served);
        return all;
    }

    /** Time until engines are ready, by stage; no line where no engine was measured on enough models. */
    private static List<String> engines(List<Prediction> predictions, Page page) {
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.text("engine"),
                Column.text("cache"),
                Column.figure("ready"),
                Column.figure("interval"),
                Column.figure("% error"),
                Column.figure("of models").asDetail(2),
                Column.text("stages").asDetail(1),
                Column.text("")));
        boolean empty = true;
        for (Prediction prediction : predictions) {
            for (EnginePrediction engine : prediction.engines()) {
                Reasons reasons = new Reasons();
                empty = false;
                table.add(List.of(
                        prediction.model().shownName(),
                        engine.setting().name(),
                        engine.setting().tier().label(),
                        reasons.cell(engine.readyNanos(), estimate -> Figures.duration(estimate.value())),
                        reasons.cell(engine.readyNanos(), PredictionTable::interval),
                        String.format(Locale.ROOT, "%.0f", 100 * engine.leaveOneOutError()),
                        String.valueOf(engine.models()),
                        engine.stagesNanos().entrySet().stream()
                                .map(stage -> stage.getKey() + " " + Figures.duration(stage.getValue()))
                                .collect(Collectors.joining(", ")),
                        engine.extrapolated() ? "extrapolated" : ""));
            }
        }
        if (empty) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines(page.further()));
        lines.addAll(
                TextTable.wrapped("until engines are ready, stage by stage; interval: 90 % of runs", page.width()));
        return lines;
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
        cells.add(
                delay.interval() == Interval.NONE
                        ? reasons.absent("no interval: no run was measured on that machine")
                        : reasons.cell(delay.delayNanos(), PredictionTable::interval));
        cells.add(reasons.cell(delay.leaveOneOutError(), error -> String.format(Locale.ROOT, "%.0f", 100 * error)));
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
