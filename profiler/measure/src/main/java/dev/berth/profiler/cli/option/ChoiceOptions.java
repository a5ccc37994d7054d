package dev.berth.profiler.cli.option;

import dev.berth.profiler.model.ModelChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which of several files that hold the same weights is taken, and how far links lead; mixed into the commands that look
 * for models.
 */
public final class ChoiceOptions {
    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description =
                    "A precision or quantisation by the name its files bear, as fp16 in model.fp16.safetensors or Q4_K_M in m.Q4_K_M.gguf; default: what the model's own loader takes.")
    private String variant;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "A weights file or index by its name in the model's folder, instead of the loader's default.")
    private String file;

    @Option(
            names = "--follow",
            description =
                    "Follow links out of the folders named, and out of a model's folder to the data its files name; default: a link to a model is followed, and the hub cache's own.")
    private boolean follow;

    /** What the user chose. */
    public ModelChoice choice() {
        return new ModelChoice(Optional.ofNullable(variant), Optional.ofNullable(file), follow);
    }
}
