package dev.berth.profiler.view;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Reading;
import dev.berth.statistics.OrderStatistics;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether to trust what a session measured, where not why, and what to do about it. */
public final class Trust {
    /** Coefficient of variation above which a series is named. */
    static final double MOST_VARIATION = 0.2;

    /** Drift from the first third of the runs to the last above which it is. */
    static final double MOST_DRIFT = 0.1;

    /**
     * So many standard deviations from the median, as the median deviation of normal figures would have it: one run in
     * 10²² is that far off by chance.
     */
    private static final double FAR = 10;

    private static final double DEVIATIONS_OF_NORMAL = 1.4826;
    private static final int LEAST_RUNS = 5;
    private static final int NAMED = 4;

    private Trust() {}

    /**
     * What is to be minded, a line each with its likely cause and its remedy; none where nothing is.
     *
     * @param dataset what was measured
     */
    public static List<String> warnings(ProfileDataset dataset) {
        List<String> warnings = new ArrayList<>();
        add(
                warnings,
                dataset,
                "coefficient of variation above " + Figures.percent(MOST_VARIATION, 0),
                series -> series.variation() > MOST_VARIATION ? Figures.percent(series.variation(), 0) : "",
                "something else used the machine, or the host of a virtual one did; end it and measure again; more"
                        + " runs (--runs 200 --ci 1%) narrow the medians' intervals, not this");
        add(
                warnings,
                dataset,
                "drift above " + Figures.percent(MOST_DRIFT, 0) + " from the first third of the runs to the last",
                series -> series.drift()
                        .optional()
                        .filter(drift -> Math.abs(drift) > MOST_DRIFT)
                        .map(drift -> Figures.change(drift, 0) + " %")
                        .orElse(""),
                "clock, caches below or memory had not settled; warm up longer (--warm-up 20) and measure again");
        add(
                warnings,
                dataset,
                "outliers, more than ten deviations from the median",
                series -> {
                    long far = outliers(series.times().samplesNanos());
                    return far == 0 ? "" : far + " of " + series.times().n();
                },
                "other programs, background writes or an update ran meanwhile; medians hold, means and maxima do not:"
                        + " measure again on a quiet machine");
        return warnings;
    }

    /** One line that says so, for a session without warnings; empty where nothing was measured. */
    public static Optional<String> praise(ProfileDataset dataset) {
        List<Series> all = series(dataset);
        double widest = all.stream().mapToDouble(Series::variation).max().orElse(0);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of("steady: " + all.size() + " series, coefficient of variation at most "
                        + Figures.percent(widest, 0) + ", no drift above " + Figures.percent(MOST_DRIFT, 0)
                        + ", no outliers");
    }

    /** Runs that were repeated alike. */
    private record Series(String name, Distribution times, double variation, Reading<Double> drift) {
        static Series of(ModelProfile model, Preload preload) {
            return new Series(
                    model.model().name() + " " + preload.tier().label(),
                    preload.total(),
                    preload.coefficientOfVariation(),
                    preload.drift());
        }

        /** Until an engine was ready. */
        static Series of(ModelProfile model, EngineProfile engine) {
            Distribution ready = engine.ready();
            return new Series(
                    model.model().name() + " " + engine.name() + " "
                            + engine.tier().label(),
                    ready,
                    ready.standardDeviationNanos() / Math.max(1, ready.meanNanos()),
                    Reading.notSupported("not told of engines"));
        }
    }

    private static List<Series> series(ProfileDataset dataset) {
        List<Series> all = new ArrayList<>();
        for (ModelProfile model : dataset.models()) {
            model.preload().forEach(preload -> all.add(Series.of(model, preload)));
            model.engines().forEach(engine -> all.add(Series.of(model, engine)));
        }
        return all;
    }

    private static void add(
            List<String> warnings,
            ProfileDataset dataset,
            String what,
            Function<Series, String> finding,
            String causeAndRemedy) {
        List<String> named = new ArrayList<>();
        for (Series series : series(dataset)) {
            String found = finding.apply(series);
            if (!found.isEmpty()) {
                named.add(series.name() + " " + found);
            }
        }
        if (!named.isEmpty()) {
            int further = named.size() - NAMED;
            warnings.add(what + ": " + String.join(", ", named.subList(0, Math.min(NAMED, named.size())))
                    + (further > 0 ? " and " + further + " further series" : "") + "; likely " + causeAndRemedy);
        }
    }

    /**
     * Runs that are far from the median, counted by the median of all distances from it.
     *
     * @param samples in any order
     */
    static long outliers(List<Long> samples) {
        if (samples.size() < LEAST_RUNS) {
            return 0;
        }
        double median = OrderStatistics.median(
                samples.stream().mapToDouble(Long::doubleValue).toArray());
        double[] distances = samples.stream()
                .mapToDouble(sample -> Math.abs(sample - median))
                .toArray();
        double deviation = DEVIATIONS_OF_NORMAL * OrderStatistics.median(distances);
        return deviation == 0
                ? 0
                : Arrays.stream(distances)
                        .filter(distance -> distance > FAR * deviation)
                        .count();
    }
}
