package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Llama (Touvron and others, 2023) and what is built alike: Mistral, Qwen2.5.
 *
 * @param family how it differs
 * @param layers number of blocks
 * @param width of the residual stream
 * @param feedForward width of the gated layer
 * @param vocabulary number of tokens
 * @param heads of attention; divides the width
 * @param keyHeads heads of keys and values; divides the heads
 * @param context longest text in tokens
 * @param ropeBase base of the rotary positions
 */
public record Llama(
        Family family,
        int layers,
        int width,
        int feedForward,
        int vocabulary,
        int heads,
        int keyHeads,
        int context,
        float ropeBase) {
    /** How relatives differ. */
    public enum Family {
        /** With rotary frequencies stored in each layer. */
        LLAMA_2("LlamaForCausalLM", "llama", "llama"),
        LLAMA_3("LlamaForCausalLM", "llama", "llama"),
        MISTRAL("MistralForCausalLM", "mistral", "llama"),
        /** Biases at queries, keys and values. */
        QWEN_2("Qwen2ForCausalLM", "qwen2", "qwen2"),
        /** The same with one matrix for tokens in and out. */
        QWEN_2_TIED("Qwen2ForCausalLM", "qwen2", "qwen2");

        private final String className;
        private final String type;
        private final String gguf;

        Family(String className, String type, String gguf) {
            this.className = className;
            this.type = type;
            this.gguf = gguf;
        }

        boolean isQwen() {
            return this == QWEN_2 || this == QWEN_2_TIED;
        }
    }

    private int headWidth() {
        return width / heads;
    }

    private long keyWidth() {
        return (long) headWidth() * keyHeads;
    }

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        TensorList all = new TensorList().matrix("model.embed_tokens", width, vocabulary);
        for (int i = 0; i < layers; i++) {
            String block = "model.layers." + i + ".";
            String attention = block + "self_attn.";
            attended(all, attention + "q_proj", width);
            attended(all, attention + "k_proj", keyWidth());
            attended(all, attention + "v_proj", keyWidth());
            all.matrix(attention + "o_proj", width, width);
            if (family == Family.LLAMA_2) {
                all.add(attention + "rotary_emb.inv_freq", Role.BUFFER, headWidth() / 2);
            }
            all.matrix(block + "mlp.gate_proj", width, feedForward)
                    .matrix(block + "mlp.up_proj", width, feedForward)
                    .matrix(block + "mlp.down_proj", feedForward, width)
                    .scale(block + "input_layernorm", width)
                    .scale(block + "post_attention_layernorm", width);
        }
        all.scale("model.norm", width);
        return family == Family.QWEN_2_TIED
                ? all.tensors()
                : all.matrix("lm_head", width, vocabulary).tensors();
    }

    private void attended(TensorList all, String module, long out) {
        if (family.isQwen()) {
            all.linear(module, width, out);
        } else {
            all.matrix(module, width, out);
        }
    }

    Component component() {
        String config = """
                {
                  "architectures": ["%s"],
                  "model_type": "%s",
                  "hidden_act": "silu",
                  "hidden_size": %d,
                  "intermediate_size": %d,
                  "max_position_embeddings": %d,
                  "num_attention_heads": %d,
                  "num_hidden_layers": %d,
                  "num_key_value_heads": %d,
                  "rms_norm_eps": 1e-05,
                  "rope_theta": %s,
                  "tie_word_embeddings": %s,
                  "vocab_size": %d
                }
                """.formatted(
                        family.className,
                        family.type,
                        width,
                        feedForward,
                        context,
                        heads,
                        layers,
                        keyHeads,
                        ropeBase,
                        family == Family.QWEN_2_TIED,
                        vocabulary);
        return Component.whole(tensors(), config);
    }

    /** To llama.cpp. */
    public GgufModel gguf() {
        TensorList all = new TensorList().matrix("token_embd", width, vocabulary);
        for (int i = 0; i < layers; i++) {
            String block = "blk." + i + ".";
            all.scale(block + "attn_norm", width);
            attended(all, block + "attn_q", width);
            attended(all, block + "attn_k", keyWidth());
            attended(all, block + "attn_v", keyWidth());
            all.matrix(block + "attn_output", width, width)
                    .scale(block + "ffn_norm", width)
                    .matrix(block + "ffn_gate", width, feedForward)
                    .matrix(block + "ffn_up", width, feedForward)
                    .matrix(block + "ffn_down", feedForward, width);
        }
        all.scale("output_norm", width);
        if (family != Family.QWEN_2_TIED) {
            all.matrix("output", width, vocabulary);
        }
        return new GgufModel(family.gguf, metadata(), ggufVocabulary(), all.tensors());
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("context_length", context);
        metadata.put("embedding_length", width);
        metadata.put("block_count", layers);
        metadata.put("feed_forward_length", feedForward);
        metadata.put("attention.head_count", heads);
        metadata.put("attention.head_count_kv", keyHeads);
        metadata.put("attention.layer_norm_rms_epsilon", 1e-5f);
        metadata.put("rope.dimension_count", headWidth());
        metadata.put("rope.freq_base", ropeBase);
        metadata.put("vocab_size", vocabulary);
        return metadata;
    }

    private GgufModel.Vocabulary ggufVocabulary() {
        return switch (family) {
            case LLAMA_2, MISTRAL -> new GgufModel.Vocabulary(GgufModel.Kind.SENTENCE_PIECE, "", vocabulary);
            case LLAMA_3 -> new GgufModel.Vocabulary(GgufModel.Kind.BYTE_PAIRS, "llama-bpe", vocabulary);
            case QWEN_2, QWEN_2_TIED -> new GgufModel.Vocabulary(GgufModel.Kind.BYTE_PAIRS, "qwen2", vocabulary);
        };
    }
}
