package dev.berth.profiler.model;

import java.util.Map;

/**
 * An element type as a format stores it: blocks of elements with a fixed number of bytes.
 *
 * @param name the format's name of it
 * @param blockElements elements in a block, >= 1; 1 but for quantized types
 * @param blockBytes bytes of a block, >= 1
 */
public record ElementType(String name, int blockElements, int blockBytes) {
    public static ElementType plain(String name, int bytes) {
        return new ElementType(name, 1, bytes);
    }

    /**
     * Types of safetensors, by the name in the file: all of the reference implementation's {@code Dtype}. Sub-byte
     * types hold several elements a byte.
     */
    public static final Map<String, ElementType> SAFETENSORS = Map.ofEntries(
            entry("BOOL", 1),
            entry("U8", 1),
            entry("I8", 1),
            entry("F8_E5M2", 1),
            entry("F8_E4M3", 1),
            entry("F8_E8M0", 1),
            entry("F8_E4M3FNUZ", 1),
            entry("F8_E5M2FNUZ", 1),
            entry("I16", 2),
            entry("U16", 2),
            entry("F16", 2),
            entry("BF16", 2),
            entry("I32", 4),
            entry("U32", 4),
            entry("F32", 4),
            entry("C64", 8),
            entry("F64", 8),
            entry("I64", 8),
            entry("U64", 8),
            Map.entry("F4", new ElementType("F4", 2, 1)),
            Map.entry("F6_E2M3", new ElementType("F6_E2M3", 4, 3)),
            Map.entry("F6_E3M2", new ElementType("F6_E3M2", 4, 3)));

    private static Map.Entry<String, ElementType> entry(String name, int bytes) {
        return Map.entry(name, plain(name, bytes));
    }

    /**
     * Bytes of a tensor.
     *
     * @throws ArithmeticException where they exceed 2^63-1 or the elements do not fill whole blocks
     */
    public long bytes(long elements) {
        if (elements % blockElements != 0) {
            throw new ArithmeticException(elements + " elements do not fill blocks of " + blockElements);
        }
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }

    /**
     * Bytes of a tensor whose last block may be filled up.
     *
     * @throws ArithmeticException where they exceed 2^63-1
     */
    public long paddedBytes(long elements) {
        return Math.multiplyExact(blocks(elements), blockBytes);
    }

    /** Blocks that hold as many elements, the last of them perhaps in part. */
    public long blocks(long elements) {
        return elements / blockElements + (elements % blockElements == 0 ? 0 : 1);
    }

    /** Elements that as many bytes hold, at most 2^63-1. */
    public long elementsIn(long bytes) {
        long blocks = bytes / blockBytes;
        return blocks > Long.MAX_VALUE / blockElements ? Long.MAX_VALUE : blocks * blockElements;
    }
}
