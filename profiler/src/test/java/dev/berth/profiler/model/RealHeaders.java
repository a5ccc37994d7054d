package dev.berth.profiler.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Headers of published models, beside sparse files of their weights' length; {@code real/README.md} says whose. */
final class RealHeaders {
    private static final long ESRGAN_SLIM_BYTES = 888_300;
    private static final long BERT_BYTES = 440_419_560;

    private RealHeaders() {}

    static List<FuzzSubject> subjects(Path folder) throws IOException {
        Path esrgan = Files.createDirectories(folder.resolve("esrgan-slim"));
        copy("esrgan-slim-x2.model.json", esrgan.resolve("model.json"));
        sparse(esrgan.resolve("group1-shard1of1.bin"), ESRGAN_SLIM_BYTES);
        Path bert = Files.createDirectories(folder.resolve("bert"));
        Path variables = Files.createDirectories(bert.resolve("variables"));
        Files.write(bert.resolve("saved_model.pb"), new byte[] {8, 1});
        copy("bert-base-uncased.variables.index", variables.resolve("variables.index"));
        sparse(variables.resolve("variables.data-00000-of-00001"), BERT_BYTES);
        return List.of(FuzzSubject.of("esrgan-slim", esrgan, esrgan), FuzzSubject.of("bert", bert, bert));
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
