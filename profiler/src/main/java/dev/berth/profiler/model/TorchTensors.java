package dev.berth.profiler.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds the tensors in an unpickled checkpoint and where their storages lie. */
final class TorchTensors {
    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            storage("FloatStorage", "F32", 4),
            storage("DoubleStorage", "F64", 8),
            storage("HalfStorage", "F16", 2),
            storage("BFloat16Storage", "BF16", 2),
            storage("LongStorage", "I64", 8),
            storage("IntStorage", "I32", 4),
            storage("ShortStorage", "I16", 2),
            storage("CharStorage", "I8", 1),
            storage("ByteStorage", "U8", 1),
            storage("BoolStorage", "BOOL", 1),
            storage("ComplexFloatStorage", "C64", 8),
            storage("ComplexDoubleStorage", "C128", 16),
            storage("Float8_e4m3fnStorage", "F8_E4M3", 1),
            storage("Float8_e5m2Storage", "F8_E5M2", 1),
            storage("QInt8Storage", "QI8", 1),
            storage("QUInt8Storage", "QU8", 1),
            storage("QInt32Storage", "QI32", 4),
            storage("UntypedStorage", "U8", 1));

    private final HeaderFile in;
    private final Function<String, Extent> storages;
    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * @param storages extent of the storage with a key; null where the file has none, as for a storage of no elements
     */
    TorchTensors(HeaderFile in, Function<String, Extent> storages) {
        this.in = in;
        this.storages = storages;
    }

    private record Place(String name, Object value) {}

    List<Tensor> collect(Object root) throws ModelFaultException {
        for (Place place : walk(root)) {
            if (place.value() instanceof Pickle.Call call && rebuildsTensor(call)) {
                add(place.name(), call);
            }
        }
        return tensors;
    }

    /** Element type of each storage, from the tensors that use it. */
    static Map<String, ElementType> storageTypes(HeaderFile in, Object root) throws ModelFaultException {
        Map<String, ElementType> types = new HashMap<>();
        for (Place place : walk(root)) {
            if (place.value() instanceof Pickle.External external
                    && external.id() instanceof List<?> id
                    && id.size() >= 3) {
                types.put(key(id), type(in, id));
            }
        }
        return types;
    }

    /**
     * Everything reachable, each container once; the walk keeps its own stack so that depth cannot exhaust the
     * thread's.
     */
    private static List<Place> walk(Object root) {
        List<Place> places = new ArrayList<>();
        Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place("", root));
        while (!open.isEmpty()) {
            Place place = open.pop();
            places.add(place);
            List<Place> children = new ArrayList<>();
            Object value = place.value();
            boolean container = value instanceof Map
                    || value instanceof List
                    || value instanceof Pickle.Call
                    || value instanceof Pickle.External;
            if (container && !visited.add(value)) {
                continue;
            }
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, item) -> children.add(new Place(join(place.name(), key), item)));
            } else if (value instanceof List<?> list) {
                list.forEach(item -> children.add(new Place(place.name(), item)));
            } else if (value instanceof Pickle.Call call) {
                call.arguments().forEach(item -> children.add(new Place(place.name(), item)));
            } else if (value instanceof Pickle.External external) {
                children.add(new Place(place.name(), external.id()));
            }
            for (int i = children.size() - 1; i >= 0; i--) {
                open.push(children.get(i));
            }
        }
        return places;
    }

    private static String join(String prefix, Object key) {
        String name = key instanceof String || key instanceof Long ? key.toString() : "?";
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    private static boolean rebuildsTensor(Pickle.Call call) {
        return call.function().name().equals("_rebuild_tensor")
                || call.function().name().equals("_rebuild_tensor_v2")
                || call.function().name().equals("_rebuild_tensor_v3")
                || call.function().name().equals("_rebuild_qtensor");
    }

    /** Arguments: storage, offset in elements, shape, strides. */
    private void add(String name, Pickle.Call call) throws ModelFaultException {
        in.at("tensor", name);
        List<?> arguments = call.arguments();
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof Pickle.External external)
                || !(external.id() instanceof List<?> id)
                || id.size() < 5
                || !(arguments.get(1) instanceof Long offset)) {
            throw in.fault("arguments " + arguments.size(), "storage, offset, shape and strides");
        }
        ElementType type = type(in, id);
        List<Long> shape = longs(arguments.get(2));
        List<Long> strides = longs(arguments.get(3));
        long elements = Shapes.elements(in, shape);
        Extent storage = storages.apply(key(id));
        List<Extent> extents = elements == 0 ? List.of() : slice(storage, type, offset, shape, strides);
        tensors.add(new Tensor(name, type, shape, elements, extents));
    }

    /** From the first to the last element the view touches. */
    private List<Extent> slice(Extent storage, ElementType type, long offset, List<Long> shape, List<Long> strides)
            throws ModelFaultException {
        if (storage == null) {
            throw in.fault("its storage is missing", "a storage in the file");
        }
        try {
            long last = offset;
            for (int i = 0; i < shape.size(); i++) {
                long stride = i < strides.size() ? strides.get(i) : 0;
                last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, stride));
            }
            long from = type.bytes(offset);
            long to = type.bytes(Math.addExact(last, 1));
            if (offset < 0 || to <= from || to > storage.length()) {
                throw in.fault(
                        "bytes " + from + " to " + to, "a range inside its storage of " + storage.length() + " bytes");
            }
            return Extents.of(storage.file(), storage.offset() + from, to - from);
        } catch (ArithmeticException overflow) {
            throw in.fault("offset " + offset + ", shape " + shape + ", strides " + strides, "fewer than 2^63 bytes");
        }
    }

    /** Persistent id: 'storage', class, key, location, count. */
    private static ElementType type(HeaderFile in, List<?> id) throws ModelFaultException {
        String name = id.get(1) instanceof Pickle.Global global ? global.name() : "of no known kind";
        ElementType type = STORAGES.get(name);
        if (type == null) {
            throw in.fault("storage class " + name, "one of PyTorch's");
        }
        return type;
    }

    private static String key(List<?> id) {
        return id.get(2) instanceof String || id.get(2) instanceof Long
                ? id.get(2).toString()
                : "";
    }

    private List<Long> longs(Object value) throws ModelFaultException {
        List<Long> result = new ArrayList<>();
        Object items = value instanceof Pickle.Call call && !call.arguments().isEmpty()
                ? call.arguments().get(0)
                : value;
        if (items instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof Long number)) {
                    throw in.fault("a length that is no integer", "integers");
                }
                result.add(number);
            }
        }
        return List.copyOf(result);
    }

    private static Map.Entry<String, ElementType> storage(String name, String type, int bytes) {
        return Map.entry(name, ElementType.plain(type, bytes));
    }
}
