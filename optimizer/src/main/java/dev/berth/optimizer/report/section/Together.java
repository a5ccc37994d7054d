package dev.berth.optimizer.report.section;

import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Curves.Axis;
import dev.berth.optimizer.report.chart.Curves.Curve;
import dev.berth.optimizer.report.chart.Curves.Point;
import dev.berth.optimizer.report.chart.Curves.Style;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads at once and on a busy device; unloads and re-loads. */
final class Together {
    private Together() {}

    static Optional<Block> block(Measured measured) {
        List<Part> parts = new ArrayList<>();
        List<Chart> charts = charts(measured);
        if (!charts.isEmpty()) {
            parts.add(new Part.Drawn(charts));
            parts.add(loads(measured));
        }
        Table unloads = unloads(measured);
        Table reloads = reloads(measured);
        List<Part> folded = new ArrayList<>();
        if (!unloads.isEmpty()) {
            folded.add(unloads);
        }
        if (!reloads.isEmpty()) {
            folded.add(reloads);
        }
        if (!folded.isEmpty()) {
            parts.add(new Part.Folded("Unloads and re-loads", folded));
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block(
                        measured.id("together"),
                        charts.isEmpty() ? "Unloads" : "Several loads at once",
                        measured.heading(),
                        parts));
    }

    /** None where only single loads were timed. */
    static List<Chart> charts(Measured measured) {
        List<Curve> curves = new ArrayList<>();
        for (ModelProfile model : measured.bySize()) {
            Map<String, List<Point>> points = new LinkedHashMap<>();
            Map<String, ConcurrentPreload> first = new LinkedHashMap<>();
            model.concurrent().stream()
                    .filter(load -> load.kind() == LoadKind.CONCURRENT)
                    .sorted(Comparator.comparingInt(ConcurrentPreload::loads))
                    .forEach(load -> {
                        String name = load.device().equals(Vocabulary.HOST)
                                ? load.tier().label()
                                : load.device() + ", " + load.tier().label();
                        first.putIfAbsent(name, load);
                        points.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(new Point(
                                        load.loads(),
                                        load.slowdown(),
                                        load.slowdownInterval()
                                                .optional()
                                                .map(interval -> interval.low())
                                                .orElse(null),
                                        load.slowdownInterval()
                                                .optional()
                                                .map(interval -> interval.high())
                                                .orElse(null),
                                        "",
                                        false));
                    });
            points.forEach((name, line) -> curves.add(new Curve(
                    name,
                    Colour.of(first.get(name).tier()),
                    Style.LINE,
                    Measured.name(model),
                    first.get(name).tier().label(),
                    line)));
        }
        if (curves.isEmpty()) {
            return List.of();
        }
        return List.of(new Curves(
                measured.id("loads-at-once"),
                "How much longer each of several loads at once takes",
                "Median delay of a load over that of one alone, taken in turn" + shade(curves) + ". "
                        + Words.n(measured.dataset().models().stream()
                                .flatMap(model -> model.concurrent().stream())
                                .map(load -> (long) load.delay().n())
                                .toList())
                        + " runs a point.",
                measured.madeAtOnce(),
                new Axis("loads at once", Unit.NUMBER, false),
                new Axis("times as long", Unit.TIMES, true),
                curves,
                List.of(),
                false,
                null,
                true));
    }

    /** What is said of the intervals: points of few runs have none. */
    private static String shade(List<Curve> curves) {
        long shaded = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .filter(point -> point.low() != null)
                .count();
        long all = curves.stream().mapToLong(curve -> curve.points().size()).sum();
        return shaded == 0
                ? "; of so few runs there is no interval"
                : "; the shade is its 95 % interval" + (shaded < all ? ", where there are runs enough for one" : "");
    }

    private static Table loads(Measured measured) {
        Table table = new Table(
                measured.id("loads-table"),
                "Loads at once, and loads on a busy device",
                "Delay: median over the runs of the mean of their loads. Longer: over one load alone, with its 95 %"
                        + " interval.",
                measured.madeAtOnce(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.text("kind", "kind"),
                        Column.figure("loads", "loads"),
                        Column.figure("n", "n"),
                        Column.figure("delay", "delay_p50_nanos"),
                        Column.figure("all done", "span_p50_nanos"),
                        Column.figure("longer", "slowdown"),
                        Column.figure("95 % from", "slowdown_low"),
                        Column.figure("to", "slowdown_high"),
                        Column.figure("rate", "bytes_per_second"),
                        Column.figure("left out", "unproven_and_failed_runs")));
        for (ModelProfile model : measured.bySize()) {
            for (ConcurrentPreload load : model.concurrent()) {
                table.add(
                        Measured.name(model),
                        load.tier().label(),
                        List.of(
                                Cell.text(model.model().name()),
                                Cell.text(load.device()),
                                Cell.text(load.tier().label()),
                                Cell.text(load.kind().label()),
                                Cell.count(load.loads()),
                                Cell.count(load.delay().n()),
                                Cell.nanos(load.delay().p50Nanos()),
                                Cell.nanos(load.span().p50Nanos()),
                                Cell.number(load.slowdown()),
                                Cell.of(load.slowdownInterval(), interval -> Cell.number(interval.low())),
                                Cell.of(load.slowdownInterval(), interval -> Cell.number(interval.high())),
                                Cell.rate(load.bytesPerSecond()),
                                Cell.count((long) load.unprovenRuns() + load.failedRuns())));
            }
        }
        return table;
    }

    private static Table unloads(Measured measured) {
        Table table = new Table(
                measured.id("unload-table"),
                "Giving the device memory back",
                "Missing: the most that did not come back.",
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("device", "device"),
                        Column.figure("n", "n"),
                        Column.figure("median", "p50_nanos"),
                        Column.figure("max", "max_nanos"),
                        Column.figure("missing", "missing_bytes"),
                        Column.figure("incomplete runs", "incomplete_runs")));
        for (ModelProfile model : measured.bySize()) {
            for (ModelProfile.Unloading unload : model.unload()) {
                table.add(
                        Measured.name(model),
                        "",
                        List.of(
                                Cell.text(model.model().name()),
                                Cell.text(unload.device()),
                                Cell.count(unload.time().n()),
                                Cell.nanos(unload.time().p50Nanos()),
                                Cell.nanos(unload.time().maxNanos()),
                                Cell.of(unload.missingBytes(), Cell::bytes),
                                Cell.count(unload.incompleteRuns())));
            }
        }
        return table;
    }

    private static Table reloads(Measured measured) {
        Table table = new Table(
                measured.id("reload-table"),
                "Loads right after an unload",
                "The unload before is not counted.",
                measured.madeAtOnce(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.figure("n", "n"),
                        Column.figure("median", "p50_nanos"),
                        Column.figure("max", "max_nanos"),
                        Column.figure("left out", "unproven_and_failed_runs")));
        for (ModelProfile model : measured.bySize()) {
            for (ModelProfile.Reload reload : model.reload()) {
                table.add(
                        Measured.name(model),
                        reload.tier().label(),
                        List.of(
                                Cell.text(model.model().name()),
                                Cell.text(reload.device()),
                                Cell.text(reload.tier().label()),
                                Cell.count(reload.total().n()),
                                Cell.nanos(reload.total().p50Nanos()),
                                Cell.nanos(reload.total().maxNanos()),
                                Cell.count((long) reload.unprovenRuns() + reload.failedRuns())));
            }
        }
        return table;
    }
}
