package dev.berth.predict;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadSetting;
import dev.berth.record.Reading;
import java.util.List;
import java.util.Map;

/**
 * What a model that was not measured would cost on a dataset's machine.
 *
 * @param model the model as its files describe it
 * @param deviceMemory one entry a device the dataset measured
 * @param preload one entry a device and tier the dataset has a fitted line for, with the reader setting that is best
 *     supported
 * @param engines one entry an engine and tier that served enough models of the dataset
 * @param notes what could not be predicted, and why
 */
public record Prediction(
        ModelRecord model,
        List<MemoryPrediction> deviceMemory,
        List<DelayPrediction> preload,
        List<EnginePrediction> engines,
        List<String> notes) {

    /**
     * Predicted time until an engine is ready.
     *
     * @param setting which engine, from where; its components stand beside the others in JSON
     * @param readyNanos from the start until ready, with the interval of 90 % of runs; predicted
     * @param stagesNanos the same by stage, in their order; they sum to it
     * @param extrapolated whether the model is smaller or larger than all that were served
     * @param leaveOneOutError median relative error on models it was not fitted on
     * @param models that it was fitted on
     */
    public record EnginePrediction(
            @JsonUnwrapped EngineSetting setting,
            Reading<Estimate> readyNanos,
            Map<String, Double> stagesNanos,
            boolean extrapolated,
            double leaveOneOutError,
            int models) {}

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
     * @param delayNanos delay of the median run with its interval; predicted
     * @param interval what the interval holds
     * @param method what was fitted
     * @param extrapolated whether the model is smaller or larger than all that were measured, or of more tensors, files
     *     or header bytes
     * @param leaveOneOutError median relative error on models it was not fitted on; where another machine is predicted
     *     for, on those of its models that were measured, each predicted from the others
     */
    public record DelayPrediction(
            @JsonUnwrapped PreloadSetting setting,
            Reading<Estimate> delayNanos,
            Interval interval,
            Method method,
            boolean extrapolated,
            Reading<Double> leaveOneOutError) {}

    /** What an interval holds. */
    public enum Interval {
        /** 90 % of the runs of the model. */
        @JsonProperty("90 % of runs")
        RUNS,
        /** The median of the model's runs, with 95 %. */
        @JsonProperty("95 % of medians")
        MEDIAN,
        /** Nothing: no run was measured on the machine that is predicted for. */
        @JsonProperty("none")
        NONE
    }

    /** What was fitted. */
    public enum Method {
        /** {@link DelayModel}: terms a byte, a file, a tensor and a header byte. */
        @JsonProperty("terms")
        TERMS,
        /** {@link dev.berth.dataset.DelayLine}: delay over bytes, where few models were measured. */
        @JsonProperty("line")
        LINE
    }
}
