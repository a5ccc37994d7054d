package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.Fixtures;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Folders made to mislead a scan, or to keep it busy: each is a line, or a model whose figures its bytes back. Written
 * on the spot, by a formula.
 */
enum Attacks {
    /** A view of 2^40 elements of a storage of eight bytes. */
    EXPANDED_VIEW("1099511627776 elements out of 1 that are stored") {
        @Override
        void write(Path folder) throws IOException {
            Files.write(
                    folder.resolve("m.pt"),
                    Fixtures.torch("a", new byte[8], new int[] {1 << 20, 1 << 20}, new int[] {0, 0}));
        }
    },
    /** Forty parts that are one file. */
    RANKS_OF_ONE_FILE(2) {
        @Override
        void write(Path folder) throws IOException {
            Path first = Files.write(
                    folder.resolve("consolidated.00.pth"),
                    Fixtures.torch("a", new byte[8], new int[] {2}, new int[] {1}));
            for (int i = 1; i < 40; i++) {
                Files.createLink(folder.resolve(String.format("consolidated.%02d.pth", i)), first);
            }
        }
    },
    /** One shard under two hundred names. */
    SHARD_OF_MANY_NAMES("in two shards") {
        @Override
        void write(Path folder) throws IOException {
            Files.write(folder.resolve("s.safetensors"), Fixtures.safetensors(true, true));
            String map = IntStream.range(0, 200)
                    .mapToObj(i -> "\"b" + i + "\":\"" + "./".repeat(i) + "s.safetensors\"")
                    .collect(Collectors.joining(","));
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"),
                    "{\"weight_map\":{\"a\":\"s.safetensors\"," + map + "}}");
        }
    },
    /** A file of external data under three hundred thousand names. */
    EXTERNAL_DATA_OF_MANY_NAMES("more than 134 MB of headers in memory") {
        @Override
        void write(Path folder) throws IOException {
            Files.write(folder.resolve("w"), new byte[4]);
            external(folder, 300_000, i -> "/".repeat(i % 50) + "./".repeat(i / 50 % 50) + "/".repeat(i / 2500) + "w");
        }
    },
    /** A hundred thousand tensors that are one. */
    EXTERNAL_DATA_OF_ONE_PLACE(1) {
        @Override
        void write(Path folder) throws IOException {
            Files.write(folder.resolve("w"), new byte[4]);
            external(folder, 100_000, i -> "w");
        }
    },
    /** Nothing before the dot. */
    BLANK_NAME(10) {
        @Override
        void write(Path folder) throws IOException {
            Files.write(folder.resolve(" .safetensors"), Fixtures.safetensors(true, true));
            Files.writeString(folder.resolve(" "), "a file of no name");
        }
    },
    /** The same beside a configuration, where all that is left out is named. */
    BLANK_NAME_BESIDE_A_MODEL(10) {
        @Override
        void write(Path folder) throws IOException {
            Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"x\"}");
            Files.write(folder.resolve(" .safetensors"), Fixtures.safetensors(true, true));
            Files.writeString(folder.resolve(" "), "a file of no name");
        }
    },
    /** A module named twenty thousand times. */
    MODULES_WITHOUT_END("components: more than 1000") {
        @Override
        void write(Path folder) throws IOException {
            Files.createDirectory(folder.resolve("x"));
            Files.writeString(
                    folder.resolve("modules.json"),
                    list(20_000, i -> "{\"path\":\"" + "./".repeat(i % 100) + "x\",\"type\":\"my.Own\"}"));
        }
    },
    /** Each leads to two that are itself. */
    ROUTERS_IN_A_CIRCLE("components: more than 1000") {
        @Override
        void write(Path folder) throws IOException {
            Files.writeString(folder.resolve("modules.json"), "[{\"path\":\"\",\"type\":\"Router\"}]");
            Files.writeString(folder.resolve("router_config.json"), "{\"types\":{\"a\":\"Router\",\"b\":\"Router\"}}");
            Files.createSymbolicLink(folder.resolve("a"), Path.of("."));
            Files.createSymbolicLink(folder.resolve("b"), Path.of("."));
        }
    },
    /** A component under two thousand names. */
    PIPELINE_OF_ONE_FOLDER("components: more than 1000") {
        @Override
        void write(Path folder) throws IOException {
            Files.createDirectory(folder.resolve("unet"));
            String list = IntStream.range(0, 2000)
                    .mapToObj(i -> "\"" + "./".repeat(i) + "unet\":[\"diffusers\",\"UNet\"]")
                    .collect(Collectors.joining(","));
            Files.writeString(folder.resolve("model_index.json"), "{" + list + "}");
        }
    },
    /** Graphs that are not there. */
    GRAPHS_WITHOUT_END("filename: '0.onnx' is missing") {
        @Override
        void write(Path folder) throws IOException {
            Fixtures.Kind.ONNX.write(folder);
            Files.writeString(
                    folder.resolve("genai_config.json"),
                    "{\"model\":[{\"filename\":\"m.onnx\"},"
                            + list(100_000, i -> "{\"filename\":\"" + i + ".onnx\"}")
                                    .substring(1)
                            + "}");
        }
    },
    /** Longer than any header, beside a model. */
    LONG_JSON(10) {
        @Override
        void write(Path folder) throws IOException {
            Fixtures.Kind.SAFETENSORS.write(folder);
            sparse(folder.resolve("train.json"), "{\"rows\":[\"".getBytes(StandardCharsets.US_ASCII), 1L << 36);
        }
    },
    /** Four hundred thousand entries that are no storage. */
    EMPTY_ENTRIES(10) {
        @Override
        void write(Path folder) throws IOException {
            byte[] pickle = Fixtures.torchPickle();
            try (ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve("m.pt"))))) {
                Fixtures.stored(zip, "archive/data.pkl", pickle);
                Fixtures.stored(zip, "archive/data/0", Fixtures.A);
                Fixtures.stored(zip, "archive/data/1", Fixtures.B);
                for (int i = 0; i < 400_000; i++) {
                    empty(zip, "archive/x/" + i);
                }
            }
        }
    },
    /** A layer named ten thousand times. */
    LAYERS_OF_ONE_BLOB(4) {
        @Override
        void write(Path folder) throws IOException {
            String sum = "0".repeat(64);
            byte[] blob = Fixtures.gguf(3, List.of(), List.of(Fixtures.ggufTensor("a", 0, 0, 4)), 32);
            Path blobs = Files.createDirectory(folder.resolve("blobs"));
            Files.write(blobs.resolve("sha256-" + sum), blob);
            Path tag = Files.createDirectories(folder.resolve("manifests/registry.ollama.ai/library/m"));
            String layer = "{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":\"sha256:" + sum
                    + "\",\"size\":" + blob.length + "}";
            Files.writeString(tag.resolve("latest"), "{\"layers\":" + list(10_000, i -> layer) + "}");
        }
    },
    /** Thirty million spaces before the only tensor. */
    HEADER_OF_SPACES(1) {
        @Override
        void write(Path folder) throws IOException {
            String header =
                    "{" + " ".repeat(30_000_000) + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
            Files.write(
                    folder.resolve("m.safetensors"),
                    Fixtures.safetensors(header.getBytes(StandardCharsets.US_ASCII), new byte[4]));
        }
    },
    /** Two million arrays of nothing. */
    ARRAYS_OF_NOTHING("weights: none") {
        @Override
        void write(Path folder) throws IOException {
            int count = 2_000_000;
            byte[] head = Fixtures.gguf(3, List.of(Fixtures.ggufEntry("k", 9, 12, 9)), List.of(), 0);
            byte[] array = Fixtures.little(12).putInt(0).putLong(0).array();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("m.gguf")))) {
                out.write(head, 0, 24 + 8 + 1 + 4 + 4);
                out.write(Fixtures.little(8).putLong(count).array());
                for (int i = 0; i < count; i++) {
                    out.write(array);
                }
            }
        }
    },
    /** A file of holes that has room for as many tensors as it says. */
    TENSORS_IN_A_HOLE("a second tensor of that name") {
        @Override
        void write(Path folder) throws IOException {
            byte[] head = Fixtures.gguf(3, List.of(), List.of(), 0);
            head[8 + 4] = 1;
            sparse(folder.resolve("m.gguf"), head, 1L << 38);
        }
    },
    /** Twenty thousand nodes, each with graphs in graphs. */
    GRAPHS_IN_GRAPHS("weights: none") {
        @Override
        void write(Path folder) throws IOException {
            Fixtures.Proto graph = Fixtures.message();
            for (int i = 0; i < 31; i++) {
                graph = Fixtures.message()
                        .bytes(
                                1,
                                Fixtures.message()
                                        .bytes(
                                                5,
                                                Fixtures.message()
                                                        .text(1, "body")
                                                        .bytes(6, graph)));
            }
            byte[] node = Fixtures.message()
                    .bytes(
                            1,
                            Fixtures.message()
                                    .bytes(5, Fixtures.message().text(1, "body").bytes(6, graph)))
                    .array();
            graph(folder, Collections.nCopies(20_000, node));
        }
    },
    /** The whole machine as a folder of models. */
    LINK_TO_EVERYTHING(10) {
        @Override
        void write(Path folder) throws IOException {
            Fixtures.Kind.SAFETENSORS.write(folder);
            Files.createSymbolicLink(folder.resolve("all"), Path.of("/"));
        }
    },
    /** A file of the system as weights. */
    SHARD_OF_THE_SYSTEM("a file in the model's own folder") {
        @Override
        void write(Path folder) throws IOException {
            Fixtures.Kind.TFJS_LAYERS.write(folder);
            Files.delete(folder.resolve("s2.bin"));
            Files.createSymbolicLink(folder.resolve("s2.bin"), Path.of("/etc/passwd"));
        }
    },
    /** A million projectors and models would be held against each other; three thousand show it. */
    PROJECTOR_OF_MANY(3000 * 4 + 4) {
        @Override
        void write(Path folder) throws IOException {
            byte[] model = Fixtures.gguf(3, List.of(), List.of(Fixtures.ggufTensor("a", 0, 0, 4)), 32);
            Files.write(folder.resolve("mmproj-m0-F16.gguf"), model);
            for (int i = 0; i < 3000; i++) {
                Files.write(folder.resolve("m" + i + ".gguf"), model);
            }
        }
    };

    private final String fault;
    private final long parameters;

    Attacks(String fault) {
        this.fault = fault;
        this.parameters = 0;
    }

    Attacks(long parameters) {
        this.fault = "";
        this.parameters = parameters;
    }

    /** What its one line says; empty where there is none. */
    String fault() {
        return fault;
    }

    /** Parameters of all models that are found; empty for none. */
    OptionalLong parameters() {
        return fault.isEmpty() ? OptionalLong.of(parameters) : OptionalLong.empty();
    }

    /** Writes it into an empty folder. */
    abstract void write(Path folder) throws IOException;

    /** Text of a number. */
    private interface Text {
        String of(int i);
    }

    private static String list(int count, Text text) {
        return IntStream.range(0, count).mapToObj(text::of).collect(Collectors.joining(",", "[", "]"));
    }

    private static void external(Path folder, int count, Text location) throws IOException {
        List<byte[]> tensors = IntStream.range(0, count)
                .mapToObj(i -> Fixtures.message()
                        .bytes(5, Fixtures.external(Fixtures.tensor("t" + i, 1, 1), "./" + location.of(i), 0, 4))
                        .array())
                .toList();
        graph(folder, tensors);
    }

    /** A graph of fields, which together need not fit the memory twice. */
    private static void graph(Path folder, List<byte[]> fields) throws IOException {
        long bytes = fields.stream().mapToLong(field -> field.length).sum();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("m.onnx")))) {
            out.write(Fixtures.message()
                    .plainVarint(7 << 3 | 2)
                    .plainVarint(bytes)
                    .array());
            for (byte[] field : fields) {
                out.write(field);
            }
        }
    }

    private static void sparse(Path file, byte[] head, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(head);
            sparse.setLength(bytes);
        }
    }

    private static void empty(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(0);
        entry.setCrc(new CRC32().getValue());
        zip.putNextEntry(entry);
        zip.closeEntry();
    }
}
