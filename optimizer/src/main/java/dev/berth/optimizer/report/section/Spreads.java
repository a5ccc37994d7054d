package dev.berth.optimizer.report.section;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.PreloadSetting;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How delays spread: distributions of each model, all tiers together. */
final class Spreads {
    private Spreads() {}

    static Optional<Block> block(Measured measured) {
        return chart(measured)
                .map(chart -> new Block(
                        measured.id("spread"),
                        "How delays spread",
                        measured.heading(),
                        List.of(
                                Part.Drawn.of(chart),
                                new Part.Folded("Quarters of each distribution", List.of(table(measured, chart))))));
    }

    /** Empty where nothing was preloaded. */
    static Optional<Curves> chart(Measured measured) {
        List<Curve> curves = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        measured.bySize()
                .forEach(model -> model.preload().stream()
                        .sorted(java.util.Comparator.comparing(preload -> preload.setting()))
                        .forEach(preload -> {
                            PreloadSetting setting = preload.setting();
                            List<Point> points = points(preload.total());
                            if (!points.isEmpty()) {
                                counts.add((long) preload.total().n());
                                curves.add(new Curve(
                                        Words.of(setting, measured.settings()),
                                        Colour.of(setting.tier()),
                                        Style.STEP,
                                        Measured.name(model),
                                        setting.tier().label(),
                                        points));
                            }
                        }));
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Curves(
                measured.id("distribution"),
                "Share of runs that took no longer",
                "From the dataset's histograms, three significant digits. " + Words.n(counts) + " runs a curve.",
                measured.made(),
                new Axis("preload delay", Unit.NANOS, true),
                new Axis("share of runs", Unit.SHARE, false),
                curves,
                List.of(),
                true,
                null,
                false));
    }

    private static List<Point> points(Distribution total) {
        Histogram histogram;
        try {
            histogram = Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(total.histogram())), 0);
        } catch (DataFormatException | RuntimeException e) {
            // A dataset by another hand may hold another text there; its percentiles stand in the table all the same.
            return List.of();
        }
        List<Point> points = new ArrayList<>();
        long before = 0;
        long all = histogram.getTotalCount();
        for (HistogramIterationValue value : histogram.recordedValues()) {
            // A logarithmic axis has no 0.
            double nanos = (double) Math.max(1, histogram.medianEquivalentValue(value.getValueIteratedTo()));
            if (before == 0) {
                points.add(Point.of(nanos, 0));
            }
            before = value.getTotalCountToThisValue();
            points.add(Point.of(nanos, (double) before / all));
        }
        return points;
    }

    /** Where each curve passes its quarters; every step of it is in the chart's own file. */
    private static Table table(Measured measured, Curves chart) {
        Table table = new Table(
                measured.id("distribution-table"),
                "Quarters of each distribution",
                "Least delay that so many of the runs did not pass; each step of the curves is in the chart's CSV. "
                        + chart.about(),
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("from", "setting"),
                        Column.figure("shortest", "least_nanos"),
                        Column.figure("25 %", "quarter_nanos"),
                        Column.figure("50 %", "half_nanos"),
                        Column.figure("75 %", "three_quarters_nanos"),
                        Column.figure("longest", "most_nanos")));
        for (Curve curve : chart.curves()) {
            table.add(
                    curve.model(),
                    curve.tier(),
                    List.of(
                            Cell.text(curve.model()),
                            Cell.text(curve.name()),
                            Cell.nanos(passing(curve, 0)),
                            Cell.nanos(passing(curve, 0.25)),
                            Cell.nanos(passing(curve, 0.5)),
                            Cell.nanos(passing(curve, 0.75)),
                            Cell.nanos(passing(curve, 1))));
        }
        return table;
    }

    private static double passing(Curve curve, double share) {
        return curve.points().stream()
                .filter(point -> point.y() >= share)
                .mapToDouble(Point::x)
                .findFirst()
                .orElseThrow();
    }
}
