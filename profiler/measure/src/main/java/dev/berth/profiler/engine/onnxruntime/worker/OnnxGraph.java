package dev.berth.profiler.engine.onnxruntime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the file that ONNX Runtime is given. */
public final class OnnxGraph {
    private static final int FOLDER_DEPTH = 2;

    private OnnxGraph() {}

    /**
     * The only graph of a model.
     *
     * @param model its file, or a folder with it
     * @return empty where there is none, or more than one
     */
    public static Optional<Path> of(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model.toRealPath(), FOLDER_DEPTH)) {
            List<Path> graphs = files.filter(file -> file.toString().endsWith(".onnx"))
                    .filter(Files::isRegularFile)
                    .limit(2)
                    .toList();
            return graphs.size() == 1 ? Optional.of(graphs.get(0)) : Optional.empty();
        }
    }
}
