package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.Shapes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the tensors in an unpickled checkpoint and where their storages lie. */
final class TorchTensors {
    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            type("FloatStorage", "F32", 4),
            type("DoubleStorage", "F64", 8),
            type("HalfStorage", "F16", 2),
            type("BFloat16Storage", "BF16", 2),
            type("LongStorage", "I64", 8),
            type("IntStorage", "I32", 4),
            type("ShortStorage", "I16", 2),
            type("CharStorage", "I8", 1),
            type("ByteStorage", "U8", 1),
            type("BoolStorage", "BOOL", 1),
            type("ComplexFloatStorage", "C64", 8),
            type("ComplexDoubleStorage", "C128", 16),
            type("QInt8Storage", "QI8", 1),
            type("QUInt8Storage", "QU8", 1),
            type("QInt32Storage", "QI32", 4),
            Map.entry("QUInt4x2Storage", new ElementType("QU4", 2, 1)),
            Map.entry("QUInt2x4Storage", new ElementType("QU2", 4, 1)),
            type("UntypedStorage", "U8", 1));

    /** Element types that a tensor names itself, by their names in torch (c10/core/ScalarType.h). */
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            type("float32", "F32", 4),
            type("float64", "F64", 8),
            type("float16", "F16", 2),
            type("bfloat16", "BF16", 2),
            type("int64", "I64", 8),
            type("int32", "I32", 4),
            type("int16", "I16", 2),
            type("int8", "I8", 1),
            type("uint8", "U8", 1),
            type("uint16", "U16", 2),
            type("uint32", "U32", 4),
            type("uint64", "U64", 8),
            type("bool", "BOOL", 1),
            type("complex32", "C32", 4),
            type("complex64", "C64", 8),
            type("complex128", "C128", 16),
            type("float8_e4m3fn", "F8_E4M3", 1),
            type("float8_e5m2", "F8_E5M2", 1),
            type("float8_e4m3fnuz", "F8_E4M3FNUZ", 1),
            type("float8_e5m2fnuz", "F8_E5M2FNUZ", 1),
            type("float8_e8m0fnu", "F8_E8M0", 1),
            // Two values a byte, but torch counts the bytes.
            type("float4_e2m1fn_x2", "F4_X2", 1),
            type("qint8", "QI8", 1),
            type("quint8", "QU8", 1),
            type("qint32", "QI32", 4),
            Map.entry("quint4x2", new ElementType("QU4", 2, 1)),
            Map.entry("quint2x4", new ElementType("QU2", 4, 1)),
            type("bits1x8", "BITS8", 1),
            type("bits2x4", "BITS8", 1),
            type("bits4x2", "BITS8", 1),
            type("bits8", "BITS8", 1),
            type("bits16", "BITS16", 2));

    /** Rebuilding functions whose arguments begin with storage, offset, shape and strides. */
    private static final Set<String> REBUILDS =
            Set.of("_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_qtensor");

    /** Position of the element type among the arguments of {@code _rebuild_tensor_v3}. */
    private static final int TYPE_ARGUMENT = 6;

    /** A place and its room on the stack, in a list and among the visited. */
    private static final int PLACE_BYTES = 64;

    /** A view of more separate pieces counts as the range they span. */
    private static final int MAX_PIECES = 4096;

    private static final int MAX_RANK = 64;

    /** More than any layer has rows for one value to be spread over. */
    private static final long MOST_REPEATED = 1 << 24;

    private final HeaderFile in;
    private final Storages storages;
    private final List<Tensor> tensors = new ArrayList<>();

    /** Where a file keeps the storages of its tensors. */
    @FunctionalInterface
    interface Storages {
        /** Extent of the storage with a key; null where the file has none, as for a storage of no elements. */
        Extent extent(String key) throws IOException, ModelFaultException;
    }

    TorchTensors(HeaderFile in, Storages storages) {
        this.in = in;
        this.storages = storages;
    }

    private record Place(String name, Object value) {}

    /** What is done with each place. */
    private interface Visitor {
        void visit(Place place) throws IOException, ModelFaultException;
    }

    List<Tensor> collect(Object root) throws IOException, ModelFaultException {
        walk(in, root, place -> {
            if (place.value() instanceof Pickle.Call call
                    && REBUILDS.contains(call.function().name())) {
                add(place.name(), call);
            }
        });
        return tensors;
    }

    /** Element type of each storage, from the tensors that use it. */
    static Map<String, ElementType> storageTypes(HeaderFile in, Object root) throws IOException, ModelFaultException {
        Map<String, ElementType> types = new HashMap<>();
        walk(in, root, place -> {
            if (place.value() instanceof Pickle.External external
                    && external.id() instanceof List<?> id
                    && id.size() >= 3) {
                in.keep(160);
                types.put(key(id), storageType(in, id));
            }
        });
        return types;
    }

    /**
     * Everything reachable, each container once; the walk keeps its own stack so that depth cannot exhaust the
     * thread's. Names grow with depth, so they are counted before they are made.
     */
    private static void walk(HeaderFile in, Object root, Visitor visitor) throws IOException, ModelFaultException {
        long walked = 0;
        Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place("", root));
        while (!open.isEmpty()) {
            Place place = open.pop();
            visitor.visit(place);
            if (!(container(place.value()) && visited.add(place.value()))) {
                continue;
            }
            long before = in.kept();
            List<Place> children = children(in, place);
            walked += in.kept() - before;
            for (int i = children.size() - 1; i >= 0; i--) {
                open.push(children.get(i));
            }
        }
        in.release(walked);
    }

    private static boolean container(Object value) {
        return value instanceof Map
                || value instanceof List
                || value instanceof Pickle.Call
                || value instanceof Pickle.External;
    }

    private static List<Place> children(HeaderFile in, Place place) throws ModelFaultException {
        Object value = place.value();
        if (value instanceof Map<?, ?> map) {
            List<Place> children = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = name(entry.getKey());
                in.step(1);
                in.keep(PLACE_BYTES + 2L * place.name().length() + HeaderBudget.bytesOf(name));
                children.add(new Place(place.name().isEmpty() ? name : place.name() + "." + name, entry.getValue()));
            }
            return children;
        }
        List<?> items = value instanceof List<?> list
                ? list
                : value instanceof Pickle.Call call ? call.arguments() : Arrays.asList(((Pickle.External) value).id());
        in.step(items.size());
        in.keep(64 + (long) PLACE_BYTES * items.size());
        List<Place> children = new ArrayList<>(items.size());
        items.forEach(item -> children.add(new Place(place.name(), item)));
        return children;
    }

    private static String name(Object key) {
        return key instanceof String || key instanceof Long ? key.toString() : "?";
    }

    /** Arguments: storage, offset in elements, shape, strides. */
    private void add(String name, Pickle.Call call) throws IOException, ModelFaultException {
        in.at("tensor", name);
        List<?> arguments = call.arguments();
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof Pickle.External external)
                || !(external.id() instanceof List<?> id)
                || id.size() < 5
                || !(arguments.get(1) instanceof Long offset)) {
            throw in.fault("arguments " + arguments.size(), "storage, offset, shape and strides");
        }
        ElementType stored = storageType(in, id);
        ElementType type = call.function().name().equals("_rebuild_tensor_v3") ? ownType(arguments) : stored;
        List<Long> shape = lengths(arguments.get(2));
        List<Long> strides = lengths(arguments.get(3));
        if (strides.size() != shape.size()) {
            throw in.fault(strides.size() + " strides", shape.size() + ", one a dimension");
        }
        long elements = Shapes.elements(in, shape);
        Extent storage = elements == 0 ? null : storage(id, stored);
        in.at("tensor", name);
        List<Extent> extents = storage == null ? List.of() : pieces(storage, type, offset, elements, shape, strides);
        requireBacked(type, elements, extents);
        tensors.add(in.keep(new Tensor(name, type, shape, elements, extents)));
    }

    /**
     * Views that repeat elements count all of them, as a model has them once loaded, where their bytes bear that out.
     */
    private void requireBacked(ElementType type, long elements, List<Extent> extents) throws ModelFaultException {
        long stored = type.elementsIn(extents.stream().mapToLong(Extent::length).sum());
        if (elements / MOST_REPEATED > stored) {
            throw in.fault(
                    elements + " elements out of " + stored + " that are stored",
                    "each at most " + MOST_REPEATED + " times",
                    "the file is made to mislead; leave it out");
        }
    }

    private ElementType ownType(List<?> arguments) throws ModelFaultException {
        Object argument = arguments.size() > TYPE_ARGUMENT ? arguments.get(TYPE_ARGUMENT) : null;
        String name =
                argument instanceof Pickle.Global global && global.module().equals("torch") ? global.name() : "?";
        ElementType type = TYPES.get(name);
        if (type == null) {
            throw in.fault("type torch." + name, "one this version knows");
        }
        return type;
    }

    /** The storage of an id, of which its own count says how much is used. */
    private Extent storage(List<?> id, ElementType stored) throws IOException, ModelFaultException {
        Extent storage = storages.extent(key(id));
        if (storage == null) {
            throw in.fault("its storage '" + key(id) + "' is missing", "a storage in the file");
        }
        if (id.get(4) instanceof Long count) {
            long bytes = count < 0 ? -1 : bytes(stored, count);
            if (bytes < 0 || bytes > storage.length()) {
                throw in.fault(
                        "a storage of " + count + " elements of " + stored.name(),
                        "at most the " + storage.length() + " bytes it has");
            }
        }
        return storage;
    }

    /** Where the elements of a view lie: as few pieces as they are, or the range from the first to the last. */
    private List<Extent> pieces(
            Extent storage, ElementType type, long offset, long elements, List<Long> shape, List<Long> strides)
            throws ModelFaultException {
        record Dimension(long length, long stride) {}
        // Loaders hold as many bytes as there are elements, however few there are in the file.
        bytes(type, elements);
        List<Dimension> dimensions = new ArrayList<>();
        long last = offset;
        try {
            for (int i = 0; i < shape.size(); i++) {
                if (shape.get(i) > 1 && strides.get(i) > 0) {
                    dimensions.add(new Dimension(shape.get(i), strides.get(i)));
                    last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
                }
            }
            last = Math.incrementExact(last);
        } catch (ArithmeticException overflow) {
            throw in.fault(
                    "offset " + offset + ", shape " + shape + ", strides " + strides, "fewer than 2^63 elements");
        }
        if (offset < 0 || bytes(type, last) > storage.length()) {
            throw in.fault(
                    "elements " + offset + " to " + last,
                    "a range inside its storage of " + storage.length() + " bytes");
        }
        dimensions.sort(Comparator.comparingLong(Dimension::stride));
        long run = 1;
        long pieces = 1;
        List<Dimension> apart = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            if (apart.isEmpty() && dimension.stride() <= run) {
                run += dimension.stride() * (dimension.length() - 1);
            } else {
                apart.add(dimension);
                pieces = pieces > MAX_PIECES ? pieces : pieces * Math.min(dimension.length(), MAX_PIECES + 1);
            }
        }
        if (pieces > MAX_PIECES) {
            return List.of(extent(storage, type, offset, last));
        }
        in.step(pieces);
        long[] starts = {offset};
        for (Dimension dimension : apart) {
            long[] more = new long[starts.length * (int) dimension.length()];
            for (int i = 0; i < more.length; i++) {
                more[i] = starts[i % starts.length] + dimension.stride() * (i / starts.length);
            }
            starts = more;
        }
        List<Extent> extents = new ArrayList<>(starts.length);
        for (long start : starts) {
            extents.add(extent(storage, type, start, start + run));
        }
        return List.copyOf(extents.size() == 1 ? extents : Extents.merge(extents));
    }

    /** Elements from one to another; those that share a byte with others take all of it. */
    private Extent extent(Extent storage, ElementType type, long from, long to) throws ModelFaultException {
        long start = from / type.blockElements() * type.blockBytes();
        return new Extent(storage.file(), storage.offset() + start, bytes(type, to) - start);
    }

    /** Bytes of so many elements from a storage's beginning, the last block whole. */
    private long bytes(ElementType type, long elements) throws ModelFaultException {
        try {
            long blocks = elements / type.blockElements() + (elements % type.blockElements() == 0 ? 0 : 1);
            return Math.multiplyExact(blocks, type.blockBytes());
        } catch (ArithmeticException overflow) {
            throw in.fault(elements + " elements of " + type.name(), "fewer than 2^63 bytes");
        }
    }

    /** Persistent id: 'storage', class, key, location, count. */
    private static ElementType storageType(HeaderFile in, List<?> id) throws ModelFaultException {
        String name = id.get(1) instanceof Pickle.Global global ? global.name() : "of no known kind";
        ElementType type = STORAGES.get(name);
        if (type == null) {
            throw in.fault("storage class " + name, "one this version knows");
        }
        return type;
    }

    private static String key(List<?> id) {
        return id.get(2) instanceof String || id.get(2) instanceof Long
                ? id.get(2).toString()
                : "";
    }

    /** Lengths or strides: a tuple, or the call that makes a torch.Size of one. */
    private List<Long> lengths(Object value) throws ModelFaultException {
        Object items = value instanceof Pickle.Call call && !call.arguments().isEmpty()
                ? call.arguments().get(0)
                : value;
        if (!(items instanceof List<?> list) || list.size() > MAX_RANK) {
            throw in.fault("shape or strides that are no tuple", "at most " + MAX_RANK + " integers");
        }
        List<Long> result = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Long number) || number < 0) {
                throw in.fault(
                        "a length or stride " + (item instanceof Long ? item : "of no integer"), "integers >= 0");
            }
            result.add(number);
        }
        return List.copyOf(result);
    }

    private static Map.Entry<String, ElementType> type(String name, String type, int bytes) {
        return Map.entry(name, ElementType.plain(type, bytes));
    }
}
