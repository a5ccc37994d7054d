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
 */
record Part(String format, List<Tensor> tensors, List<Path> weightFiles, List<Path> otherFiles) {}
