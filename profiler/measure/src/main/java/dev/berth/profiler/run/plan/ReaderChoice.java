package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.storage.ReaderKind;
import java.util.List;

/**
 * At which points each model is measured: those that were named, or the fastest of each tier.
 *
 * @param settings what was asked for
 * @param sweeps what was found where the fastest was asked for, as the session's head keeps it
 * @param share at which of the points each model is measured
 */
public record ReaderChoice(SessionSettings settings, List<ReaderSweep> sweeps, Share share) {
    /** The points of a model; where no sweep could be made for it, the first candidate of each tier. */
    List<Point> pointsOf(Model model) {
        List<Point> points = share.pointsOf(model, settings);
        return settings.fastestOnly()
                ? points.stream()
                        .map(Point::tier)
                        .distinct()
                        .map(tier -> fastest(tier, model.record().name()))
                        .toList()
                : points;
    }

    /** How any of the models is read, each way once. */
    public List<ReaderSetting> settingsOf(List<Model> models) {
        return models.stream()
                .flatMap(model -> pointsOf(model).stream())
                .map(Point::setting)
                .distinct()
                .toList();
    }

    private Point fastest(CacheTier tier, String model) {
        return sweeps.stream()
                .filter(sweep -> sweep.tier() == tier && sweep.models().contains(model))
                .map(ReaderSweep::best)
                .map(best -> new Point(
                        tier, new ReaderSetting(ReaderKind.of(best.reader()), best.threads(), best.chunkBytes())))
                .findFirst()
                .orElseGet(() -> settings.points().stream()
                        .filter(point -> point.tier() == tier)
                        .findFirst()
                        .orElseThrow());
    }
}
