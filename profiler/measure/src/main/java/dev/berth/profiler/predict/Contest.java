package dev.berth.profiler.predict;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.profiler.statistics.LineFit;
import dev.berth.profiler.statistics.LineFit.Point;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Methods of prediction held against each other on a dataset's own models, each predicted from the others: by terms, by
 * the fitted line, and by a constant as schedulers use it. Which terms are fitted is chosen with all models.
 */
public final class Contest {
    /** What ServerlessLLM's scheduler (Fu and others, 2024) reckons with, whatever the model: 25 GB/s. */
    private static final double CONSTANT_BYTES_PER_NANO = 25;

    /** Smaller models are of little cost, and their delays mostly noise. */
    private static final long LEAST_BYTES = 16_000_000;

    private Contest() {}

    /**
     * How well one method predicts in one setting.
     *
     * @param setting how the models were preloaded
     * @param method in words
     * @param models of 16 MB and more that were predicted
     * @param medianError median over them of |predicted - measured| / measured
     * @param p90Error of nine in ten of them at most
     * @param within share of runs, of models of all sizes, inside the interval that is told for 90 % of them
     * @param runs of all sizes
     */
    public record Score(
            @JsonUnwrapped PreloadSetting setting,
            String method,
            int models,
            double medianError,
            double p90Error,
            Reading<Double> within,
            int runs) {}

    /** All methods for the settings that a dataset predicts from, best supported each. */
    public static List<Score> of(ProfileDataset dataset) {
        List<Score> scores = new ArrayList<>();
        for (DelayLine line : Predictor.best(dataset.delayLines())) {
            DelayModel.over(dataset.models(), line.setting()).ifPresent(model -> add(line.setting(), model, scores));
        }
        return List.copyOf(scores);
    }

    private static void add(PreloadSetting setting, DelayModel model, List<Score> scores) {
        List<DelayModel.LeftOut> left = model.leftOut();
        int runs = left.stream().mapToInt(DelayModel.LeftOut::runs).sum();
        int within = left.stream().mapToInt(DelayModel.LeftOut::within).sum();
        double[] byLine = LineFit.leaveOneOutErrors(left.stream()
                .map(each -> new Point(each.bytes(), Math.round(each.measuredNanos())))
                .toList());
        double[] byTerms = left.stream().mapToDouble(DelayModel.LeftOut::error).toArray();
        double[] byConstant = left.stream()
                .mapToDouble(each -> Math.abs(each.bytes() / CONSTANT_BYTES_PER_NANO / each.measuredNanos() - 1))
                .toArray();
        Reading<Double> none = Reading.notSupported("no interval for runs");
        scores.add(score(setting, "terms", left, byTerms, Reading.derived(within / (double) runs), runs));
        scores.add(score(setting, "fitted line", left, byLine, none, runs));
        scores.add(score(setting, "25 GB/s", left, byConstant, none, runs));
    }

    private static Score score(
            PreloadSetting setting,
            String method,
            List<DelayModel.LeftOut> left,
            double[] errors,
            Reading<Double> within,
            int runs) {
        double[] large = IntStream.range(0, errors.length)
                .filter(i -> left.get(i).bytes() >= LEAST_BYTES)
                .mapToDouble(i -> errors[i])
                .sorted()
                .toArray();
        if (large.length == 0) {
            large = Arrays.stream(errors).sorted().toArray();
        }
        return new Score(setting, method, large.length, rank(large, 0.5), rank(large, 0.9), within, runs);
    }

    /** The smallest that a share of the values do not exceed. */
    private static double rank(double[] ascending, double share) {
        return ascending[(int) Math.max(0, Math.ceil(share * ascending.length) - 1)];
    }
}
