package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.List;

/**
 * An encoder of CLIP (Radford and others, 2021), of texts or images.
 *
 * @param layers number of blocks
 * @param width of the residual stream
 * @param feedForward width of the hidden layer
 */
record Clip(int layers, int width, int feedForward) {
    private static final int VOCABULARY = 49_408;
    private static final int TEXT = 77;
    private static final int PATCH = 14;

    /** 16 x 16 patches of an image of 224 x 224, and one for all of it. */
    private static final int PATCHES = 257;

    /** Of texts, below {@code text_model.}; early files keep the positions. */
    TensorList text(boolean keepsPositions) {
        TensorList all = new TensorList();
        String embeddings = "text_model.embeddings.";
        if (keepsPositions) {
            all.add(embeddings + "position_ids", Role.INDICES, 1, TEXT);
        }
        all.matrix(embeddings + "token_embedding", width, VOCABULARY)
                .matrix(embeddings + "position_embedding", width, TEXT);
        return all.all("text_model.", blocks()).norm("text_model.final_layer_norm", width);
    }

    /** Of images. */
    List<TensorSpec> vision() {
        return new TensorList()
                .weight("embeddings.class_embedding", width)
                .add("embeddings.position_ids", Role.INDICES, 1, PATCHES)
                .weight("embeddings.patch_embedding.weight", width, 3, PATCH, PATCH)
                .matrix("embeddings.position_embedding", width, PATCHES)
                .norm("pre_layrnorm", width)
                .all("", blocks())
                .norm("post_layernorm", width)
                .tensors();
    }

    private List<TensorSpec> blocks() {
        TensorList all = new TensorList();
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layers." + i + ".";
            for (String part : List.of("k_proj", "v_proj", "q_proj", "out_proj")) {
                all.linear(layer + "self_attn." + part, width, width);
            }
            all.norm(layer + "layer_norm1", width)
                    .linear(layer + "mlp.fc1", width, feedForward)
                    .linear(layer + "mlp.fc2", feedForward, width)
                    .norm(layer + "layer_norm2", width);
        }
        return all.tensors();
    }

    /** Configuration of a text encoder. */
    String textConfig(String className, int heads, String activation) {
        return """
                {
                  "architectures": ["%s"],
                  "model_type": "clip_text_model",
                  "hidden_act": "%s",
                  "hidden_size": %d,
                  "intermediate_size": %d,
                  "max_position_embeddings": %d,
                  "num_attention_heads": %d,
                  "num_hidden_layers": %d,
                  "projection_dim": %d,
                  "vocab_size": %d
                }
                """.formatted(className, activation, width, feedForward, TEXT, heads, layers, width, VOCABULARY);
    }
}
