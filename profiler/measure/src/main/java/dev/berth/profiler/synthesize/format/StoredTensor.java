package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.TensorSpec;
import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import dev.berth.profiler.synthesize.layout.Segment;
import dev.berth.profiler.synthesize.layout.Values;
import java.util.List;

/**
 * A tensor in the element type that a file holds it in.
 *
 * @param spec what it is
 * @param type element type, by the name that readers have for it
 * @param bytes what it takes, >= 1
 */
record StoredTensor(TensorSpec spec, String type, long bytes) {
    private static final String INDICES = "I64";

    /** Indices stay integers whatever type the weights have. */
    static StoredTensor of(TensorSpec spec, WeightType type) {
        return spec.role() == Role.INDICES
                ? new StoredTensor(spec, INDICES, spec.elements() * Long.BYTES)
                : new StoredTensor(spec, type.name(), type.bytes(spec.elements()));
    }

    static List<StoredTensor> of(List<TensorSpec> specs, WeightType type) {
        return specs.stream().map(spec -> of(spec, type)).toList();
    }

    String name() {
        return spec.name();
    }

    /** Bytes of an element; of unquantized types. */
    long elementBytes() {
        return bytes / spec.elements();
    }

    Segment segment() {
        Values values =
                switch (spec.role()) {
                    case WEIGHT, BUFFER -> Values.WEIGHTS;
                    case SCALE -> Values.AROUND_ONE;
                    case INDICES -> Values.INDICES;
                };
        return Segment.of(bytes, new Segment.TensorPart(name(), type, spec.shape(), values, 0));
    }
}
