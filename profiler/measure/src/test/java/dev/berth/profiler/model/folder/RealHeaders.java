package dev.berth.profiler.model.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Headers that others' writers wrote, beside sparse files of their weights' length; {@code real/README.md} says whose.
 */
final class RealHeaders {
    private static final long ESRGAN_SLIM_BYTES = 888_300;
    private static final long BERT_BYTES = 440_419_560;

    private static final long ONNX_WEIGHTS_BYTES = 90_856_960;
    private static final long SAFETENSORS_BYTES = 90_863_064;
    private static final long GGUF_BYTES = 90_860_192;

    private RealHeaders() {}

    static List<FuzzSubject> subjects(Path folder) throws IOException {
        return List.of(
                esrgan(folder),
                bert(folder),
                onnx(folder),
                cut(folder, "all-minilm-l6-v2.safetensors", SAFETENSORS_BYTES),
                cut(folder, "all-minilm-l6-v2.gguf", GGUF_BYTES),
                whole(folder, "state-dict.pt"),
                whole(folder, "checkpoint.legacy.pt"));
    }

    private static FuzzSubject esrgan(Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve("esrgan-slim"));
        copy("esrgan-slim-x2.model.json", home.resolve("model.json"));
        sparse(home.resolve("group1-shard1of1.bin"), ESRGAN_SLIM_BYTES);
        return FuzzSubject.of("esrgan-slim", home, home);
    }

    private static FuzzSubject bert(Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve("bert"));
        Path variables = Files.createDirectories(home.resolve("variables"));
        Files.write(home.resolve("saved_model.pb"), new byte[] {8, 1});
        copy("bert-base-uncased.variables.index", variables.resolve("variables.index"));
        sparse(variables.resolve("variables.data-00000-of-00001"), BERT_BYTES);
        return FuzzSubject.of("bert", home, home);
    }

    private static FuzzSubject onnx(Path folder) throws IOException {
        String name = "all-minilm-l6-v2.onnx";
        Path home = Files.createDirectories(folder.resolve(name + "-external"));
        copy(name, home.resolve(name));
        sparse(home.resolve("weights.data"), ONNX_WEIGHTS_BYTES);
        return FuzzSubject.of(name, home.resolve(name), home);
    }

    /** A file whose weights are a hole behind its header. */
    private static FuzzSubject cut(Path folder, String name, long bytes) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name + "-cut"));
        copy(name + ".header", home.resolve(name));
        sparse(home.resolve(name), bytes);
        return FuzzSubject.of(name, home.resolve(name), home);
    }

    private static FuzzSubject whole(Path folder, String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name + "-whole"));
        copy(name, home.resolve(name));
        return FuzzSubject.of(name, home.resolve(name), home);
    }

    private static void copy(String name, Path file) throws IOException {
        try (InputStream in = RealHeaders.class.getResourceAsStream("real/" + name)) {
            Files.write(file, in.readAllBytes());
        }
    }

    private static void sparse(Path file, long bytes) throws IOException {
        try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
            weights.setLength(bytes);
        }
    }
}
