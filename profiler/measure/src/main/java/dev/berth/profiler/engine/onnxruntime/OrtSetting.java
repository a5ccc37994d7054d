package dev.berth.profiler.engine.onnxruntime;

import dev.berth.dataset.Vocabulary;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All that ONNX Runtime is told.
 *
 * @param library version of the library
 * @param provider execution provider: cpu or cuda
 * @param device id of the device that the provider computes on
 * @param threads that compute one operator, >= 1; operators come one after the other
 * @param inputs dimensions of inputs, each {@code NAME=1x128}; inputs without fill in those that vary
 * @param laterRuns runs after the first one, >= 0
 */
public record OrtSetting(
        String library, String provider, String device, int threads, List<String> inputs, int laterRuns) {
    private static final String PROCESSOR = "cpu";

    /** Enough for a median of later runs of one start. */
    private static final int LATER_RUNS = 10;

    /** What {@code --input} takes. */
    private static final Pattern INPUT = Pattern.compile("[^=\\s]+=[1-9]\\d{0,8}(x[1-9]\\d{0,8})*");

    public OrtSetting {
        Vocabulary.device("device", device);
        inputs = List.copyOf(inputs);
        for (String input : inputs) {
            if (!INPUT.matcher(input).matches()) {
                throw new IllegalArgumentException(
                        "--input " + input + ": expected NAME=1x128, the input's name and each of its dimensions");
            }
        }
    }

    /**
     * The setting on a device.
     *
     * @param device as {@code --device} names it; cuda:N asks for that GPU, anything else for the processor
     * @throws IllegalArgumentException where an input is no {@code NAME=1x128}
     */
    public static OrtSetting of(String device, int threads, List<String> inputs) {
        boolean gpu = Vocabulary.isCuda(device);
        return new OrtSetting(
                OrtPackages.VERSION,
                gpu ? Vocabulary.CUDA : PROCESSOR,
                gpu ? device : Vocabulary.HOST,
                threads,
                inputs,
                LATER_RUNS);
    }

    /** Number of the GPU; -1 for the processor. */
    int cudaDevice() {
        return provider.equals(PROCESSOR) ? -1 : Integer.parseInt(device.substring(device.indexOf(':') + 1));
    }
}
