package dev.berth.profiler.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Small model files written from the formats' specifications, independently of the readers. Every model holds the same
 * two tensors: {@code a} of shape 2×3 and {@code b} of shape 4, 32-bit floats, whose bytes are those of {@link #A} and
 * {@link #B}.
 */
public final class Fixtures {
    public static final byte[] A = bytes(24, 1);
    public static final byte[] B = bytes(16, 101);

    /** TensorProto.DataType. */
    private static final int FLOAT = 1;

    private Fixtures() {}

    /** A format and how its fixture is written. */
    public enum Kind {
        SAFETENSORS("safetensors") {
            @Override
            public Path write(Path folder) throws IOException {
                return Files.write(folder.resolve("m.safetensors"), safetensors(true, true));
            }
        },
        SAFETENSORS_SHARDED("safetensors") {
            @Override
            public Path write(Path folder) throws IOException {
                Files.write(folder.resolve("m-1.safetensors"), safetensors(true, false));
                Files.write(folder.resolve("m-2.safetensors"), safetensors(false, true));
                return Files.writeString(
                        folder.resolve("m.safetensors.index.json"),
                        "{\"metadata\":{},\"weight_map\":{\"a\":\"m-1.safetensors\",\"b\":\"m-2.safetensors\"}}");
            }
        },
        GGUF_2("gguf") {
            @Override
            public Path write(Path folder) throws IOException {
                return Files.write(folder.resolve("m.gguf"), gguf(2));
            }
        },
        GGUF_3("gguf") {
            @Override
            public Path write(Path folder) throws IOException {
                return Files.write(folder.resolve("m.gguf"), gguf(3));
            }
        },
        GGUF_SPLIT("gguf") {
            @Override
            public Path write(Path folder) throws IOException {
                Files.write(folder.resolve("m-00002-of-00002.gguf"), ggufSplit(1, "b", B, 4));
                return Files.write(folder.resolve("m-00001-of-00002.gguf"), ggufSplit(0, "a", A, 3, 2));
            }
        },
        ONNX("onnx") {
            @Override
            public Path write(Path folder) throws IOException {
                byte[] constant = message()
                        .bytes(
                                5,
                                message()
                                        .text(1, "value")
                                        .bytes(5, tensor("b", FLOAT, 4).bytes(9, B)))
                        .text(4, "Constant")
                        .array();
                Proto graph =
                        message().bytes(5, tensor("a", FLOAT, 2, 3).bytes(9, A)).bytes(1, constant);
                return Files.write(
                        folder.resolve("m.onnx"),
                        message().varint(1, 8).bytes(7, graph).array());
            }
        },
        ONNX_EXTERNAL("onnx") {
            @Override
            public Path write(Path folder) throws IOException {
                Files.write(folder.resolve("m.onnx.data"), concat(A, B));
                Proto graph = message()
                        .bytes(5, external(tensor("a", FLOAT, 2, 3), "m.onnx.data", 0, 24))
                        .bytes(5, external(tensor("b", FLOAT, 4), "m.onnx.data", 24, 16));
                return Files.write(
                        folder.resolve("m.onnx"), message().bytes(7, graph).array());
            }
        },
        TFJS_LAYERS("tfjs-layers") {
            @Override
            public Path write(Path folder) throws IOException {
                return tfjs(folder, "layers-model");
            }
        },
        TFJS_GRAPH("tfjs-graph") {
            @Override
            public Path write(Path folder) throws IOException {
                return tfjs(folder, "graph-model");
            }
        },
        SAVED_MODEL("tf-savedmodel") {
            @Override
            public Path write(Path folder) throws IOException {
                Path variables = Files.createDirectories(folder.resolve("variables"));
                Files.write(variables.resolve("variables.data-00000-of-00001"), concat(A, B));
                Files.write(variables.resolve("variables.index"), bundleIndex());
                Files.write(folder.resolve("saved_model.pb"), new byte[] {8, 1});
                return folder;
            }
        },
        PYTORCH("pytorch") {
            @Override
            public Path write(Path folder) throws IOException {
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                try (ZipOutputStream zip = new ZipOutputStream(file)) {
                    stored(zip, "archive/data.pkl", torchPickle());
                    stored(zip, "archive/data/0", A);
                    stored(zip, "archive/data/1", B);
                }
                return Files.write(folder.resolve("m.pt"), file.toByteArray());
            }
        },
        PYTORCH_SHARDED("pytorch") {
            @Override
            public Path write(Path folder) throws IOException {
                Files.write(folder.resolve("m-1.bin"), torch("a", A, new int[] {2, 3}, new int[] {3, 1}));
                Files.write(folder.resolve("m-2.bin"), torch("b", B, new int[] {4}, new int[] {1}));
                return Files.writeString(
                        folder.resolve("m.bin.index.json"),
                        "{\"metadata\":{},\"weight_map\":{\"a\":\"m-1.bin\",\"b\":\"m-2.bin\"}}");
            }
        },
        PYTORCH_LEGACY("pytorch-legacy") {
            @Override
            public Path write(Path folder) throws IOException {
                // 0x1950a86a20f9469cfc6c, the magic number of torch.save, as a ten-byte integer.
                byte[] magic = {
                    (byte) 0x80,
                    2,
                    (byte) 0x8a,
                    10,
                    0x6c,
                    (byte) 0xfc,
                    (byte) 0x9c,
                    0x46,
                    (byte) 0xf9,
                    0x20,
                    0x6a,
                    (byte) 0xa8,
                    0x50,
                    0x19,
                    '.'
                };
                byte[] protocol = {(byte) 0x80, 2, 'M', (byte) 0xe9, 3, '.'};
                byte[] system = {(byte) 0x80, 2, '}', '.'};
                byte[] keys =
                        concat(new byte[] {(byte) 0x80, 2, ']', '('}, text("0"), text("1"), new byte[] {'e', '.'});
                return Files.write(
                        folder.resolve("m.pt"),
                        concat(magic, protocol, system, torchPickle(), keys, count(6), A, count(4), B));
            }

            private byte[] count(long elements) {
                return little(8).putLong(elements).array();
            }
        };

        private final String format;

        Kind(String format) {
            this.format = format;
        }

        public String format() {
            return format;
        }

        /** Writes the model into an empty folder; returns what to open. */
        public abstract Path write(Path folder) throws IOException;
    }

    private static byte[] bytes(int count, int first) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    public static byte[] safetensors(boolean a, boolean b) {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}"
                + (a ? ",\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}" : "")
                + (b
                        ? ",\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[" + (a ? "24,40" : "0,16") + "]}"
                        : "")
                + "}";
        return safetensors(header.getBytes(StandardCharsets.UTF_8), concat(a ? A : new byte[0], b ? B : new byte[0]));
    }

    public static byte[] safetensors(byte[] header, byte[] data) {
        return concat(little(8).putLong(header.length).array(), header, data);
    }

    /** Metadata of each kind, an alignment of 64, and padding between the tensors. */
    private static byte[] gguf(int version) {
        ByteBuffer file = little(1024);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putLong(2)
                .putLong(4);
        ggufText(file, "general.alignment").putInt(4).putInt(64);
        ggufText(ggufText(file, "general.name").putInt(8), "fixture");
        ggufText(file, "tokens").putInt(9).putInt(8).putLong(2);
        ggufText(ggufText(file, "x"), "yz");
        ggufText(file, "scores")
                .putInt(9)
                .putInt(6)
                .putLong(3)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3);
        ggufText(file, "a").putInt(2).putLong(3).putLong(2).putInt(0).putLong(0);
        ggufText(file, "b").putInt(1).putLong(4).putInt(0).putLong(64);
        int start = (file.position() + 63) / 64 * 64;
        file.position(start).put(A).position(start + 64).put(B);
        return written(file);
    }

    /** A file of entries and tensor descriptions, each written whole, and zeros for data. */
    public static byte[] gguf(int version, List<byte[]> entries, List<byte[]> tensors, int dataBytes) {
        byte[] head = concat(
                little(24)
                        .put("GGUF".getBytes(StandardCharsets.US_ASCII))
                        .putInt(version)
                        .putLong(tensors.size())
                        .putLong(entries.size())
                        .array(),
                concat(entries.toArray(new byte[0][])),
                concat(tensors.toArray(new byte[0][])));
        return Arrays.copyOf(head, (head.length + 31) / 32 * 32 + dataBytes);
    }

    public static byte[] ggufEntry(String key, int type, int valueBytes, long value) {
        ByteBuffer entry = ggufText(little(8 + key.length() + 4 + 8), key).putInt(type);
        return Arrays.copyOf(written(entry.putLong(value)), 8 + key.length() + 4 + valueBytes);
    }

    public static byte[] ggufTensor(String name, int type, long offset, long... shape) {
        ByteBuffer tensor = ggufText(little(8 + name.length() + 4 + 8 * shape.length + 4 + 8), name);
        tensor.putInt(shape.length);
        for (long length : shape) {
            tensor.putLong(length);
        }
        return written(tensor.putInt(type).putLong(offset));
    }

    private static byte[] written(ByteBuffer file) {
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }

    /** One of two files, with its place among them and one tensor. */
    public static byte[] ggufSplit(int number, String name, byte[] weights, long... shape) {
        ByteBuffer file = little(512);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1)
                .putLong(2);
        ggufText(file, "split.no").putInt(2).putShort((short) number);
        ggufText(file, "split.count").putInt(2).putShort((short) 2);
        ggufText(file, name).putInt(shape.length);
        for (long length : shape) {
            file.putLong(length);
        }
        file.putInt(0).putLong(0);
        file.position((file.position() + 31) / 32 * 32).put(weights);
        return written(file);
    }

    private static ByteBuffer ggufText(ByteBuffer file, String text) {
        return file.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** One stream of weights cut into two shards in the middle of tensor a. */
    private static Path tfjs(Path folder, String format) throws IOException {
        byte[] stream = concat(A, B);
        Files.write(folder.resolve("s1.bin"), Arrays.copyOfRange(stream, 0, 10));
        Files.write(folder.resolve("s2.bin"), Arrays.copyOfRange(stream, 10, stream.length));
        Files.writeString(
                folder.resolve("model.json"),
                "{\"format\":\"" + format
                        + "\",\"modelTopology\":{},\"weightsManifest\":[{\"paths\":[\"s1.bin\",\"s2.bin\"],"
                        + "\"weights\":[{\"name\":\"a\",\"shape\":[2,3],\"dtype\":\"float32\"},"
                        + "{\"name\":\"b\",\"shape\":[4],\"dtype\":\"float32\"}]}]}");
        return folder;
    }

    /** A table of one data block: header entry, then the two tensors, whose keys share no head. */
    private static byte[] bundleIndex() {
        byte[] header = message().varint(1, 1).array();
        byte[] a = bundleEntry(0, 24, 2, 3);
        byte[] b = bundleEntry(24, 16, 4);
        byte[] block = concat(
                entry("", header),
                entry("a", a),
                entry("b", b),
                little(8).putInt(0).putInt(1).array());
        byte[] dataBlock = concat(block, new byte[5]);
        byte[] handle = message().plainVarint(0).plainVarint(block.length).array();
        byte[] index = concat(entry("c", handle), little(8).putInt(0).putInt(1).array());
        byte[] handles = message()
                .plainVarint(0)
                .plainVarint(1)
                .plainVarint(dataBlock.length)
                .plainVarint(index.length)
                .array();
        byte[] footer = Arrays.copyOf(handles, 40);
        return concat(
                dataBlock,
                index,
                new byte[5],
                footer,
                little(8).putLong(0xdb4775248b80fb57L).array());
    }

    private static byte[] entry(String key, byte[] value) {
        return concat(
                new byte[] {0, (byte) key.length(), (byte) value.length},
                key.getBytes(StandardCharsets.US_ASCII),
                value);
    }

    private static byte[] bundleEntry(int offset, int size, long... shape) {
        Proto dimensions = message();
        for (long length : shape) {
            dimensions.bytes(2, message().varint(1, length));
        }
        return message()
                .varint(1, 1)
                .bytes(2, dimensions)
                .varint(4, offset)
                .varint(5, size)
                .array();
    }

    /** OrderedDict of two tensors, protocol 2, as torch.save writes it. */
    public static byte[] torchPickle() {
        return concat(
                new byte[] {(byte) 0x80, 2},
                global("collections", "OrderedDict"),
                new byte[] {')', 'R', 'q', 0, '('},
                text("a"),
                torchTensor("0", 6, 2, 3),
                text("b"),
                torchTensor("1", 4, 4),
                new byte[] {'u', '.'});
    }

    private static byte[] torchTensor(String key, int elements, int... shape) {
        byte[] storage = concat(
                new byte[] {'('},
                text("storage"),
                global("torch", "FloatStorage"),
                text(key),
                text("cpu"),
                number(elements),
                new byte[] {'t', 'Q'});
        byte[] sizes = new byte[] {'('};
        byte[] strides = new byte[] {'('};
        int stride = elements;
        for (int length : shape) {
            stride /= length;
            sizes = concat(sizes, number(length));
            strides = concat(strides, number(stride));
        }
        return concat(
                global("torch._utils", "_rebuild_tensor_v2"),
                new byte[] {'('},
                storage,
                number(0),
                sizes,
                new byte[] {'t'},
                strides,
                new byte[] {'t', (byte) 0x89},
                global("collections", "OrderedDict"),
                new byte[] {')', 'R', 't', 'R'});
    }

    /** A checkpoint of one tensor of 32-bit floats, a view of its only storage from its beginning. */
    public static byte[] torch(String name, byte[] storage, int[] shape, int[] strides) throws IOException {
        byte[] pickle = concat(
                new byte[] {(byte) 0x80, 2, '}', '('},
                text(name),
                global("torch._utils", "_rebuild_tensor_v2"),
                new byte[] {'(', '('},
                text("storage"),
                global("torch", "FloatStorage"),
                text("0"),
                text("cpu"),
                integers(storage.length / 4),
                new byte[] {'t', 'Q', 'K', 0, '('},
                integers(shape),
                new byte[] {'t', '('},
                integers(strides),
                new byte[] {'t', (byte) 0x89},
                global("collections", "OrderedDict"),
                new byte[] {')', 'R', 't', 'R', 'u', '.'});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            stored(zip, "archive/data.pkl", pickle);
            stored(zip, "archive/data/0", storage);
        }
        return file.toByteArray();
    }

    private static byte[] integers(int... values) {
        ByteBuffer integers = little(5 * values.length);
        for (int value : values) {
            integers.put((byte) 'J').putInt(value);
        }
        return written(integers);
    }

    public static byte[] global(String module, String name) {
        return ("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] text(String text) {
        return concat(
                little(5).put((byte) 'X').putInt(text.length()).array(), text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] number(int value) {
        return new byte[] {'K', (byte) value};
    }

    public static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    public static Proto tensor(String name, int dataType, long... shape) {
        Proto tensor = message();
        for (long length : shape) {
            tensor.varint(1, length);
        }
        return tensor.varint(2, dataType).text(8, name);
    }

    public static Proto external(Proto tensor, String location, int offset, int length) {
        return tensor.bytes(13, message().text(1, "location").text(2, location))
                .bytes(13, message().text(1, "offset").text(2, String.valueOf(offset)))
                .bytes(13, message().text(1, "length").text(2, String.valueOf(length)))
                .varint(14, 1);
    }

    public static Proto message() {
        return new Proto();
    }

    public static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Writes protobuf. */
    public static final class Proto {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Proto varint(int field, long value) {
            return plainVarint((long) field << 3).plainVarint(value);
        }

        public Proto plainVarint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        public Proto fixed(int field, int bytes) {
            plainVarint((long) field << 3 | (bytes == 4 ? 5 : 1));
            out.writeBytes(new byte[bytes]);
            return this;
        }

        public Proto bytes(int field, byte[] value) {
            plainVarint((long) field << 3 | 2).plainVarint(value.length);
            out.writeBytes(value);
            return this;
        }

        public Proto bytes(int field, Proto value) {
            return bytes(field, value.array());
        }

        public Proto text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        public byte[] array() {
            try {
                out.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toByteArray();
        }
    }
}
