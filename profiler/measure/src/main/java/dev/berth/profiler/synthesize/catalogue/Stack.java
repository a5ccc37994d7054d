package dev.berth.profiler.synthesize.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plain stack of square linear layers with biases: nobody's model, made to tell what the number of tensors costs from
 * what their bytes cost.
 *
 * @param layers of two tensors each
 * @param width of each layer
 */
public record Stack(int layers, int width) {
    /** The stack as a model of the catalogue, in one file of F16 unless it is laid out otherwise. */
    public CatalogueModel model(String name) {
        TensorList tensors = new TensorList();
        for (int i = 0; i < layers; i++) {
            tensors.linear("layers." + i, width, width);
        }
        String config = """
                {
                  "model_type": "stack",
                  "num_hidden_layers": %d,
                  "hidden_size": %d
                }
                """.formatted(layers, width);
        return new CatalogueModel(
                name,
                "none",
                List.of(Component.whole(tensors.tensors(), config)),
                new TreeMap<>(),
                "F16",
                Long.MAX_VALUE,
                Optional.empty());
    }
}
