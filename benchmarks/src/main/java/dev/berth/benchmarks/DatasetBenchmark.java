package dev.berth.benchmarks;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and checking a dataset of seven models; its figures are made up, its size and shape are real. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatasetBenchmark {
    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("profiles", ".json");
        try (InputStream in = DatasetBenchmark.class.getResourceAsStream("example-profiles.json")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public ProfileDataset read() {
        return ProfileDatasets.read(file);
    }
}
