package dev.berth.predict;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.predict.DelayModel.Delay;
import dev.berth.predict.DelayModel.LeftOut;
import dev.berth.record.Reading;
import dev.berth.statistics.LineFit;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Methods of prediction held against each other: on a dataset's own models, each predicted from the others, or on the
 * models of another machine, predicted from the dataset and three of them.
 */
public final class Contest {
    /** What ServerlessLLM's scheduler (Fu and others, 2024) reckons with, whatever the model: 25 GB/s. */
    private static final double CONSTANT_BYTES_PER_NANO = 25;

    private static final String CONSTANT = "25 GB/s";

    /** Smaller models are of little cost, and their delays mostly noise. */
    private static final long LEAST_BYTES = 16_000_000;

    /** Models that are measured on another machine, and how often each. */
    private static final int PROBES = 3;

    private static final int PROBE_RUNS = 3;

    private static final Reading<Double> NO_INTERVAL = Reading.notSupported("no interval for runs");

    private Contest() {}

    /**
     * How well one method predicts.
     *
     * @param method in words
     * @param models of 16 MB and more that were predicted; all where none is so large
     * @param medianError median over them of |predicted - measured| / measured
     * @param p90Error of nine in ten of them at most
     * @param within share of runs, of models of all sizes, inside the interval that is told for 90 % of them
     * @param runs of all sizes
     */
    public record Accuracy(
            String method, int models, double medianError, double p90Error, Reading<Double> within, int runs) {}

    /**
     * Of one way to preload.
     *
     * @param setting how the models were preloaded
     * @param accuracy of a method
     */
    public record Score(
            @JsonUnwrapped PreloadSetting setting,
            @JsonUnwrapped Accuracy accuracy) {}

    /**
     * Of one engine, until it is ready.
     *
     * @param setting which engine, from where
     * @param accuracy of a method
     */
    public record EngineScore(
            @JsonUnwrapped EngineSetting setting,
            @JsonUnwrapped Accuracy accuracy) {}

    /** Models that were measured, and how well methods predict them. */
    private record Field(List<Sample> samples, List<Accuracy> methods) {
        Field(List<Sample> samples) {
            this(samples, new ArrayList<>());
        }

        double[] errors(double[] predicted) {
            return IntStream.range(0, predicted.length)
                    .mapToDouble(i -> Math.abs(predicted[i] / samples.get(i).total() - 1))
                    .toArray();
        }

        void add(String method, Reading<Double> within, double[] errors) {
            double[] large = IntStream.range(0, errors.length)
                    .filter(i -> samples.get(i).work().bytes() >= LEAST_BYTES)
                    .mapToDouble(i -> errors[i])
                    .sorted()
                    .toArray();
            if (large.length == 0) {
                large = Arrays.stream(errors).sorted().toArray();
            }
            int runs = samples.stream().mapToInt(sample -> sample.runs().size()).sum();
            methods.add(new Accuracy(method, large.length, rank(large, 0.5), rank(large, 0.9), within, runs));
        }

        void add(String method, Reading<Double> within, ToDoubleFunction<Sample> predicted) {
            add(
                    method,
                    within,
                    samples.stream()
                            .mapToDouble(sample -> Math.abs(predicted.applyAsDouble(sample) / sample.total() - 1))
                            .toArray());
        }

        void addConstant() {
            add(CONSTANT, NO_INTERVAL, sample -> sample.work().bytes() / CONSTANT_BYTES_PER_NANO);
        }

        /**
         * What a method would be off that knew how long a model takes: half the distance of every other run. Nothing
         * where a model was measured once.
         */
        void addNoise() {
            if (samples.stream().allMatch(sample -> sample.runs().size() > 1)) {
                add(
                        "the runs' own noise",
                        NO_INTERVAL,
                        samples.stream().mapToDouble(Field::noise).toArray());
            }
        }

        private static double noise(Sample sample) {
            return Math.abs(median(sample, 0) - median(sample, 1)) / 2 / sample.total();
        }

        private static double median(Sample sample, int first) {
            return OrderStatistics.median(IntStream.range(0, sample.runs().size())
                    .filter(run -> run % 2 == first)
                    .mapToDouble(run -> sample.runs().get(run))
                    .toArray());
        }
    }

    /** Who is told how far a contest is: it may take a minute. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A method predicts one model more.
         *
         * @param what method and setting
         * @param done models that were predicted, >= 0
         * @param of how often models are predicted in all, > 0
         */
        void step(String what, int done, int of);
    }

    /** Counts for a listener. */
    private static final class Steps {
        private final Listener listener;
        private final int of;
        private int done;

        Steps(Listener listener, int of) {
            this.listener = listener;
            this.of = of;
        }

        void next(String what) {
            listener.step(what, done, of);
            done++;
        }
    }

    /** All methods for the settings that a dataset predicts from, best supported each. */
    public static List<Score> of(ProfileDataset dataset, Listener listener) {
        List<Opponent> opponents = ServiceLoader.load(Opponent.class, Contest.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<PreloadSetting> settings = Predictor.best(dataset.delayLines()).stream()
                .map(DelayLine::setting)
                .filter(setting -> Sample.of(dataset.models(), setting).size() >= DelayModel.LEAST_MODELS)
                .toList();
        Steps steps = new Steps(
                listener,
                settings.stream()
                        .mapToInt(setting -> (1 + opponents.size())
                                * Sample.of(dataset.models(), setting).size())
                        .sum());
        List<Score> scores = new ArrayList<>();
        for (PreloadSetting setting : settings) {
            DelayModel.over(dataset.models(), setting)
                    .ifPresent(model -> among(model, setting, opponents, steps)
                            .forEach(method -> scores.add(new Score(setting, method))));
        }
        return List.copyOf(scores);
    }

    private static List<Accuracy> among(
            DelayModel model, PreloadSetting setting, List<Opponent> opponents, Steps steps) {
        model.samples().forEach(sample -> steps.next("terms, " + setting.describe()));
        Field field = new Field(model.samples());
        List<LeftOut> left = model.leftOut();
        int runs = left.stream().mapToInt(LeftOut::runs).sum();
        int within = left.stream().mapToInt(LeftOut::within).sum();
        field.add(
                "terms",
                Reading.derived(within / (double) runs),
                left.stream().mapToDouble(LeftOut::error).toArray());
        field.add("fitted line", NO_INTERVAL, LineFit.leaveOneOutErrors(Sample.points(field.samples())));
        for (Opponent opponent : opponents) {
            String what = opponent.name() + ", " + setting.describe();
            field.add(opponent.name(), NO_INTERVAL, leftOut(field.samples(), opponent, () -> steps.next(what)));
        }
        field.addConstant();
        field.addNoise();
        return field.methods();
    }

    private static double[] leftOut(List<Sample> samples, Opponent opponent, Runnable next) {
        double[] errors = new double[samples.size()];
        for (int i = 0; i < errors.length; i++) {
            next.run();
            List<Sample> others = new ArrayList<>(samples);
            Sample sample = others.remove(i);
            double predicted = opponent.fit(
                            others.stream().map(Sample::work).toList(),
                            others.stream().map(Sample::total).toList())
                    .applyAsDouble(sample.work());
            errors[i] = Math.abs(predicted / sample.total() - 1);
        }
        return errors;
    }

    /** All methods for the engines of a dataset that served four models or more, each predicted from the others. */
    public static List<EngineScore> ofEngines(List<EngineModel> engines) {
        List<EngineScore> scores = new ArrayList<>();
        for (EngineModel engine : engines) {
            Field field = new Field(engine.samples());
            field.add("stages", Reading.derived(engine.within()), field.errors(engine.leftOut()));
            if (LineFit.distinctSizes(Sample.points(field.samples())) > 2) {
                field.add("fitted line", NO_INTERVAL, LineFit.leaveOneOutErrors(Sample.points(field.samples())));
            }
            field.add("bytes over bandwidth", NO_INTERVAL, field.errors(engine.byBandwidth()));
            field.addConstant();
            field.addNoise();
            field.methods().forEach(method -> scores.add(new EngineScore(engine.setting(), method)));
        }
        return List.copyOf(scores);
    }

    /**
     * All methods for the models of another machine: three of them, at the quarters of their sizes, were measured three
     * times each, all others are predicted.
     */
    public static List<Score> of(ProfileDataset dataset, OtherMachine other) {
        List<Score> scores = new ArrayList<>();
        for (DelayLine line : Predictor.best(dataset.delayLines())) {
            List<Sample> samples = other.samples(line.device(), line.tier());
            if (samples.size() > PROBES) {
                PreloadSetting there = other.setting(line.device(), line.tier()).orElseThrow();
                MachineFactors ceilings =
                        MachineFactors.of(line.device(), line.tier(), dataset.ceilings(), other.ceilings());
                DelayModel.over(dataset.models(), line.setting())
                        .ifPresent(model -> elsewhere(ceilings, model, samples)
                                .forEach(method -> scores.add(new Score(there, method))));
            }
        }
        return List.copyOf(scores);
    }

    private static List<Accuracy> elsewhere(MachineFactors ceilings, DelayModel model, List<Sample> samples) {
        Set<Integer> places = new TreeSet<>();
        for (int probe = 1; probe <= PROBES; probe++) {
            places.add(probe * samples.size() / (PROBES + 1));
        }
        List<Sample> probes = places.stream()
                .map(place -> samples.get(place).first(PROBE_RUNS))
                .toList();
        List<Sample> rest = IntStream.range(0, samples.size())
                .filter(place -> !places.contains(place))
                .mapToObj(samples::get)
                .toList();
        Field field = new Field(rest);
        MachineFactors drawn = ceilings.drawnTo(probes, model);
        field.add(
                "terms, ceilings and three models",
                Reading.derived(within(rest, model, drawn)),
                sample -> model.delay(sample.work(), drawn).nanos());
        field.add(
                "terms, ceilings alone",
                NO_INTERVAL,
                sample -> model.delay(sample.work(), ceilings).nanos());
        field.add(
                "terms as they are",
                NO_INTERVAL,
                sample -> model.delay(sample.work()).nanos());
        if (LineFit.distinctSizes(Sample.points(probes)) == PROBES) {
            LineFit line = LineFit.over(Sample.points(probes));
            field.add(
                    "line through three models",
                    NO_INTERVAL,
                    sample -> line.delayNanos(sample.work().bytes()));
        }
        field.addConstant();
        field.addNoise();
        return field.methods();
    }

    private static double within(List<Sample> samples, DelayModel model, MachineFactors factors) {
        long runs = 0;
        long within = 0;
        for (Sample sample : samples) {
            Delay delay = model.delay(sample.work(), factors);
            runs += sample.runs().size();
            within += sample.runs().stream()
                    .filter(run -> run >= delay.low() && run <= delay.high())
                    .count();
        }
        return within / (double) runs;
    }

    /** The smallest that a share of the values do not exceed. */
    private static double rank(double[] ascending, double share) {
        return ascending[(int) Math.max(0, Math.ceil(share * ascending.length) - 1)];
    }
}
