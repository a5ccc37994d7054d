package dev.berth.profiler.model.folder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files whose headers hold more than any loader keeps, or take more than any takes: each small for what it costs a
 * reader that believes it. Written on the spot, by a formula.
 */
enum Bombs {
    /** Six million entries of a memo, 30 MB. */
    PICKLE_MEMO("memo.pth") {
        @Override
        void write(OutputStream out) throws IOException {
            out.write(new byte[] {(byte) 0x80, 2, 'N'});
            for (int i = 0; i < 6_000_000; i++) {
                out.write('r');
                out.write(little(i));
            }
            out.write('.');
        }
    },
    /** Three million tensors of one byte, 66 MB. */
    ONNX_TENSORS("tensors.onnx") {
        @Override
        void write(OutputStream out) throws IOException {
            onnx(out, 3_000_000);
        }
    },
    /** A million and a half tensors of no elements, 59 MB. */
    GGUF_TENSORS("tensors.gguf") {
        @Override
        void write(OutputStream out) throws IOException {
            long count = 1_500_000;
            out.write("GGUF".getBytes(StandardCharsets.US_ASCII));
            out.write(little(3));
            out.write(little(count));
            out.write(little(0L));
            for (int i = 0; i < count; i++) {
                out.write(little(7L));
                out.write(digits(i));
                out.write(little(1));
                out.write(little(0L));
                out.write(little(0));
                out.write(little(0L));
            }
        }
    },
    /** A manifest of weights of no elements, as many as 24 MB hold. */
    JSON_WEIGHTS("weights/model.json") {
        @Override
        void write(OutputStream out) throws IOException {
            text(out, "{\"format\":\"layers-model\",\"weightsManifest\":[{\"paths\":[],\"weights\":[{}");
            for (int i = 0; i < 600_000; i++) {
                text(out, ",{\"name\":\"");
                out.write(digits(i));
                text(out, "\",\"shape\":[0],\"dtype\":\"bool\"}");
            }
            text(out, "]}]}");
        }
    },
    /** Lists and nothing else, 24 MB, under the name of a TF.js model. */
    JSON_LISTS("lists/model.json") {
        @Override
        void write(OutputStream out) throws IOException {
            text(out, "{\"weightsManifest\":[[]");
            for (int i = 0; i < 8_000_000; i++) {
                text(out, ",[]");
            }
            text(out, "],\"modelTopology\":{}}");
        }
    };

    private final String name;

    Bombs(String name) {
        this.name = name;
    }

    String fileName() {
        return name;
    }

    abstract void write(OutputStream out) throws IOException;

    /** Writes the file into a folder. */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            write(out);
        }
        return file;
    }

    /** A graph of tensors of one byte, each a piece of the file by itself. */
    static void onnx(OutputStream out, int count) throws IOException {
        byte[] shape = {8, 1, 16, 2, 66, 7};
        byte[] data = {74, 1, 0};
        int length = shape.length + 7 + data.length;
        out.write(58);
        varint(out, (long) count * (length + 2));
        for (int i = 0; i < count; i++) {
            out.write(42);
            out.write(length);
            out.write(shape);
            out.write(digits(i));
            out.write(data);
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] digits(int value) {
        return String.format("%07d", value).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] little(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static void varint(OutputStream out, long value) throws IOException {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
