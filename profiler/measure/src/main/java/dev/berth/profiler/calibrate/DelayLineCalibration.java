package dev.berth.profiler.calibrate;

import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadSetting;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.LineFit;
import dev.berth.statistics.LineFit.Point;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fits one {@link DelayLine} for each setting in which enough models were measured.
 *
 * @param lines the fitted lines, in order of their settings
 * @param notes one line for each setting that has no line, saying why
 */
record DelayLineCalibration(List<DelayLine> lines, List<String> notes) {
    private static final int MIN_SIZES = 3;

    static DelayLineCalibration over(List<ModelProfile> models) {
        SortedMap<PreloadSetting, List<Preload>> bySetting = new TreeMap<>();
        models.stream()
                .flatMap(profile -> profile.preload().stream())
                .filter(preload -> preload.provenance() == Provenance.MEASURED)
                .forEach(preload -> bySetting
                        .computeIfAbsent(preload.setting(), setting -> new ArrayList<>())
                        .add(preload));
        List<DelayLine> lines = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        bySetting.forEach((setting, preloads) -> fit(setting, preloads, lines, notes));
        return new DelayLineCalibration(List.copyOf(lines), List.copyOf(notes));
    }

    private static void fit(PreloadSetting setting, List<Preload> preloads, List<DelayLine> lines, List<String> notes) {
        List<Point> points = preloads.stream()
                .map(preload ->
                        new Point(preload.bytes(), Math.max(1, preload.total().p50Nanos())))
                .toList();
        long sizes = LineFit.distinctSizes(points);
        if (sizes < MIN_SIZES) {
            notes.add("no fitted line for " + setting.describe() + ": " + sizes
                    + (sizes == 1 ? " distinct model size, at least " : " distinct model sizes, at least ")
                    + MIN_SIZES + " are needed");
            return;
        }
        LineFit fit = LineFit.over(points);
        if (fit.slope() == 0) {
            notes.add("no fitted line for " + setting.describe() + ": the delay does not grow with the model's size");
            return;
        }
        int runs = preloads.stream().mapToInt(preload -> preload.total().n()).sum();
        lines.add(line(setting, points, fit, runs));
    }

    private static DelayLine line(PreloadSetting setting, List<Point> points, LineFit fit, int runs) {
        double[] errors = LineFit.leaveOneOutErrors(points);
        return new DelayLine(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                fit.interceptEstimate(),
                fit.slopeEstimate(),
                bandwidth(fit.slopeEstimate()),
                fit.scatter(),
                points.size(),
                runs,
                OrderStatistics.median(errors),
                Arrays.stream(errors).max().orElseThrow(),
                points.stream().mapToLong(Point::bytes).min().orElseThrow(),
                points.stream().mapToLong(Point::bytes).max().orElseThrow());
    }

    private static Reading<Estimate> bandwidth(Estimate slope) {
        return slope.low() > 0
                ? Reading.derived(new Estimate(1e9 / slope.value(), 1e9 / slope.high(), 1e9 / slope.low()))
                : Reading.notSupported("the slope's interval reaches zero");
    }
}
