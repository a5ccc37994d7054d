package dev.berth.profiler.model.gguf;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.NumberedShard;
import dev.berth.profiler.model.header.Shapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * GGUF versions 2 and 3: metadata, tensor descriptions, padding, then the tensors one behind the other, each at the
 * next aligned offset. What ggml's own reader ({@code gguf_init_from_file}) and llama.cpp's loader refuse is refused.
 */
final class GgufReader {
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
    private static final int TYPE_I32 = 5;
    private static final int MAX_DEPTH = 8;
    private static final String INCOMPLETE = "fetch all files of the model, under the names they were split into";

    /** Of keys, as the format says; names of tensors are shorter. */
    private static final int MAX_TEXT_BYTES = 65_535;

    /** One less than ggml's GGML_MAX_NAME, whose last byte ends the text. */
    private static final int MAX_NAME_BYTES = 63;

    /** What llama-imatrix calls the importances of weights, which it writes as a file of tensors. */
    static final String IMATRIX = "imatrix";

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
            type(39, "MXFP4", 32, 17),
            type(40, "NVFP4", 64, 36),
            type(41, "Q1_0", 128, 18),
            type(42, "Q2_0", 64, 18));

    private static final int LAST_TYPE = 42;

    /** Types that ggml once had; files of them no longer load. */
    private static final Map<Integer, String> REMOVED = Map.of(
            4, "Q4_2",
            5, "Q4_3",
            31, "Q4_0_4_4",
            32, "Q4_0_4_8",
            33, "Q4_0_8_8",
            36, "IQ4_NL_4_4",
            37, "IQ4_NL_4_8",
            38, "IQ4_NL_8_8");

    private final HeaderFile in;
    /** Names of tensors, of all files of the model. */
    private final Set<String> names;

    private long alignment = 32;
    /** From 0; empty where the file does not say. */
    private OptionalLong splitNumber = OptionalLong.empty();

    private OptionalLong splitCount = OptionalLong.empty();
    /** Tensors in all files; empty where the file does not say. */
    private OptionalLong splitTensors = OptionalLong.empty();

    private GgufReader(HeaderFile in, Set<String> names) {
        this.in = in;
        this.names = names;
    }

    /** Reads one file, or all of a model cut into several. */
    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        Optional<NumberedShard> split = NumberedShard.of(file);
        List<Path> files = split.isPresent() ? split.get().files() : List.of(file);
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        GgufReader first = null;
        for (int i = 0; i < files.size(); i++) {
            try (HeaderFile in = HeaderFile.open(files.get(i), source)) {
                GgufReader reader = new GgufReader(in, names);
                tensors.addAll(reader.tensors());
                reader.requireSplit(i, files.size(), split.isPresent());
                first = first == null ? reader : first;
                if (i == files.size() - 1) {
                    first.requireAll(in.at("metadata 'split.tensors.count' of the first file"), tensors.size());
                }
            }
        }
        return new Part(LABEL, tensors, files, List.of());
    }

    /**
     * What the file itself says of its place among the files, where it says so, against their names. A count of 0 is
     * what merging leaves in a whole file.
     */
    private void requireSplit(int number, int count, boolean named) throws ModelFaultException {
        boolean whole = !named && splitCount.orElse(1) <= 1;
        if (!whole && (splitNumber.orElse(number) != number || splitCount.orElse(count) != count)) {
            throw in.at("metadata 'split.no' and 'split.count'")
                    .fault(
                            splitNumber.orElse(number) + " of " + splitCount.orElse(count),
                            number + " of " + count
                                    + (named ? ", as the file's name says" : ", as a file whose name has no number"),
                            INCOMPLETE);
        }
    }

    private void requireAll(HeaderFile last, long found) throws ModelFaultException {
        long announced = splitTensors.orElse(found);
        if (splitCount.orElse(1) > 1 && announced != found) {
            throw last.fault(announced + " tensors", found + ", as many as the files hold", INCOMPLETE);
        }
    }

    private List<Tensor> tensors() throws IOException, ModelFaultException {
        if (in.at("magic").i32() != MAGIC) {
            throw in.fault("not GGUF", "the four bytes GGUF");
        }
        requireVersion(in.at("version").i32());
        long tensorCount = in.at("tensor count").i64();
        in.requireCount(tensorCount, MIN_TENSOR_BYTES);
        long entryCount = in.at("metadata count").i64();
        in.requireCount(entryCount, MIN_ENTRY_BYTES);
        readEntries(entryCount);
        return describe(tensorCount);
    }

    private void requireVersion(int version) throws ModelFaultException {
        String convert = "convert the model again with llama.cpp's convert_hf_to_gguf.py";
        if (version == 1) {
            throw in.fault("GGUF version 1, which llama.cpp no longer loads", "version 2 or 3", convert);
        }
        // As ggml tells them: a version fits the lower half of the integer, unless its bytes lie the other way round.
        if ((version & 0xffff) == 0 && version != 0) {
            throw in.fault(
                    "big-endian GGUF, version " + Integer.reverseBytes(version),
                    "little-endian, as every device Berth measures reads it",
                    "swap it with gguf_convert_endian.py");
        }
        if (version > 3) {
            throw in.unknown("GGUF version " + version, "version 2 or 3");
        }
        if (version != 2 && version != 3) {
            throw in.fault("version " + Integer.toUnsignedString(version), "2 or 3");
        }
    }

    private void readEntries(long count) throws IOException, ModelFaultException {
        long before = in.kept();
        Set<String> keys = new HashSet<>();
        for (long i = 0; i < count; i++) {
            String key = name("metadata key");
            if (key.isEmpty()) {
                throw in.fault("empty", "a name");
            }
            in.at("metadata", key).keep(64 + HeaderBudget.bytesOf(key));
            if (!keys.add(key)) {
                throw in.fault("a second entry of that key", "each key once");
            }
            readValue(key);
        }
        in.release(in.kept() - before);
    }

    /** Metadata that says what the file is and where the tensors are is read; all other is passed over. */
    private void readValue(String key) throws IOException, ModelFaultException {
        int type = in.i32();
        switch (key) {
            case "general.alignment" -> {
                alignment = number(type, TYPE_U32);
                if (Long.bitCount(alignment) != 1) {
                    throw in.fault("alignment " + alignment, "a power of two");
                }
            }
            case "general.type" -> requireModel(type);
            case "split.no" -> splitNumber = OptionalLong.of(number(type, TYPE_U16));
            case "split.count" -> splitCount = OptionalLong.of(number(type, TYPE_U16));
            case "split.tensors.count" -> splitTensors = OptionalLong.of(number(type, TYPE_I32));
            default -> skipValue(type, 0);
        }
    }

    private void requireModel(int type) throws IOException, ModelFaultException {
        if (type != TYPE_STRING) {
            skipValue(type, 0);
            return;
        }
        long length = in.i64();
        if (length != IMATRIX.length()) {
            in.skip(length);
        } else if (in.utf8(length).equals(IMATRIX)) {
            throw in.fault("an importance matrix, no model", "a model", "leave it out");
        }
    }

    private long number(int type, int expected) throws IOException, ModelFaultException {
        if (type != expected) {
            throw in.fault("value type " + Integer.toUnsignedString(type), String.valueOf(expected));
        }
        return type == TYPE_U16 ? in.u16() : type == TYPE_U32 ? in.u32() : in.i32();
    }

    private String name(String place) throws IOException, ModelFaultException {
        long length = in.at(place).i64();
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw in.fault("length " + Long.toUnsignedString(length), "at most " + MAX_TEXT_BYTES + " bytes");
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

    private record Description(String name, ElementType type, List<Long> shape, long elements, long offset) {}

    private List<Tensor> describe(long count) throws IOException, ModelFaultException {
        List<Description> descriptions = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            descriptions.add(readDescription());
        }
        long dataStart = aligned(in.position());
        long available = in.size() - dataStart;
        List<Tensor> tensors = new ArrayList<>();
        long next = 0;
        for (Description it : descriptions) {
            long bytes = Shapes.bytes(in.at("tensor", it.name()), it.type(), it.elements());
            if (it.offset() != next) {
                throw in.fault("offset " + Long.toUnsignedString(it.offset()), next + ", behind the tensor before it");
            }
            if (bytes > available - next) {
                throw in.fault(
                        bytes + " bytes at offset " + next,
                        "a range inside the " + Math.max(0, available) + " bytes of data");
            }
            tensors.add(new Tensor(
                    it.name(), it.type(), it.shape(), it.elements(), Extents.of(in.path(), dataStart + next, bytes)));
            next = aligned(next + bytes);
        }
        return tensors;
    }

    /** The next offset that obeys the alignment; of an offset inside a file. */
    private long aligned(long offset) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    private Description readDescription() throws IOException, ModelFaultException {
        long start = in.position() + 8;
        String name = name("tensor name");
        in.at("tensor", name);
        long nameBytes = in.position() - start;
        if (nameBytes > MAX_NAME_BYTES) {
            throw in.fault(
                    "a name of " + nameBytes + " bytes, for which ggml has no room",
                    "at most " + MAX_NAME_BYTES,
                    "convert the model again with shorter names");
        }
        if (!names.add(name)) {
            throw in.fault("a second tensor of that name in the model", "each name once");
        }
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
        ElementType type = type(in.i32());
        long row = rank == 0 ? 1 : shape.get(0);
        if (row % type.blockElements() != 0) {
            throw in.fault(
                    "rows of " + row + " elements of " + type.name(),
                    "a multiple of its block of " + type.blockElements());
        }
        // The tensor made of it, its place in two sets of names, and itself.
        in.keep(360 + HeaderBudget.bytesOf(name) + HeaderBudget.bytesOf(shape));
        return new Description(name, type, List.copyOf(shape), Shapes.elements(in, shape), in.i64());
    }

    private ElementType type(int number) throws ModelFaultException {
        ElementType type = TYPES.get(number);
        if (type == null && REMOVED.containsKey(number)) {
            throw in.fault(
                    "type " + number + ", " + REMOVED.get(number) + ", which was removed from ggml",
                    "a type that it still loads",
                    "quantize the model again");
        }
        if (type == null) {
            throw in.unknown(
                    "type " + Integer.toUnsignedString(number),
                    "one of ggml's, of which the last known is " + LAST_TYPE);
        }
        return type;
    }

    private static Map.Entry<Integer, ElementType> type(int number, String name, int blockElements, int blockBytes) {
        return Map.entry(number, new ElementType(name, blockElements, blockBytes));
    }
}
