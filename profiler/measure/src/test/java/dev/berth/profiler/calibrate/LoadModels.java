package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadModel;
import dev.berth.profiler.statistics.LineFit;
import dev.berth.profiler.statistics.LineFit.Point;
import dev.berth.record.Reading;
import java.util.List;

/** Load models from bare fits. */
public final class LoadModels {
    private LoadModels() {}

    public static LoadModel of(LineFit fit, List<Point> points) {
        return new LoadModel(
                "host",
                CacheTier.STORAGE_COLD,
                "direct",
                2,
                1 << 20,
                fit.interceptEstimate(),
                fit.slopeEstimate(),
                Reading.notSupported("not asked for"),
                fit.scatter(),
                points.size(),
                points.size(),
                0,
                0,
                points.stream().mapToLong(Point::bytes).min().orElseThrow(),
                points.stream().mapToLong(Point::bytes).max().orElseThrow());
    }
}
