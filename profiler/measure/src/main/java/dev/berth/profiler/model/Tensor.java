package dev.berth.profiler.model;

import java.util.List;

/**
 * A weight tensor.
 *
 * @param name name in the file
 * @param type element type, by the format's name of it: {@code F32}, {@code Q4_K}
 * @param shape lengths of the dimensions, empty for a scalar
 * @param elements product of the shape, >= 0
 * @param extents where its bytes lie, in order; empty for a tensor of no elements, several where it spans shards
 * @param coded whether its one extent holds the values in a coding that loading undoes, such as protobuf's integers of
 *     varying length; else the extents hold the very bytes that loading puts into memory
 */
public record Tensor(
        String name, ElementType type, List<Long> shape, long elements, List<Extent> extents, boolean coded) {
    /** A tensor whose bytes in the file are those in memory. */
    public Tensor(String name, ElementType type, List<Long> shape, long elements, List<Extent> extents) {
        this(name, type, shape, elements, extents, false);
    }

    /** Bytes of an extent of it once loaded, >= 0. */
    public long loadedBytes(Extent extent) {
        return coded ? type.paddedBytes(elements) : extent.length();
    }
}
