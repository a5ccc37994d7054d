package dev.berth.profiler.model;

import java.nio.file.Path;
import java.util.List;

/**
 * What a format's reader found: one component of a model.
 *
 * @param format label of the format
 * @param tensors weight tensors, in file order
 * @param weightFiles files that hold weights, at least one
 * @param otherFiles files read or named by the format that hold none, such as an index
 * @param notLoaded what the weight files hold beside the weights that a loader takes
 */
public record Part(
        String format, List<Tensor> tensors, List<Path> weightFiles, List<Path> otherFiles, List<NotLoaded> notLoaded) {
    /**
     * Tensors in a weight file that are no weights of the model.
     *
     * @param name where in the file
     * @param bytes what they take, >= 0
     * @param why what they are
     * @param tensors the tensors themselves
     */
    public record NotLoaded(String name, long bytes, String why, List<Tensor> tensors) {}

    public Part(String format, List<Tensor> tensors, List<Path> weightFiles, List<Path> otherFiles) {
        this(format, tensors, weightFiles, otherFiles, List.of());
    }
}
