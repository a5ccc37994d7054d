package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.GgufModel.Kind;
import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * GPT-2 (Radford and others, 2019), as Transformers' GPT2Model keeps it. Published files hold the causal mask of each
 * layer beside the parameters.
 *
 * @param layers number of blocks
 * @param width of the residual stream
 * @param heads of attention; divides the width
 * @param vocabulary number of tokens
 * @param context longest text in tokens
 */
public record Gpt2(int layers, int width, int heads, int vocabulary, int context) {
    private static final int FEED_FORWARD = 4;

    /** Tensors of normalisations that come second in {@link #smallestPublished}: the last of them by name. */
    private static final int EARLY_NORMS = 32;

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        TensorList all =
                new TensorList().weight("wte.weight", vocabulary, width).weight("wpe.weight", context, width);
        for (int i = 0; i < layers; i++) {
            String block = "h." + i + ".";
            all.norm(block + "ln_1", width)
                    .add(block + "attn.bias", Role.BUFFER, 1, 1, context, context)
                    .transposed(block + "attn.c_attn", width, 3L * width)
                    .transposed(block + "attn.c_proj", width, width)
                    .norm(block + "ln_2", width)
                    .transposed(block + "mlp.c_fc", width, (long) FEED_FORWARD * width)
                    .transposed(block + "mlp.c_proj", (long) FEED_FORWARD * width, width);
        }
        return all.norm("ln_f", width).tensors();
    }

    /** As a model of one part, its header written without filling up. */
    Component component() {
        return new Component("", Component.TRANSFORMERS, tensors(), config(), Component.PublishedHeader.EARLY);
    }

    /**
     * The same for the smallest of the four. Its published file keeps its tensors in the arbitrary order of a hash map,
     * by which its header has 14,283 bytes; so it has in this order: masks, the last normalisations by name, the others
     * by name.
     */
    Component smallestPublished() {
        List<TensorSpec> rest = new ArrayList<>(tensors());
        rest.sort(Comparator.comparing(TensorSpec::name));
        List<TensorSpec> listed = new ArrayList<>();
        move(rest, listed, tensor -> tensor.role() == Role.BUFFER, layers);
        move(rest, listed, tensor -> tensor.name().contains("ln_"), EARLY_NORMS);
        listed.addAll(rest);
        return new Component("", Component.TRANSFORMERS, listed, config(), new Component.PublishedHeader(true, 0, 1));
    }

    private static void move(List<TensorSpec> from, List<TensorSpec> to, Predicate<TensorSpec> which, int most) {
        List<TensorSpec> all = from.stream().filter(which).toList();
        List<TensorSpec> moved = all.subList(Math.max(0, all.size() - most), all.size());
        from.removeAll(moved);
        to.addAll(moved);
    }

    private String config() {
        return """
                {
                  "architectures": ["GPT2LMHeadModel"],
                  "model_type": "gpt2",
                  "activation_function": "gelu_new",
                  "n_ctx": %5$d,
                  "n_embd": %2$d,
                  "n_head": %3$d,
                  "n_layer": %1$d,
                  "n_positions": %5$d,
                  "layer_norm_epsilon": 1e-05,
                  "vocab_size": %4$d
                }
                """.formatted(layers, width, heads, vocabulary, context);
    }

    /** To llama.cpp. */
    public GgufModel gguf() {
        TensorList all = new TensorList()
                .weight("token_embd.weight", vocabulary, width)
                .weight("position_embd.weight", context, width)
                .norm("output_norm", width);
        for (int i = 0; i < layers; i++) {
            String block = "blk." + i + ".";
            all.norm(block + "attn_norm", width)
                    .linear(block + "attn_qkv", width, 3L * width)
                    .linear(block + "attn_output", width, width)
                    .norm(block + "ffn_norm", width)
                    .linear(block + "ffn_up", width, (long) FEED_FORWARD * width)
                    .linear(block + "ffn_down", (long) FEED_FORWARD * width, width);
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("context_length", context);
        metadata.put("embedding_length", width);
        metadata.put("block_count", layers);
        metadata.put("feed_forward_length", FEED_FORWARD * width);
        metadata.put("attention.head_count", heads);
        metadata.put("attention.layer_norm_epsilon", 1e-5f);
        return new GgufModel(
                "gpt2", metadata, new GgufModel.Vocabulary(Kind.BYTE_PAIRS, "gpt-2", vocabulary), all.tensors());
    }
}
