package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists the tensors of layers as PyTorch's modules name them. */
final class TensorList {
    private final List<TensorSpec> tensors = new ArrayList<>();

    List<TensorSpec> tensors() {
        return List.copyOf(tensors);
    }

    TensorList add(String name, Role role, long... shape) {
        tensors.add(new TensorSpec(name, Arrays.stream(shape).boxed().toList(), role));
        return this;
    }

    TensorList weight(String name, long... shape) {
        return add(name, Role.WEIGHT, shape);
    }

    /** All of another list below a module's name. */
    TensorList all(String prefix, List<TensorSpec> others) {
        others.forEach(each -> tensors.add(each.below(prefix)));
        return this;
    }

    TensorList linear(String module, long in, long out) {
        return matrix(module, in, out).weight(module + ".bias", out);
    }

    /** A linear layer without bias. */
    TensorList matrix(String module, long in, long out) {
        return weight(module + ".weight", out, in);
    }

    /** GPT-2's linear layer, which keeps its matrix transposed. */
    TensorList transposed(String module, long in, long out) {
        return weight(module + ".weight", in, out).weight(module + ".bias", out);
    }

    TensorList norm(String module, long width) {
        return scale(module, width).weight(module + ".bias", width);
    }

    /** A normalisation without shift. */
    TensorList scale(String module, long width) {
        return add(module + ".weight", Role.SCALE, width);
    }

    TensorList convolution(String module, long in, long out, long... kernel) {
        long[] shape = new long[2 + kernel.length];
        shape[0] = out;
        shape[1] = in;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return weight(module + ".weight", shape).weight(module + ".bias", out);
    }
}
