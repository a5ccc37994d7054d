package dev.berth.profiler.model.onnx;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** ONNX, a graph with its tensors or data beside it. */
public record OnnxFormat() implements WeightFormat {
    /** Optimum's and Transformers.js's names of quantised and optimised graphs. */
    private static final Pattern VARIANT = Pattern.compile(
            "(.+)_(quantized|optimized|fp16|fp32|q4|q4f16|q8|int8|uint8|bnb4|O[1-4]|q?u?int8_.+)",
            Pattern.CASE_INSENSITIVE);

    @Override
    public boolean isNamed(String name) {
        return WeightFormat.extension(name).equals("onnx");
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return OnnxReader.read(file, source);
    }

    @Override
    public Optional<Pattern> variants() {
        return Optional.of(VARIANT);
    }
}
