package dev.berth.profiler.calibrate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.profiler.statistics.OrderStatistics;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model that was not measured would cost on a dataset's machine.
 *
 * @param model the model as its files describe it
 * @param deviceMemory one entry a device the dataset measured
 * @param preload one entry a device and tier the dataset has a fitted line for
 * @param notes what could not be predicted, and why
 */
public record Prediction(
        ModelRecord model, List<MemoryPrediction> deviceMemory, List<DelayPrediction> preload, List<String> notes) {

    /**
     * Predicted device memory.
     *
     * @param device one of {@link dev.berth.dataset.Vocabulary#DEVICES}
     * @param allocatedBytes weight bytes × median of allocated / weight over the measured models; predicted
     * @param lowBytes the same with the smallest measured ratio
     * @param highBytes the same with the largest
     * @param models models the ratio was measured on
     */
    public record MemoryPrediction(
            String device, Reading<Long> allocatedBytes, long lowBytes, long highBytes, int models) {}

    /**
     * Predicted preload delay.
     *
     * @param setting how the models were preloaded that the line was fitted on; its components stand beside the others
     *     in JSON
     * @param delayNanos delay with its 95 % interval; predicted
     * @param extrapolated whether the model is smaller or larger than all that were measured
     * @param leaveOneOutError median relative error of the line on models it was not fitted on
     */
    public record DelayPrediction(
            @JsonUnwrapped PreloadSetting setting,
            Reading<Estimate> delayNanos,
            boolean extrapolated,
            double leaveOneOutError) {}

    /** Predicts from the dataset's lines; of several reader settings for one device and tier, the best supported. */
    public static Prediction of(ModelRecord model, ProfileDataset dataset) {
        List<String> notes = new ArrayList<>();
        List<MemoryPrediction> memory = memory(model, dataset);
        List<DelayPrediction> delays = new ArrayList<>();
        for (DelayLine line : best(dataset.delayLines())) {
            delays.add(delay(model, line));
        }
        if (delays.isEmpty()) {
            notes.add("no delay predicted: the dataset has no fitted line; "
                    + "profile at least three models of distinct sizes");
        }
        if (memory.isEmpty()) {
            notes.add("no device memory predicted: the dataset measured none");
        }
        return new Prediction(model, memory, List.copyOf(delays), List.copyOf(notes));
    }

    private static List<DelayLine> best(List<DelayLine> lines) {
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

    private static DelayPrediction delay(ModelRecord model, DelayLine line) {
        long bytes = model.storedBytes();
        return new DelayPrediction(
                line.setting(),
                new Reading.Value<>(line.delayNanos(bytes), Provenance.PREDICTED),
                line.extrapolates(bytes),
                line.leaveOneOutError());
    }

    private static List<MemoryPrediction> memory(ModelRecord model, ProfileDataset dataset) {
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
