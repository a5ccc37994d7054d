package dev.berth.optimizer.report.section;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Engines that served: their starts stage by stage, first and later requests. */
final class Serving {
    private record Served(ModelProfile profile, EngineProfile engine) {
        String name() {
            return Measured.name(profile) + " in " + engine.variant();
        }
    }

    private Serving() {}

    static Optional<Block> block(Measured measured) {
        List<Served> served = served(measured);
        if (served.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Block(
                measured.id("engines"),
                "Engines that serve",
                measured.heading(),
                List.of(
                        new Part.Drawn(charts(measured)),
                        table(measured, served),
                        new Part.Folded("Stages of each start", List.of(stages(measured, served))))));
    }

    private static List<Served> served(Measured measured) {
        List<Served> served = new ArrayList<>();
        for (ModelProfile model : measured.bySize()) {
            model.engines().forEach(engine -> served.add(new Served(model, engine)));
        }
        return served;
    }

    /** None where no engine served. */
    static List<Chart> charts(Measured measured) {
        List<Served> served = served(measured);
        if (served.isEmpty()) {
            return List.of();
        }
        Set<String> stages = new LinkedHashSet<>();
        served.forEach(each -> each.engine().stages().forEach(stage -> stages.add(stage.name())));
        List<Bars.Part> parts = new ArrayList<>();
        for (String stage : stages) {
            parts.add(new Bars.Part(
                    stage,
                    Colour.SEVERAL,
                    values(
                            served,
                            each -> each.engine().stages().stream()
                                    .filter(other -> other.name().equals(stage))
                                    .findFirst()
                                    .map(EngineProfile.StageProfile::time))));
        }
        boolean several =
                served.stream().map(each -> each.engine().variant()).distinct().count() > 1;
        List<Bars.Item> items = served.stream()
                .map(each -> new Bars.Item(
                        (several ? each.name() : Measured.name(each.profile())) + ", "
                                + each.engine().tier().label(),
                        Measured.name(each.profile()),
                        each.engine().tier().label(),
                        Words.isSynthetic(each.profile().model())))
                .toList();
        String starts = Words.n(
                served.stream().map(each -> (long) each.engine().ready().n()).toList());
        Bars start = new Bars(
                measured.id("engine-stages"),
                "From the start to ready, stage by stage",
                "Medians of each stage; the interval is the 95 % one of the median until ready. " + starts + " starts.",
                measured.madeByEngines(),
                Unit.NANOS,
                true,
                items,
                parts,
                served.stream()
                        .map(each -> Preloads.whole(each.engine().ready()))
                        .toList(),
                null,
                List.of());
        Bars requests = new Bars(
                measured.id("engine-requests"),
                "First and later requests",
                "Medians, batch 1. " + starts + " first requests, later ones as the table says.",
                measured.madeByEngines(),
                Unit.NANOS,
                false,
                items,
                List.of(
                        new Bars.Part(
                                "first request",
                                Colour.SEVERAL,
                                values(served, each -> each.engine().first().optional())),
                        new Bars.Part(
                                "later requests",
                                Colour.SEVERAL,
                                values(served, each -> each.engine().later().optional()))),
                List.of(),
                null,
                List.of());
        return List.of(start, requests);
    }

    private static List<Double> values(
            List<Served> served, java.util.function.Function<Served, Optional<Distribution>> of) {
        List<Double> values = new ArrayList<>();
        served.forEach(each ->
                values.add(of.apply(each).map(time -> (double) time.p50Nanos()).orElse(null)));
        return values;
    }

    private static Table table(Measured measured, List<Served> served) {
        Table table = new Table(
                measured.id("engine-table"),
                "Engines: delays and memory",
                "Medians. Memory of all processes of an engine after the last request.",
                measured.madeByEngines(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("engine", "engine"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.figure("threads", "threads"),
                        Column.figure("starts", "n"),
                        Column.figure("ready", "ready_p50_nanos"),
                        Column.figure("first request", "first_p50_nanos"),
                        Column.figure("later requests", "later_p50_nanos"),
                        Column.figure("n", "later_n"),
                        Column.figure("steps", "steps"),
                        Column.figure("a step", "nanos_per_step"),
                        Column.figure("a token", "per_token_p50_nanos"),
                        Column.figure("resident", "resident_bytes"),
                        Column.figure("on the device", "device_bytes"),
                        Column.figure("read", "read_bytes"),
                        Column.figure("left out", "unproven_and_failed_runs")));
        for (Served each : served) {
            EngineProfile engine = each.engine();
            table.add(
                    Measured.name(each.profile()),
                    engine.tier().label(),
                    List.of(
                            Cell.text(each.profile().model().name()),
                            Cell.text(engine.name()),
                            Cell.text(engine.device()),
                            Cell.text(engine.tier().label()),
                            Cell.count(engine.threads()),
                            Cell.count(engine.ready().n()),
                            Cell.nanos(engine.ready().p50Nanos()),
                            median(engine.first()),
                            median(engine.later()),
                            Cell.of(engine.later(), later -> Cell.count(later.n())),
                            Cell.count(engine.steps()),
                            Cell.of(
                                    engine.stepCost(),
                                    cost -> Cell.nanos(cost.nanosPerStep().value())),
                            median(engine.perToken()),
                            Cell.of(engine.memory().residentBytes(), Cell::bytes),
                            Cell.of(engine.memory().deviceBytes(), Cell::bytes),
                            Cell.of(engine.readBytes(), Cell::bytes),
                            Cell.count((long) engine.unprovenRuns() + engine.failedRuns())));
        }
        return table;
    }

    private static Cell median(Reading<Distribution> times) {
        return Cell.of(times, time -> Cell.nanos(time.p50Nanos()));
    }

    private static Table stages(Measured measured, List<Served> served) {
        Table table = new Table(
                measured.id("stage-table"),
                "Stages of each start",
                "Medians; stages are disjoint and sum to ready in each run.",
                measured.madeByEngines(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("engine", "engine"),
                        Column.text("tier", "tier"),
                        Column.text("stage", "stage"),
                        Column.figure("n", "n"),
                        Column.figure("median", "p50_nanos"),
                        Column.figure("max", "max_nanos")));
        for (Served each : served) {
            for (EngineProfile.StageProfile stage : each.engine().stages()) {
                table.add(
                        Measured.name(each.profile()),
                        each.engine().tier().label(),
                        List.of(
                                Cell.text(each.profile().model().name()),
                                Cell.text(each.engine().name()),
                                Cell.text(each.engine().tier().label()),
                                Cell.text(stage.name()),
                                Cell.count(stage.time().n()),
                                Cell.nanos(stage.time().p50Nanos()),
                                Cell.nanos(stage.time().maxNanos())));
            }
        }
        return table;
    }
}
