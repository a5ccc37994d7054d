package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** GGUF versions 2 and 3: metadata, tensor descriptions, padding, then the tensors at aligned offsets. */
final class GgufFormat {
    static final String LABEL = "gguf";
    static final int MAGIC = 0x46554747;

    /** Shortest description of a tensor: name length, rank, type and offset. */
    private static final int MIN_TENSOR_BYTES = 8 + 4 + 4 + 8;

    /** Shortest metadata entry: key length, type and a one-byte value. */
    private static final int MIN_ENTRY_BYTES = 8 + 4 + 1;

    private static final int TYPE_STRING = 8;
    private static final int TYPE_ARRAY = 9;
    private static final int TYPE_U16 = 2;
    private static final int TYPE_U32 = 4;
    private static final int MAX_DEPTH = 8;

    /** Of keys, as the format says; names of tensors are shorter. */
    private static final int MAX_NAME_BYTES = 65_535;

    /** Bytes of a metadata value by type; 0 where it has no fixed size. */
    private static final int[] VALUE_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    /** ggml's types by number: elements and bytes of a block. */
    private static final Map<Integer, ElementType> TYPES = Map.ofEntries(
            type(0, "F32", 1, 4),
            type(1, "F16", 1, 2),
            type(2, "Q4_0", 32, 18),
            type(3, "Q4_1", 32, 20),
            type(6, "Q5_0", 32, 22),
            type(7, "Q5_1", 32, 24),
            type(8, "Q8_0", 32, 34),
            type(9, "Q8_1", 32, 36),
            type(10, "Q2_K", 256, 84),
            type(11, "Q3_K", 256, 110),
            type(12, "Q4_K", 256, 144),
            type(13, "Q5_K", 256, 176),
            type(14, "Q6_K", 256, 210),
            type(15, "Q8_K", 256, 292),
            type(16, "IQ2_XXS", 256, 66),
            type(17, "IQ2_XS", 256, 74),
            type(18, "IQ3_XXS", 256, 98),
            type(19, "IQ1_S", 256, 50),
            type(20, "IQ4_NL", 32, 18),
            type(21, "IQ3_S", 256, 110),
            type(22, "IQ2_S", 256, 82),
            type(23, "IQ4_XS", 256, 136),
            type(24, "I8", 1, 1),
            type(25, "I16", 1, 2),
            type(26, "I32", 1, 4),
            type(27, "I64", 1, 8),
            type(28, "F64", 1, 8),
            type(29, "IQ1_M", 256, 56),
            type(30, "BF16", 1, 2),
            type(34, "TQ1_0", 256, 54),
            type(35, "TQ2_0", 256, 66),
            type(39, "MXFP4", 32, 17));

    private final HeaderFile in;
    private long alignment = 32;
    /** From 0; empty where the file does not say. */
    private OptionalInt splitNumber = OptionalInt.empty();

    private OptionalInt splitCount = OptionalInt.empty();

    private GgufFormat(HeaderFile in) {
        this.in = in;
    }

    /** Reads one file, or all of a model cut into several. */
    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        Optional<NumberedShard> split = NumberedShard.of(file);
        List<Path> files = split.isPresent() ? split.get().files() : List.of(file);
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            try (HeaderFile in = HeaderFile.open(files.get(i), source)) {
                GgufFormat reader = new GgufFormat(in);
                for (Tensor tensor : reader.tensors()) {
                    if (!names.add(tensor.name())) {
                        throw in.at("tensor", tensor.name()).fault("in two files of the model", "each tensor once");
                    }
                    tensors.add(tensor);
                }
                if (split.isPresent()) {
                    reader.requireSplit(i, files.size());
                }
            }
        }
        return new Part(LABEL, tensors, files, List.of());
    }

    /** What the file itself says of its place among the files, where it says so. */
    private void requireSplit(int number, int count) throws ModelFaultException {
        if (splitNumber.orElse(number) != number || splitCount.orElse(count) != count) {
            throw in.at("metadata 'split.no' and 'split.count'")
                    .fault(
                            splitNumber.orElse(number) + " of " + splitCount.orElse(count),
                            number + " of " + count + ", as the file's name says");
        }
    }

    private List<Tensor> tensors() throws IOException, ModelFaultException {
        if (in.at("magic").i32() != MAGIC) {
            throw in.fault("not GGUF", "the four bytes GGUF");
        }
        long version = in.at("version").u32();
        if (version != 2 && version != 3) {
            throw in.fault("version " + version, "2 or 3");
        }
        long tensorCount = in.at("tensor count").i64();
        in.requireCount(tensorCount, MIN_TENSOR_BYTES);
        long entryCount = in.at("metadata count").i64();
        in.requireCount(entryCount, MIN_ENTRY_BYTES);
        for (long i = 0; i < entryCount; i++) {
            readEntry();
        }
        return describe(tensorCount);
    }

    private void readEntry() throws IOException, ModelFaultException {
        String key = name("metadata key");
        in.at("metadata", key);
        int type = in.i32();
        if (key.equals("general.alignment") && type == TYPE_U32) {
            alignment = in.u32();
            if (alignment == 0 || alignment % 8 != 0) {
                throw in.fault("alignment " + alignment, "a multiple of 8, > 0");
            }
        } else if (key.equals("split.no") && type == TYPE_U16) {
            splitNumber = OptionalInt.of(in.u16());
        } else if (key.equals("split.count") && type == TYPE_U16) {
            splitCount = OptionalInt.of(in.u16());
        } else {
            skipValue(type, 0);
        }
    }

    private String name(String place) throws IOException, ModelFaultException {
        long length = in.at(place).i64();
        if (length < 0 || length > MAX_NAME_BYTES) {
            throw in.fault("length " + Long.toUnsignedString(length), "at most " + MAX_NAME_BYTES + " bytes");
        }
        return in.utf8(length);
    }

    private void skipValue(int type, int depth) throws IOException, ModelFaultException {
        if (type < 0 || type >= VALUE_BYTES.length) {
            throw in.fault("value type " + Integer.toUnsignedString(type), "0 to 12");
        }
        if (type == TYPE_STRING) {
            in.skip(in.i64());
        } else if (type == TYPE_ARRAY) {
            skipArray(depth);
        } else {
            in.skip(VALUE_BYTES[type]);
        }
    }

    private void skipArray(int depth) throws IOException, ModelFaultException {
        if (depth >= MAX_DEPTH) {
            throw in.fault("arrays nested deeper than " + MAX_DEPTH, "at most " + MAX_DEPTH);
        }
        int type = in.i32();
        long count = in.i64();
        if (type >= 0 && type < VALUE_BYTES.length && VALUE_BYTES[type] > 0) {
            in.requireCount(count, VALUE_BYTES[type]);
            in.skip(count * VALUE_BYTES[type]);
            return;
        }
        in.requireCount(count, 8);
        for (long i = 0; i < count; i++) {
            skipValue(type, depth + 1);
        }
    }

    private record Description(
            String name, ElementType type, List<Long> shape, long elements, long bytes, long offset) {}

    private List<Tensor> describe(long count) throws IOException, ModelFaultException {
        List<Description> descriptions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < count; i++) {
            Description description = readDescription();
            if (!names.add(description.name())) {
                throw in.fault("a second tensor of that name", "each name once");
            }
            descriptions.add(description);
        }
        long dataStart = (in.position() + alignment - 1) / alignment * alignment;
        List<Tensor> tensors = new ArrayList<>();
        for (Description it : descriptions) {
            in.at("tensor", it.name());
            long available = in.size() - dataStart;
            if (it.offset() < 0 || it.offset() % alignment != 0 || it.bytes() > available - it.offset()) {
                throw in.fault(
                        it.bytes() + " bytes at offset " + Long.toUnsignedString(it.offset()),
                        "a range inside the " + Math.max(0, available) + " bytes of data, aligned to " + alignment);
            }
            tensors.add(new Tensor(
                    it.name(),
                    it.type().name(),
                    it.shape(),
                    it.elements(),
                    Extents.of(in.path(), dataStart + it.offset(), it.bytes())));
        }
        Extents.requireDisjoint(in, tensors);
        return tensors;
    }

    private Description readDescription() throws IOException, ModelFaultException {
        String name = name("tensor name");
        in.at("tensor", name);
        long rank = in.u32();
        if (rank > 4) {
            throw in.fault("rank " + rank, "at most 4");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long length = in.i64();
            if (length < 0) {
                throw in.fault("length " + Long.toUnsignedString(length), "a length below 2^63");
            }
            shape.add(length);
        }
        int typeNumber = in.i32();
        ElementType type = TYPES.get(typeNumber);
        if (type == null) {
            throw in.fault("type " + Integer.toUnsignedString(typeNumber), "a type of ggml");
        }
        // The tensor made of it, its place in two sets of names, and itself.
        in.keep(360 + HeaderBudget.bytesOf(name) + HeaderBudget.bytesOf(shape));
        long elements = Shapes.elements(in, shape);
        return new Description(name, type, List.copyOf(shape), elements, Shapes.bytes(in, type, elements), in.i64());
    }

    private static Map.Entry<Integer, ElementType> type(int number, String name, int blockElements, int blockBytes) {
        return Map.entry(number, new ElementType(name, blockElements, blockBytes));
    }
}
