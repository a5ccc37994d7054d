package dev.berth.predict;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.statistics.LineFit.Point;
import dev.berth.statistics.OrderStatistics;
import java.util.Comparator;
import java.util.List;

/**
 * One model as it was measured in one setting.
 *
 * @param model its name
 * @param work what its load is made of
 * @param parse median nanoseconds of opening and parsing, at most {@code total}
 * @param total median nanoseconds of the whole load, >= 1
 * @param runs nanoseconds of the runs, in their order
 */
record Sample(String model, Work work, double parse, double total, List<Long> runs) {
    Sample {
        runs = List.copyOf(runs);
    }

    /** The models of a setting, smallest first. */
    static List<Sample> of(List<ModelProfile> models, PreloadSetting setting) {
        return models.stream()
                .flatMap(model -> model.preload().stream()
                        .filter(preload -> preload.setting().equals(setting))
                        .map(preload -> of(model, preload)))
                .sorted(Comparator.comparingLong(sample -> sample.work().bytes()))
                .toList();
    }

    private static Sample of(ModelProfile model, Preload preload) {
        double total = Math.max(1, preload.total().p50Nanos());
        double parse = preload.phases().containsKey(PreloadPhase.OPEN_PARSE)
                ? preload.phases().get(PreloadPhase.OPEN_PARSE).p50Nanos()
                : 0;
        return new Sample(
                model.model().name(),
                Work.of(model.model()),
                Math.min(parse, total),
                total,
                preload.total().samplesNanos());
    }

    /** What a line is fitted through. */
    static List<Point> points(List<Sample> samples) {
        return samples.stream()
                .map(sample -> new Point(sample.work().bytes(), Math.round(sample.total())))
                .toList();
    }

    /** The same had only the first runs been measured; parsing keeps its share. */
    Sample first(int count) {
        List<Long> fewer = runs.subList(0, Math.min(count, runs.size()));
        double median = OrderStatistics.median(
                fewer.stream().mapToDouble(Long::doubleValue).toArray());
        return new Sample(model, work, parse * median / total, median, fewer);
    }
}
