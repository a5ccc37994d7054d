package dev.berth.profiler.synthesize.catalogue;

import java.util.List;

/**
 * A tensor of an architecture.
 *
 * @param name as the model's files have it
 * @param shape lengths of its dimensions, outermost first as PyTorch has them
 * @param role what it is
 */
public record TensorSpec(String name, List<Long> shape, Role role) {
    /** What a tensor is. */
    public enum Role {
        /** Trained. */
        WEIGHT,
        /** Trained; scales of a normalisation. */
        SCALE,
        /** Stored beside the parameters and computed, such as a mask. */
        BUFFER,
        /** Integers stored beside the parameters, such as positions. */
        INDICES
    }

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Number of elements, >= 1. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether its elements count as parameters. */
    public boolean isParameter() {
        return role == Role.WEIGHT || role == Role.SCALE;
    }

    /** The same under a longer name. */
    TensorSpec below(String prefix) {
        return new TensorSpec(prefix + name, shape, role);
    }
}
