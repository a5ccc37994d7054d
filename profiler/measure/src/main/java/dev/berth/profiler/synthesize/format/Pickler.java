package dev.berth.profiler.synthesize.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the few pickle opcodes of a dictionary of tensors, protocol 2, without memo. */
final class Pickler {
    private static final int PROTO = 0x80;
    private static final int GLOBAL = 'c';
    private static final int REDUCE = 'R';
    private static final int EMPTY_TUPLE = ')';
    private static final int MARK = '(';
    private static final int TUPLE = 't';
    private static final int TEXT = 'X';
    private static final int BYTE = 'K';
    private static final int INT = 'J';
    private static final int LONG = 0x8a;
    private static final int FALSE = 0x89;
    private static final int PERSISTENT = 'Q';
    private static final int SET_ITEMS = 'u';
    private static final int STOP = '.';

    private final ByteList out = new ByteList().u8(PROTO).u8(2);

    void orderedDictionary() {
        global("collections", "OrderedDict");
        out.u8(EMPTY_TUPLE).u8(REDUCE);
    }

    void mark() {
        out.u8(MARK);
    }

    byte[] setItemsAndStop() {
        return out.u8(SET_ITEMS).u8(STOP).toArray();
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.u8(TEXT).u32(bytes.length).add(bytes);
    }

    /** A contiguous tensor that is all of its storage. */
    void tensor(String storage, int key, long elements, List<Long> shape) {
        global("torch._utils", "_rebuild_tensor_v2");
        mark();
        mark();
        text("storage");
        global("torch", storage);
        text(String.valueOf(key));
        text("cpu");
        number(elements);
        out.u8(TUPLE).u8(PERSISTENT);
        number(0);
        numbers(shape);
        numbers(strides(shape));
        out.u8(FALSE);
        orderedDictionary();
        out.u8(TUPLE).u8(REDUCE);
    }

    private static List<Long> strides(List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= shape.get(i);
        }
        return strides;
    }

    private void numbers(List<Long> values) {
        mark();
        values.forEach(this::number);
        out.u8(TUPLE);
    }

    private void number(long value) {
        if (value <= 0xff) {
            out.u8(BYTE).u8((int) value);
        } else if (value <= Integer.MAX_VALUE) {
            out.u8(INT).u32(value);
        } else {
            out.u8(LONG).u8(Long.BYTES).u64(value);
        }
    }

    private void global(String module, String name) {
        out.u8(GLOBAL).text(module + "\n" + name + "\n");
    }
}
