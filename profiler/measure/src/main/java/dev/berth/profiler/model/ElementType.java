package dev.berth.profiler.model;

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
