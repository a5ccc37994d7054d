package dev.berth.profiler.model;

import java.util.List;

/**
 * A weight tensor.
 *
 * @param name name in the file
 * @param type element type as the format calls it, for example {@code F32}, {@code Q4_K}
 * @param shape lengths of the dimensions, empty for a scalar
 * @param elements product of the shape, >= 0
 * @param extents where its bytes lie, in order; empty for a tensor of no elements, several where it spans shards
 */
public record Tensor(String name, String type, List<Long> shape, long elements, List<Extent> extents) {
    /** Bytes of its data as stored, >= 0. */
    public long bytes() {
        return extents.stream().mapToLong(Extent::length).sum();
    }
}
