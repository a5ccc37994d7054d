package dev.berth.profiler.selftest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A small made-up model in safetensors' format; random weights, so that no layer below can compress them away. */
public final class SelfTestModel {
    private static final int TENSORS = 4;
    private static final int TENSOR_BYTES = 2 << 20;

    private SelfTestModel() {}

    static void write(Path file) throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < TENSORS; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"layer.")
                    .append(i)
                    .append("\":{\"dtype\":\"F16\",\"shape\":[1024,1024],\"data_offsets\":[")
                    .append(i * TENSOR_BYTES)
                    .append(',')
                    .append((i + 1) * TENSOR_BYTES)
                    .append("]}");
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        byte[] weights = new byte[TENSOR_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (int i = 0; i < TENSORS; i++) {
                random.nextBytes(weights);
                out.write(weights);
            }
        }
    }
}
