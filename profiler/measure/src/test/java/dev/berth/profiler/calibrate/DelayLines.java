package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.record.Reading;
import dev.berth.statistics.LineFit;
import dev.berth.statistics.LineFit.Point;
import java.util.List;

/** Load models from bare fits. */
public final class DelayLines {
    private DelayLines() {}

    public static DelayLine of(LineFit fit, List<Point> points) {
        return new DelayLine(
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
