package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pickle read as data. Nothing is imported and nothing is called: a call is only understood where it is one of the
 * few that rebuild tensors and plain containers; any other is refused, since a loader would run it.
 */
final class Pickle {
    /** A name the pickle refers to. */
    record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** An object kept outside the pickle: a tensor's storage. */
    record External(Object id) {}

    /** A call of a function that rebuilds a tensor, with its arguments as data. */
    record Call(Global function, List<?> arguments) {}

    /** Longer integers than the magic number, and than any that is a length. */
    private static final int MAX_INTEGER_BYTES = 32;

    private static final int MAX_INTEGER_DIGITS = 80;

    private static final Object MARK = new Object();

    private static final Set<String> CONTAINERS = Set.of(
            "collections.OrderedDict",
            "builtins.dict",
            "__builtin__.dict",
            "collections.Counter",
            "collections.defaultdict");

    /**
     * Functions that rebuild tensors out of their arguments, and values that hold nothing to run: what torch.load takes
     * with {@code weights_only} (torch/_weights_only_unpickler.py), and plain numbers of NumPy and Python.
     */
    private static final Set<String> HARMLESS = Set.of(
            "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_tensor_v3",
            "torch._utils._rebuild_qtensor",
            "torch._utils._rebuild_parameter",
            "torch._utils._rebuild_parameter_with_state",
            "torch._utils._rebuild_sparse_tensor",
            "torch._utils._rebuild_nested_tensor",
            "torch._utils._rebuild_meta_tensor_no_storage",
            "torch._utils._rebuild_device_tensor_from_cpu_tensor",
            "torch.Size",
            "torch.device",
            "torch.serialization._get_layout",
            "builtins.set",
            "__builtin__.set",
            "builtins.frozenset",
            "builtins.slice",
            "builtins.complex",
            "__builtin__.complex",
            "builtins.bytearray",
            "__builtin__.bytearray",
            "_codecs.encode",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.dtype",
            "datetime.timedelta");

    /** Calls its first argument, and makes the result one of the class that is its second. */
    private static final String REBUILD_FROM_TYPE = "torch._tensor._rebuild_from_type_v2";

    private static final Set<String> TENSOR_CLASSES =
            Set.of("torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer");

    private final HeaderFile in;
    private final long end;
    private final List<Object> stack = new ArrayList<>();
    private int deepest;
    private final Map<Long, Object> memo = new HashMap<>();

    private Pickle(HeaderFile in, long length) throws ModelFaultException {
        this.in = in;
        this.end = in.position() + in.require(length);
    }

    /**
     * Reads one pickle; the file then stands behind it.
     *
     * @param in stands at the first byte
     * @param length bytes the pickle may take
     * @return maps, lists, strings, numbers (integers as {@link Long}, longer ones as {@link BigInteger}),
     *     {@link Global}, {@link External} and {@link Call}
     */
    static Object read(HeaderFile in, long length) throws IOException, ModelFaultException {
        return new Pickle(in, length).run();
    }

    private Object run() throws IOException, ModelFaultException {
        while (true) {
            if (in.position() >= end) {
                throw in.fault("ends without STOP", "a whole pickle");
            }
            int opcode = in.u8();
            if (opcode == '.') {
                return pop();
            }
            if (!container(opcode) && !value(opcode) && !reference(opcode)) {
                throw in.fault(
                        "opcode 0x" + Integer.toHexString(opcode) + " at offset " + (in.position() - 1),
                        "an opcode of the pickle protocols");
            }
        }
    }

    private boolean value(int opcode) throws IOException, ModelFaultException {
        switch (opcode) {
            case 0x80 -> in.u8(); // PROTO
            case 0x95 -> in.i64(); // FRAME
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> make((long) in.u8());
            case 'M' -> make((long) in.u16());
            case 'J' -> make((long) in.i32());
            case 'I', 'L' -> make(integer(line()));
            case 0x8a -> make(longInteger(in.u8()));
            case 0x8b -> make(longInteger(in.u32()));
            case 'G' -> make(Double.longBitsToDouble(Long.reverseBytes(in.i64())));
            case 'F', 'S', 'V' -> make(line());
            case 'X', 'T' -> make(text(in.u32()));
            case 0x8c, 'U' -> make(text(in.u8()));
            case 0x8d -> make(text(in.i64()));
            case 'B' -> make(blob(in.u32()));
            case 'C' -> make(blob(in.u8()));
            case 0x8e, 0x96 -> make(blob(in.i64()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws IOException, ModelFaultException {
        switch (opcode) {
            case '(' -> push(MARK);
            case ')' -> push(List.of());
            case 't' -> make(sinceMark());
            case 0x85 -> make(List.of(pop()));
            case 0x86 -> make(reversed(2));
            case 0x87 -> make(reversed(3));
            case ']', 0x8f -> make(new ArrayList<>());
            case 'l', 0x91 -> make(sinceMark());
            case 'a' -> append(List.of(pop()));
            case 'e', 0x90 -> append(sinceMark());
            case '}' -> make(new LinkedHashMap<>());
            case 'd' -> {
                List<Object> items = sinceMark();
                make(new LinkedHashMap<>());
                setItems(items);
            }
            case 's' -> setItems(reversed(2));
            case 'u' -> setItems(sinceMark());
            case '0' -> pop();
            case '1' -> sinceMark();
            case '2' -> push(peek());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean reference(int opcode) throws IOException, ModelFaultException {
        switch (opcode) {
            case 'p' -> memoize(key(line()));
            case 'q' -> memoize(in.u8());
            case 'r' -> memoize(in.u32());
            case 0x94 -> memoize(memo.size());
            case 'g' -> push(recall(key(line())));
            case 'h' -> push(recall(in.u8()));
            case 'j' -> push(recall(in.u32()));
            case 'P' -> make(new External(line()));
            case 'Q' -> make(new External(pop()));
            case 'c' -> make(new Global(line(), line()));
            case 0x93 -> {
                List<Object> names = reversed(2);
                make(new Global(describe(names.get(0)), describe(names.get(1))));
            }
            case 'R' -> {
                List<Object> call = reversed(2);
                make(call(call.get(0), call.get(1)));
            }
            case 'b' -> {
                pop();
                if (!(peek() instanceof Map || peek() instanceof Call)) {
                    throw wouldRun("code to set the state of " + describe(peek()));
                }
            }
            case 'i' -> throw wouldRun(line() + "." + line());
            case 'o' -> throw wouldRun("an object's constructor");
            case 0x81 -> {
                List<Object> call = reversed(2);
                make(call(call.get(0), call.get(1)));
            }
            case 0x92 -> {
                List<Object> call = reversed(3);
                throw wouldRun(describe(call.get(0)));
            }
            case 0x82, 0x83, 0x84 -> throw wouldRun("an extension of this interpreter");
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object call(Object function, Object arguments) throws ModelFaultException {
        if (function instanceof Global global && arguments instanceof List<?> list) {
            if (CONTAINERS.contains(global.toString())) {
                return container(list);
            }
            if (HARMLESS.contains(global.toString())) {
                return new Call(global, list);
            }
            if (global.toString().equals(REBUILD_FROM_TYPE)) {
                return rebuild(list);
            }
        }
        throw wouldRun(describe(function));
    }

    /** The call inside a call: function, class, arguments, state. */
    private Object rebuild(List<?> arguments) throws ModelFaultException {
        if (arguments.size() < 3) {
            throw wouldRun(REBUILD_FROM_TYPE);
        }
        for (int i = 0; i < 2; i++) {
            String name = describe(arguments.get(i));
            if (!(i == 0 ? HARMLESS : TENSOR_CLASSES).contains(name)) {
                throw wouldRun(name);
            }
        }
        return call(arguments.get(0), arguments.get(2));
    }

    /** A container made of nothing, of another one, or of pairs, as Python 2 wrote them. */
    private Map<Object, Object> container(List<?> arguments) throws ModelFaultException {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (Object argument : arguments) {
            if (argument instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    put(made, entry.getKey(), entry.getValue());
                }
            } else if (argument instanceof List<?> pairs) {
                for (Object item : pairs) {
                    if (item instanceof List<?> pair && pair.size() == 2) {
                        put(made, pair.get(0), pair.get(1));
                    }
                }
            }
        }
        return made;
    }

    private void put(Map<Object, Object> map, Object key, Object value) throws ModelFaultException {
        in.step(1);
        in.keep(88);
        // A key that is itself a container could contain the map; its text is never needed.
        map.put(key instanceof String || key instanceof Long ? key : new External("key"), value);
    }

    private ModelFaultException wouldRun(String what) {
        return new ModelFaultException(new ModelFault(
                in.path(),
                "pickle",
                "would run " + what + " when loaded",
                "tensors and plain containers",
                "do not load this file; ask for its weights as safetensors"));
    }

    /** An integer in digits; protocol 0 writes true as 01 and false as 00. */
    private Object integer(String text) throws ModelFaultException {
        if (text.equals("01") || text.equals("00")) {
            return text.equals("01");
        }
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        try {
            if (digits.length() <= MAX_INTEGER_DIGITS) {
                return whole(new BigInteger(digits));
            }
        } catch (NumberFormatException malformed) {
            // Told below, with those that are too long.
        }
        throw in.fault("integer '" + text + "'", "a decimal number of at most " + MAX_INTEGER_DIGITS + " digits");
    }

    private static Object whole(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    private long key(String text) throws ModelFaultException {
        if (integer(text) instanceof Long key) {
            return key;
        }
        throw in.fault("memo '" + text + "'", "a number");
    }

    /** Longer integers than 64 bits occur as a magic number; those of no use to anybody are kept as their size. */
    private Object longInteger(long length) throws IOException, ModelFaultException {
        requireInside(length);
        if (length > MAX_INTEGER_BYTES) {
            in.skip(length);
            return new External("integer of " + length + " bytes");
        }
        byte[] bytes = in.bytes(length);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte low = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = low;
        }
        return whole(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
    }

    private String line() throws IOException, ModelFaultException {
        StringBuilder text = new StringBuilder();
        for (int c = in.u8(); c != '\n'; c = in.u8()) {
            text.append((char) c);
            if (text.length() > 1 << 16) {
                throw in.fault("a line longer than 65536 bytes", "a short line");
            }
        }
        return text.toString();
    }

    private String text(long length) throws IOException, ModelFaultException {
        requireInside(length);
        return in.utf8(length);
    }

    /** Bytes are metadata here; only their length is kept. */
    private Object blob(long length) throws IOException, ModelFaultException {
        requireInside(length);
        in.skip(length);
        return new External("bytes " + length);
    }

    private void requireInside(long length) throws ModelFaultException {
        if (length < 0 || length > end - in.position()) {
            throw in.fault(
                    Long.toUnsignedString(length) + " bytes",
                    "at most " + (end - in.position()) + ", the rest of the pickle");
        }
    }

    private Object recall(long key) throws ModelFaultException {
        Object value = memo.get(key);
        if (value == null) {
            throw in.fault("memo " + key, "one that was stored before");
        }
        return value;
    }

    private void append(List<?> items) throws ModelFaultException {
        if (peek() instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked")
            List<Object> target = (List<Object>) peek();
            in.keep(12L * items.size());
            target.addAll(items);
        } else if (!(peek() instanceof Call)) {
            throw in.fault("items for " + peek().getClass().getSimpleName(), "a list");
        }
    }

    private void setItems(List<Object> items) throws ModelFaultException {
        if (!(peek() instanceof Map<?, ?>)) {
            throw in.fault("entries for " + peek().getClass().getSimpleName(), "a dictionary");
        }
        @SuppressWarnings("unchecked")
        Map<Object, Object> target = (Map<Object, Object>) peek();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            // A key that is itself a container could contain the map; its text is never needed.
            put(target, items.get(i), items.get(i + 1));
        }
    }

    private List<Object> sinceMark() throws ModelFaultException {
        int mark = stack.size() - 1;
        while (mark >= 0 && stack.get(mark) != MARK) {
            mark--;
        }
        if (mark < 0) {
            throw in.fault("no mark on the stack", "one before the items");
        }
        List<Object> tail = stack.subList(mark + 1, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        stack.remove(mark);
        return items;
    }

    private List<Object> reversed(int count) throws ModelFaultException {
        if (stack.size() < count) {
            throw in.fault("an empty stack", count + " items");
        }
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private void push(Object value) throws ModelFaultException {
        stack.add(value);
        if (stack.size() > deepest) {
            deepest = stack.size();
            in.keep(12);
        }
    }

    /** Pushes an object that was not there before. */
    private void make(Object value) throws ModelFaultException {
        in.keep(bytesOf(value));
        push(value);
    }

    private void memoize(long key) throws ModelFaultException {
        in.keep(72);
        memo.put(key, peek());
    }

    /** Memory of a new object, in bytes. */
    private static long bytesOf(Object value) {
        if (value instanceof String text) {
            return HeaderBudget.bytesOf(text);
        }
        if (value instanceof Global global) {
            return 24 + HeaderBudget.bytesOf(global.module()) + HeaderBudget.bytesOf(global.name());
        }
        if (value instanceof List<?> items) {
            return 40 + 8L * items.size();
        }
        return value instanceof Map ? 64 : 24;
    }

    /** Never a container's own text: hostile ones repeat themselves without end. */
    private static String describe(Object value) {
        return value instanceof Global || value instanceof String ? value.toString() : "an object that is no function";
    }

    private Object pop() throws ModelFaultException {
        return reversed(1).get(0);
    }

    private Object peek() throws ModelFaultException {
        if (stack.isEmpty()) {
            throw in.fault("an empty stack", "an item");
        }
        return stack.get(stack.size() - 1);
    }

    private enum None {
        NONE
    }
}
