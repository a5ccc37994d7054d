package dev.berth.predict;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.predict.Prediction.DelayPrediction;
import dev.berth.predict.Prediction.EnginePrediction;
import dev.berth.predict.Prediction.Interval;
import dev.berth.predict.Prediction.MemoryPrediction;
import dev.berth.predict.Prediction.Method;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.LineFit;
import dev.berth.statistics.LineFit.Point;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Predicts from one dataset; what is fitted over its models is fitted once. */
public final class Predictor {
    /** Two are left where one is left out, which a line needs. */
    private static final int LEAST_SIZES = 3;

    private final ProfileDataset dataset;
    private final List<DelayLine> lines;
    private final Map<PreloadSetting, DelayModel> models = new HashMap<>();
    private final Map<PreloadSetting, Double> errors = new HashMap<>();
    private final Optional<OtherMachine> other;
    private final List<EngineModel> engines;

    /** For the dataset's own machine. */
    public Predictor(ProfileDataset dataset) {
        this(dataset, Optional.empty());
    }

    /**
     * For another machine, where the dataset has so many models of a setting that they are predicted by terms.
     *
     * @param other empty for the dataset's own
     */
    public Predictor(ProfileDataset dataset, Optional<OtherMachine> other) {
        this.dataset = dataset;
        this.other = other;
        lines = best(dataset.delayLines());
        engines = other.isPresent() ? List.of() : EngineModel.over(dataset.models());
        for (DelayLine line : lines) {
            DelayModel.over(dataset.models(), line.setting()).ifPresent(model -> add(line.setting(), model));
        }
    }

    private void add(PreloadSetting setting, DelayModel model) {
        models.put(setting, model);
        errors.put(
                setting,
                OrderStatistics.median(model.leftOut().stream()
                        .mapToDouble(DelayModel.LeftOut::error)
                        .toArray()));
    }

    /** What a model would cost, in the settings that are best supported. */
    public Prediction of(ModelRecord model) {
        List<String> notes = new ArrayList<>();
        List<MemoryPrediction> memory = memory(model);
        List<DelayPrediction> delays =
                lines.stream().flatMap(line -> delay(model, line).stream()).toList();
        if (delays.isEmpty() && other.isPresent()) {
            notes.add("no delay predicted: the dataset has no setting with " + DelayModel.LEAST_MODELS
                    + " models, which another machine is predicted from");
        } else if (delays.isEmpty()) {
            notes.add("no delay predicted: the dataset has no fitted line; "
                    + "profile at least three models of distinct sizes");
        }
        if (memory.isEmpty()) {
            notes.add("no device memory predicted: the dataset measured none");
        }
        List<EnginePrediction> ready = engines.stream()
                .filter(engine -> engine.served(model.format()))
                .map(engine -> byStages(Work.of(model), engine))
                .toList();
        return new Prediction(model, memory, delays, ready, List.copyOf(notes));
    }

    /**
     * Each model of a setting as it is predicted from the others, smallest first: by terms where there are
     * {@link DelayModel#LEAST_MODELS}, else by the line through the others.
     *
     * @return empty where they have fewer than three sizes
     */
    public static List<DelayModel.LeftOut> leftOut(ProfileDataset dataset, PreloadSetting setting) {
        return DelayModel.over(dataset.models(), setting)
                .map(DelayModel::leftOut)
                .orElseGet(() -> byLines(Sample.of(dataset.models(), setting)));
    }

    private static List<DelayModel.LeftOut> byLines(List<Sample> samples) {
        List<Point> points = Sample.points(samples);
        if (LineFit.distinctSizes(points) < LEAST_SIZES) {
            return List.of();
        }
        double[] predicted = LineFit.leftOut(points);
        return IntStream.range(0, predicted.length)
                .mapToObj(i -> {
                    Sample sample = samples.get(i);
                    DelayModel.Delay delay = new DelayModel.Delay(predicted[i], predicted[i], predicted[i]);
                    return new DelayModel.LeftOut(
                            sample.model(),
                            sample.work().bytes(),
                            delay,
                            sample.total(),
                            sample.runs().size(),
                            0);
                })
                .toList();
    }

    /** Of several reader settings for one device and tier, the line that is best supported. */
    static List<DelayLine> best(List<DelayLine> lines) {
        Comparator<DelayLine> support = DelayLine.bySupport();
        SortedMap<String, SortedMap<CacheTier, DelayLine>> best = new TreeMap<>();
        for (DelayLine line : lines) {
            best.computeIfAbsent(line.device(), device -> new TreeMap<>())
                    .merge(line.tier(), line, (a, b) -> support.compare(a, b) <= 0 ? a : b);
        }
        return best.values().stream()
                .flatMap(ofDevice -> ofDevice.values().stream())
                .toList();
    }

    private static EnginePrediction byStages(Work work, EngineModel engine) {
        DelayModel.Delay ready = engine.ready(work);
        return new EnginePrediction(
                engine.setting(),
                new Reading.Value<>(new Estimate(ready.nanos(), ready.low(), ready.high()), Provenance.PREDICTED),
                engine.stagesOf(work),
                engine.extrapolates(work),
                engine.leaveOneOutError(),
                engine.models());
    }

    private Optional<DelayPrediction> delay(ModelRecord record, DelayLine line) {
        DelayModel model = models.get(line.setting());
        if (other.isPresent()) {
            return Optional.ofNullable(model).map(fitted -> elsewhere(Work.of(record), line.setting(), fitted));
        }
        return Optional.of(
                model == null ? byLine(record.storedBytes(), line) : byTerms(Work.of(record), line.setting(), model));
    }

    private DelayPrediction elsewhere(Work work, PreloadSetting setting, DelayModel model) {
        OtherMachine machine = other.orElseThrow();
        List<Sample> samples = machine.samples(setting.device(), setting.tier());
        MachineFactors ceilings =
                MachineFactors.of(setting.device(), setting.tier(), dataset.ceilings(), machine.ceilings());
        DelayModel.Delay delay = model.delay(work, ceilings.drawnTo(samples, model));
        Estimate estimate = samples.isEmpty()
                ? new Estimate(delay.nanos(), delay.nanos(), delay.nanos())
                : new Estimate(delay.nanos(), delay.low(), delay.high());
        return new DelayPrediction(
                machine.setting(setting.device(), setting.tier()).orElse(setting),
                new Reading.Value<>(estimate, Provenance.PREDICTED),
                samples.isEmpty() ? Interval.NONE : Interval.RUNS,
                Method.TERMS,
                model.extrapolates(work),
                ceilings.leaveOneOutError(samples, model));
    }

    private DelayPrediction byTerms(Work work, PreloadSetting setting, DelayModel model) {
        DelayModel.Delay delay = model.delay(work);
        return new DelayPrediction(
                setting,
                new Reading.Value<>(new Estimate(delay.nanos(), delay.low(), delay.high()), Provenance.PREDICTED),
                Interval.RUNS,
                Method.TERMS,
                model.extrapolates(work),
                Reading.derived(errors.get(setting)));
    }

    private static DelayPrediction byLine(long bytes, DelayLine line) {
        return new DelayPrediction(
                line.setting(),
                new Reading.Value<>(line.delayNanos(bytes), Provenance.PREDICTED),
                Interval.MEDIAN,
                Method.LINE,
                line.extrapolates(bytes),
                Reading.derived(line.leaveOneOutError()));
    }

    private List<MemoryPrediction> memory(ModelRecord model) {
        SortedMap<String, List<Double>> ratios = new TreeMap<>();
        for (ModelProfile profile : dataset.models()) {
            for (DeviceMemory measured : profile.deviceMemory()) {
                long weights = profile.model().storedBytes();
                if (weights > 0 && measured.allocatedBytes() instanceof Reading.Value<Long> allocated) {
                    ratios.computeIfAbsent(measured.device(), device -> new ArrayList<>())
                            .add(allocated.value() / (double) weights);
                }
            }
        }
        List<MemoryPrediction> predictions = new ArrayList<>();
        ratios.forEach((device, measured) -> predictions.add(memory(model.weightBytes(), device, measured)));
        return List.copyOf(predictions);
    }

    private static MemoryPrediction memory(long weightBytes, String device, List<Double> ratios) {
        double[] values =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new MemoryPrediction(
                device,
                new Reading.Value<>(Math.round(weightBytes * OrderStatistics.median(values)), Provenance.PREDICTED),
                (long) Math.floor(weightBytes * values[0]),
                (long) Math.ceil(weightBytes * values[values.length - 1]),
                values.length);
    }
}
