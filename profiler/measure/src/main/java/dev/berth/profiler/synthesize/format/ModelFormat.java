package dev.berth.profiler.synthesize.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats that models of the catalogue are written in. */
public enum ModelFormat {
    /** Of all models. */
    SAFETENSORS,
    /** Of what llama.cpp runs. */
    GGUF,
    /** PyTorch's zip; of all models. */
    TORCH,
    /** Weights in a graph that computes nothing; of all models. */
    ONNX,
    /** TensorFlow.js: weights in shards of 4 MiB; of all models. */
    TFJS,
    /** TensorFlow's SavedModel: a bundle of variables without a graph; of all models. */
    SAVEDMODEL;

    /** The word for it in options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a word; empty where there is none. */
    public static Optional<ModelFormat> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equalsIgnoreCase(label))
                .findFirst();
    }

    /** All words. */
    public static String labels() {
        return Arrays.stream(values()).map(ModelFormat::label).collect(Collectors.joining(", "));
    }
}
