package dev.berth.predict;

import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.EngineProfile.StageProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.predict.DelayModel.Delay;
import dev.berth.statistics.OrderStatistics;
import dev.berth.statistics.TermFit;
import dev.berth.statistics.TermFit.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How long one engine takes until it is ready, stage by stage: each stage so much a start and a byte of weights, and a
 * tensor, a file and a byte of headers where that predicts models that were left out better. A stage that hardly
 * depends on the model, such as the start of a process, is then a constant, and one that reads the weights a bandwidth.
 */
public final class EngineModel {
    /** Fewest models of an engine that its stages are fitted on. */
    public static final int LEAST_MODELS = 4;

    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private final EngineSetting setting;
    private final List<Served> served;
    private final Map<String, TermFit> stages;
    /** Of each model, its time as predicted by all others. */
    private final double[] leftOut;

    private final double low;
    private final double high;

    /** A model that an engine served: its stages and their sum, medians in nanoseconds. */
    private record Served(String model, Work work, Map<String, Double> stages, double ready, List<Long> runs) {
        static Served of(ModelProfile model, EngineProfile engine) {
            Map<String, Double> stages = new LinkedHashMap<>();
            for (StageProfile stage : engine.stages()) {
                stages.put(stage.name(), (double) stage.time().p50Nanos());
            }
            return new Served(
                    model.model().name(),
                    Work.of(model.model()),
                    stages,
                    Math.max(1, engine.ready().p50Nanos()),
                    engine.ready().samplesNanos());
        }
    }

    private EngineModel(EngineSetting setting, List<Served> served) {
        this.setting = setting;
        this.served = served;
        stages = fit(served);
        leftOut = IntStream.range(0, served.size())
                .mapToDouble(i -> sum(fit(without(i)), served.get(i).work()))
                .toArray();
        Spread all = spread(-1);
        low = all.low();
        high = all.high();
    }

    /** What runs took over what was predicted for their model: from, at most 1, and to, at least 1. */
    private record Spread(double low, double high) {}

    /** Of nine in ten runs of all models but one; {@code except} -1 for all. */
    private Spread spread(int except) {
        double[] ratios = IntStream.range(0, leftOut.length)
                .filter(i -> i != except)
                .boxed()
                .flatMapToDouble(i -> served.get(i).runs().stream().mapToDouble(run -> run / leftOut[i]))
                .sorted()
                .toArray();
        return new Spread(Math.min(1, rank(ratios, LOW)), Math.max(1, rank(ratios, HIGH)));
    }

    /** All engines of a dataset that served enough models. */
    public static List<EngineModel> over(List<ModelProfile> models) {
        Set<EngineSetting> settings = new LinkedHashSet<>();
        models.forEach(model -> model.engines().forEach(engine -> settings.add(engine.setting())));
        return settings.stream()
                .sorted()
                .flatMap(setting -> over(models, setting).stream())
                .toList();
    }

    /**
     * Fits over the models that one engine served.
     *
     * @return empty where there are fewer than {@link #LEAST_MODELS}
     */
    static Optional<EngineModel> over(List<ModelProfile> models, EngineSetting setting) {
        List<Served> served = models.stream()
                .flatMap(model -> model.engines().stream()
                        .filter(engine -> engine.setting().equals(setting))
                        .map(engine -> Served.of(model, engine)))
                .sorted(Comparator.comparingLong(one -> one.work().bytes()))
                .toList();
        return served.size() < LEAST_MODELS ? Optional.empty() : Optional.of(new EngineModel(setting, served));
    }

    private List<Served> without(int index) {
        List<Served> others = new ArrayList<>(served);
        others.remove(index);
        return others;
    }

    private static Map<String, TermFit> fit(List<Served> served) {
        Set<String> names = new LinkedHashSet<>();
        served.forEach(one -> names.addAll(one.stages().keySet()));
        Map<String, TermFit> fits = new LinkedHashMap<>();
        for (String name : names) {
            List<Row> rows = served.stream()
                    .map(one -> new Row(one.work().stageTerms(), one.stages().getOrDefault(name, 0.0), one.ready()))
                    .toList();
            fits.put(name, TermFit.over(rows, TermFit.selected(rows, Work.STAGE_ALWAYS, Work.STAGE_MAY)));
        }
        return fits;
    }

    private static double sum(Map<String, TermFit> fits, Work work) {
        return fits.values().stream()
                .mapToDouble(fit -> fit.value(work.stageTerms()))
                .sum();
    }

    private static double rank(double[] ascending, double share) {
        return ascending[(int) Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
    }

    /** Which engine, from where. */
    public EngineSetting setting() {
        return setting;
    }

    /** Whether it served a model of a format: it says nothing of others. */
    boolean served(String format) {
        return served.stream().anyMatch(one -> one.work().format().equals(format));
    }

    /** Number of models that it was fitted on. */
    public int models() {
        return served.size();
    }

    /** Of a model that was not served: time until ready, with the interval of 90 % of runs. */
    Delay ready(Work work) {
        double nanos = sum(stages, work);
        return new Delay(nanos, nanos * low, nanos * high);
    }

    /** The same by stage, in their order, in nanoseconds. */
    Map<String, Double> stagesOf(Work work) {
        Map<String, Double> all = new LinkedHashMap<>();
        stages.forEach((name, fit) -> all.put(name, fit.value(work.stageTerms())));
        return all;
    }

    /** Whether a model is smaller or larger than all that were served. */
    boolean extrapolates(Work work) {
        return work.bytes() < served.get(0).work().bytes()
                || work.bytes() > served.get(served.size() - 1).work().bytes();
    }

    /** Median of |predicted - measured| / measured over the models, each predicted by the others. */
    public double leaveOneOutError() {
        return OrderStatistics.median(IntStream.range(0, leftOut.length)
                .mapToDouble(i -> Math.abs(leftOut[i] / served.get(i).ready() - 1))
                .toArray());
    }

    /** Each model as the others predict it, smallest first, as samples whose parsing is not told apart. */
    List<Sample> samples() {
        return served.stream()
                .map(one -> new Sample(one.model(), one.work(), 0, one.ready(), one.runs()))
                .toList();
    }

    /** What the others predict for each of {@link #samples}, nanoseconds. */
    double[] leftOut() {
        return leftOut.clone();
    }

    /** Share of the runs within the interval of 90 %, both told from the other models. */
    double within() {
        long runs = 0;
        long within = 0;
        for (int i = 0; i < leftOut.length; i++) {
            double predicted = leftOut[i];
            Spread spread = spread(i);
            runs += served.get(i).runs().size();
            within += served.get(i).runs().stream()
                    .filter(run -> run >= predicted * spread.low() && run <= predicted * spread.high())
                    .count();
        }
        return within / (double) runs;
    }

    /**
     * What a stage is made of.
     *
     * @param setting which engine, from where
     * @param stage as its recipe calls it
     * @param share of the time until ready, median over the models, 0 to 1
     * @param startNanos the part that every start takes, >= 0
     * @param nanosPerByte what a byte of weights adds, >= 0
     * @param models fitted on
     */
    public record Stage(
            EngineSetting setting, String stage, double share, double startNanos, double nanosPerByte, int models) {}

    /** All stages, in their order. */
    public List<Stage> split() {
        List<Stage> all = new ArrayList<>();
        stages.forEach((name, fit) -> all.add(new Stage(
                setting,
                name,
                OrderStatistics.median(served.stream()
                        .mapToDouble(one -> one.stages().getOrDefault(name, 0.0) / one.ready())
                        .toArray()),
                fit.coefficient(0),
                fit.coefficient(1),
                served.size())));
        return List.copyOf(all);
    }

    /** Time over bytes alone: what a rule of bytes over bandwidth predicts from the others. */
    double[] byBandwidth() {
        double[] predicted = new double[leftOut.length];
        for (int i = 0; i < predicted.length; i++) {
            double[] rates = without(i).stream()
                    .mapToDouble(one -> one.ready() / Math.max(1, one.work().bytes()))
                    .toArray();
            predicted[i] = OrderStatistics.median(rates) * served.get(i).work().bytes();
        }
        return predicted;
    }
}
