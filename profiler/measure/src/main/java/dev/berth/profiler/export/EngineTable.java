package dev.berth.profiler.export;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.StageProfile;
import dev.berth.dataset.EngineProfile.StepCost;
import dev.berth.dataset.ModelProfile;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What engines took to be ready and to serve: a row a model, engine and setting. */
final class EngineTable {
    private static final List<Column> COLUMNS = List.of(
            Column.name("model"),
            Column.text("engine"),
            Column.figure("threads").asDetail(4),
            Column.text("cache"),
            Column.figure("n"),
            Column.figure("ready p50"),
            Column.figure("first p50"),
            Column.figure("later n").asDetail(3),
            Column.figure("later p50"),
            Column.figure("of steps").asDetail(7),
            Column.figure("base + each step").asDetail(1),
            Column.figure("tokens/s").asDetail(2),
            Column.figure("resident").asDetail(4),
            Column.figure("peak").asDetail(6),
            Column.figure("on device").asDetail(9),
            Column.text("stages of ready, p50").asDetail(10),
            Column.figure("cold proven").asDetail(8));

    private EngineTable() {}

    /** Empty where no engine served. */
    static Optional<TextTable> of(List<ModelProfile> models, String device, Reasons reasons) {
        TextTable table = new TextTable(COLUMNS);
        boolean empty = true;
        for (ModelProfile profile : models) {
            for (EngineProfile engine : profile.engines()) {
                if (engine.device().equals(device)) {
                    empty = false;
                    table.add(row(profile.model().shownName(), engine, reasons));
                }
            }
        }
        return empty ? Optional.empty() : Optional.of(table);
    }

    private static List<String> row(String model, EngineProfile engine, Reasons reasons) {
        int n = engine.ready().n();
        return List.of(
                model,
                engine.name(),
                String.valueOf(engine.threads()),
                engine.tier().label(),
                String.valueOf(n),
                median(engine.ready()),
                reasons.cell(engine.first(), EngineTable::median),
                reasons.cell(engine.later(), later -> String.valueOf(later.n())),
                reasons.cell(engine.later(), EngineTable::median),
                String.valueOf(engine.steps()),
                reasons.cell(engine.stepCost(), EngineTable::line),
                reasons.cell(
                        engine.perToken(),
                        nanos -> String.format(Locale.ROOT, "%.1f", 1e9 / Math.max(1, nanos.p50Nanos()))),
                reasons.cell(engine.memory().residentBytes(), Figures::bytes),
                reasons.cell(engine.memory().peakResidentBytes(), Figures::bytes),
                reasons.cell(engine.memory().deviceBytes(), Figures::bytes),
                stages(engine.stages()),
                engine.tier() == CacheTier.STORAGE_COLD ? n + "/" + (n + engine.unprovenRuns()) : "–");
    }

    private static String median(Distribution times) {
        return Figures.duration((double) times.p50Nanos());
    }

    private static String line(StepCost cost) {
        return Figures.duration(cost.baseNanos().value()) + " + "
                + Figures.duration(cost.nanosPerStep().value()) + "/" + cost.unit();
    }

    private static String stages(List<StageProfile> stages) {
        return stages.stream()
                .map(stage -> stage.name() + " " + median(stage.time()))
                .collect(Collectors.joining(", "));
    }
}
