package dev.berth.optimizer.report.section;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.PreloadSetting;
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
import dev.berth.predict.DelayModel;
import dev.berth.predict.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Delay over size, the lines through it, and how well they predict. */
final class Sizes {
    /** Points of a drawn line. */
    private static final int STEPS = 32;

    private Sizes() {}

    static Optional<Block> block(Measured measured) {
        List<Chart> charts = charts(measured);
        if (charts.isEmpty()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>(List.of(new Part.Drawn(charts)));
        measured.dataset().delayLines().forEach(line -> parts.add(new Part.Paragraph(line.text())));
        parts.add(predictions(measured));
        return Optional.of(new Block(measured.id("size"), "Size against delay", measured.heading(), parts));
    }

    static List<Chart> charts(Measured measured) {
        List<Chart> charts = new ArrayList<>();
        List<PreloadSetting> settings = measured.settings().stream()
                .filter(setting -> setting.tier() != CacheTier.DEVICE_RESIDENT)
                .toList();
        if (settings.isEmpty()) {
            return charts;
        }
        List<Curve> curves = new ArrayList<>();
        List<Curve> predicted = new ArrayList<>();
        for (PreloadSetting setting : settings) {
            String name = Words.of(setting, settings);
            Colour colour = Colour.of(setting.tier());
            List<Measured.Load> loads = measured.loads(setting);
            curves.add(points(name, colour, setting, loads, false));
            curves.add(points(name + ", synthetic", colour, setting, loads, true));
            line(measured, setting).ifPresent(line -> curves.add(drawn(name + ", fitted", colour, line)));
            predicted.add(predicted(name, colour, setting, measured));
        }
        curves.removeIf(curve -> curve.points().isEmpty());
        predicted.removeIf(curve -> curve.points().isEmpty());
        long runs = measured.dataset().models().stream()
                .flatMap(model -> model.preload().stream())
                .filter(preload -> preload.tier() != CacheTier.DEVICE_RESIDENT)
                .mapToLong(preload -> preload.total().n())
                .sum();
        charts.add(new Curves(
                measured.id("size-delay"),
                "Size against delay",
                "A point a model: median of its runs with its 95 % interval; hollow: made-up weights. Lines are fitted, the"
                        + " shade is the 95 % interval for one further model. n = " + runs + " runs in all.",
                measured.made(),
                new Axis("weights", Unit.BYTES, true),
                new Axis("preload delay", Unit.NANOS, true),
                curves,
                List.of(),
                false,
                null,
                false));
        if (!predicted.isEmpty()) {
            predicted.add(diagonal(predicted));
            charts.add(new Curves(
                    measured.id("predicted"),
                    "Measured against predicted",
                    "Each model's median, with its 95 % interval, over what 'berth predict' gives for it when it is fitted on"
                            + " all other models: by what loads are made of where there are " + DelayModel.LEAST_MODELS
                            + " models, else by a line; on the diagonal both agree. n = "
                            + predicted.stream()
                                    .filter(curve -> curve.style() == Style.POINTS)
                                    .mapToInt(curve -> curve.points().size())
                                    .sum()
                            + " medians.",
                    measured.made(),
                    new Axis("predicted", Unit.NANOS, true),
                    new Axis("measured", Unit.NANOS, true),
                    predicted,
                    List.of(),
                    false,
                    null,
                    false));
        }
        return charts;
    }

    private static Optional<DelayLine> line(Measured measured, PreloadSetting setting) {
        return measured.dataset().delayLines().stream()
                .filter(line -> line.setting().equals(setting))
                .findFirst();
    }

    private static Curve points(
            String name, Colour colour, PreloadSetting setting, List<Measured.Load> loads, boolean synthetic) {
        Predicate<Measured.Load> wanted =
                load -> Words.isSynthetic(load.profile().model()) == synthetic && bytes(load) > 0;
        return new Curve(
                name,
                colour,
                Style.POINTS,
                "",
                setting.tier().label(),
                loads.stream()
                        .filter(wanted)
                        .map(load -> point((double) bytes(load), load))
                        .toList());
    }

    private static long bytes(Measured.Load load) {
        return load.preload().bytes();
    }

    private static Point point(double x, Measured.Load load) {
        Distribution total = load.preload().total();
        return new Point(
                x,
                (double) total.p50Nanos(),
                Words.low(total),
                Words.high(total),
                Measured.name(load.profile()),
                Words.isSynthetic(load.profile().model()));
    }

    private static Curve drawn(String name, Colour colour, DelayLine line) {
        List<Point> points = new ArrayList<>();
        double least = Math.max(1.0, (double) line.minBytes());
        double most = Math.max(least, (double) line.maxBytes());
        for (int step = 0; step <= STEPS; step++) {
            long bytes = Math.round(least * Math.pow(most / least, (double) step / STEPS));
            DelayLine.Estimate delay = line.delayNanos(bytes);
            points.add(new Point((double) bytes, delay.value(), delay.low(), delay.high(), "", false));
        }
        return new Curve(name, colour, Style.LINE, "", line.tier().label(), points);
    }

    private static Curve predicted(String name, Colour colour, PreloadSetting setting, Measured measured) {
        Map<String, Measured.Load> loads = loads(measured, setting);
        return new Curve(
                name,
                colour,
                Style.POINTS,
                "",
                setting.tier().label(),
                Predictor.leftOut(measured.dataset(), setting).stream()
                        .map(left -> point(left.delay().nanos(), loads.get(left.model())))
                        .toList());
    }

    private static Map<String, Measured.Load> loads(Measured measured, PreloadSetting setting) {
        return measured.loads(setting).stream()
                .collect(Collectors.toMap(load -> load.profile().model().name(), load -> load));
    }

    private static Curve diagonal(List<Curve> curves) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Curve curve : curves) {
            for (Point point : curve.points()) {
                least = Math.min(least, Math.min(point.x(), point.y()));
                most = Math.max(most, Math.max(point.x(), point.y()));
            }
        }
        return new Curve(
                "as predicted",
                Colour.FIT,
                Style.DASHED,
                "",
                "",
                most == 0 ? List.of() : List.of(Point.of(least, least), Point.of(most, most)));
    }

    private static Table predictions(Measured measured) {
        Table table = new Table(
                measured.id("prediction-table"),
                "Measured and predicted delays",
                "Each model as 'berth predict' gives it when it is fitted on all others. Low and high: between them lie 90 %"
                        + " of runs, as far as the others tell; of a line no interval is told.",
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("weights", "weights"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.figure("size", "bytes"),
                        Column.figure("n", "n"),
                        Column.figure("measured", "p50_nanos"),
                        Column.figure("predicted", "predicted_nanos"),
                        Column.figure("low", "predicted_low_nanos"),
                        Column.figure("high", "predicted_high_nanos"),
                        Column.figure("off by", "relative_error")));
        for (PreloadSetting setting : measured.settings()) {
            Map<String, Measured.Load> loads = loads(measured, setting);
            for (DelayModel.LeftOut left : Predictor.leftOut(measured.dataset(), setting)) {
                Measured.Load load = loads.get(left.model());
                long median = load.preload().total().p50Nanos();
                DelayModel.Delay delay = left.delay();
                boolean isRange = delay.low() < delay.high();
                table.add(
                        Measured.name(load.profile()),
                        setting.tier().label(),
                        List.of(
                                Cell.text(left.model()),
                                Cell.text(load.profile().model().provenance().label()),
                                Cell.text(setting.device()),
                                Cell.text(setting.tier().label()),
                                Cell.bytes(left.bytes()),
                                Cell.count(left.runs()),
                                Cell.nanos(median),
                                Cell.nanos(delay.nanos()),
                                isRange ? Cell.nanos(delay.low()) : Cell.none("predicted by a line"),
                                isRange ? Cell.nanos(delay.high()) : Cell.none("predicted by a line"),
                                median == 0
                                        ? Cell.none("the measured delay is 0")
                                        : Cell.share(delay.nanos() / median - 1)));
            }
        }
        return table;
    }
}
