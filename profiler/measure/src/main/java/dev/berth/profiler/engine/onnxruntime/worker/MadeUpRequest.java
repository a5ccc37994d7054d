package dev.berth.profiler.engine.onnxruntime.worker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What a model is asked with: a tensor for each of its inputs, the same for every run. */
final class MadeUpRequest {
    private final Object session;
    private final Map<String, Object> tensors = new LinkedHashMap<>();

    /**
     * Makes the tensors.
     *
     * @param words dimensions that the user set, each {@code NAME=1x128}; inputs without fill in those that vary
     * @param told gets a line for each input with a dimension that the model left open
     * @throws OrtFault where nothing can be made up for an input, or a word names none
     */
    MadeUpRequest(OrtLibrary library, Object session, List<String> words, Consumer<String> told) throws OrtFault {
        this.session = session;
        Map<String, long[]> asked = shapes(words);
        for (OrtLibrary.Input input : OrtLibrary.inputs(session)) {
            long[] shape = MadeUpInput.shape(input, asked.remove(input.name()));
            if (MadeUpInput.varies(input)) {
                told.accept(input.name() + " " + MadeUpInput.words(input) + " as " + Arrays.toString(shape));
            }
            tensors.put(input.name(), library.tensor(MadeUpInput.data(input, shape), shape, input.type()));
        }
        if (!asked.isEmpty()) {
            throw new OrtFault(
                    "the model has no input " + new TreeSet<>(asked.keySet()).first() + ", only " + tensors.keySet());
        }
    }

    /** By name of the input. */
    static Map<String, long[]> shapes(List<String> words) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.lastIndexOf('=');
            shapes.put(
                    word.substring(0, equals),
                    Arrays.stream(word.substring(equals + 1).split("x", -1))
                            .mapToLong(Long::parseLong)
                            .toArray());
        }
        return shapes;
    }

    /** Runs the model once; nanoseconds. */
    long run() throws OrtFault {
        long begin = System.nanoTime();
        OrtLibrary.run(session, tensors);
        return System.nanoTime() - begin;
    }
}
