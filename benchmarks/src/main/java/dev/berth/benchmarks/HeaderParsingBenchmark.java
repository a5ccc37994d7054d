package dev.berth.benchmarks;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Opening a model and parsing its headers, the page cache warm: the open+parse phase of a preload. The files are
 * written here with as many tensors as real models have; their weights are a hole.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderParsingBenchmark {
    private static final int TENSOR_BYTES = 4096;
    private static final int GGUF_ALIGNMENT = 32;

    /** About as many as ESRGAN slim, GPT-2 and a large language model. */
    @Param({"24", "148", "1000"})
    private int tensors;

    @Param({"safetensors", "gguf"})
    private String format;

    private Path file;
    private Model model;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("headers", "." + format);
        byte[] header = format.equals("gguf") ? gguf() : safetensors();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(header));
            channel.write(ByteBuffer.wrap(new byte[1]), header.length + (long) tensors * TENSOR_BYTES - 1);
        }
        model = ModelCatalog.open(file);
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public List<Extent> openAndParse() throws IOException {
        return model.headers().read(HeaderSource.FILES);
    }

    private byte[] safetensors() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < tensors; i++) {
            json.append(String.format(
                    Locale.ROOT,
                    "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[32,32],\"data_offsets\":[%d,%d]}",
                    i == 0 ? "" : ",",
                    name(i),
                    (long) i * TENSOR_BYTES,
                    (i + 1L) * TENSOR_BYTES));
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private byte[] gguf() {
        ByteBuffer header =
                ByteBuffer.allocate(24 + tensors * 128 + GGUF_ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(tensors)
                .putLong(0);
        for (int i = 0; i < tensors; i++) {
            byte[] name = name(i).getBytes(StandardCharsets.US_ASCII);
            header.putLong(name.length)
                    .put(name)
                    .putInt(2)
                    .putLong(32)
                    .putLong(32)
                    .putInt(0);
            header.putLong((long) i * TENSOR_BYTES);
        }
        int aligned = (header.position() + GGUF_ALIGNMENT - 1) / GGUF_ALIGNMENT * GGUF_ALIGNMENT;
        byte[] bytes = new byte[aligned];
        header.flip().get(bytes, 0, header.limit());
        return bytes;
    }

    private static String name(int tensor) {
        return "model.layers." + tensor + ".self_attn.q_proj.weight";
    }
}
