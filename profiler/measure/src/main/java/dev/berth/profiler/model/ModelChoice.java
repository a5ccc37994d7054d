package dev.berth.profiler.model;

import java.util.Optional;

/**
 * Which of several files that hold the same weights is taken, and how far links lead.
 *
 * @param variant a precision or quantisation by the name its files bear, such as {@code fp16} in
 *     {@code model.fp16.safetensors}, {@code Q4_K_M} in {@code m.Q4_K_M.gguf}, {@code quantized} in
 *     {@code model_quantized.onnx}; empty for what the model's own loader takes by default
 * @param file a weights file or index relative to the model's folder; empty likewise
 * @param followsLinks whether links that leave a model's folder, or the folder that is looked through, are followed
 */
public record ModelChoice(Optional<String> variant, Optional<String> file, boolean followsLinks) {
    /** What each model's own loader takes. */
    public static final ModelChoice DEFAULT = new ModelChoice(Optional.empty(), Optional.empty(), false);

    public boolean isDefault() {
        return variant.isEmpty() && file.isEmpty();
    }

    /** What was asked for, for a fault's line. */
    public String asked() {
        return variant.map(name -> "variant " + name).orElse("")
                + (variant.isPresent() && file.isPresent() ? ", " : "")
                + file.map(name -> "file " + name).orElse("");
    }
}
