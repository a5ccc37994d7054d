package dev.berth.profiler.synthesize.catalogue;

import java.util.List;

/**
 * Whisper (Radford and others, 2022), as Transformers keeps it: one matrix for tokens in and out.
 *
 * @param layers of encoder and decoder each
 * @param width of both
 * @param heads of attention; divides the width
 * @param vocabulary number of tokens
 * @param melBins height of the spectrogram
 */
public record Whisper(int layers, int width, int heads, int vocabulary, int melBins) {
    private static final int FEED_FORWARD = 4;
    private static final int FRAMES = 1500;
    private static final int TEXT = 448;
    private static final int KERNEL = 3;

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        TensorList all = new TensorList()
                .convolution("model.encoder.conv1", melBins, width, KERNEL)
                .convolution("model.encoder.conv2", width, width, KERNEL)
                .matrix("model.encoder.embed_positions", width, FRAMES);
        for (int i = 0; i < layers; i++) {
            String layer = "model.encoder.layers." + i + ".";
            attention(all, layer + "self_attn");
            feedForward(all, layer);
        }
        all.norm("model.encoder.layer_norm", width)
                .matrix("model.decoder.embed_tokens", width, vocabulary)
                .matrix("model.decoder.embed_positions", width, TEXT);
        for (int i = 0; i < layers; i++) {
            String layer = "model.decoder.layers." + i + ".";
            attention(all, layer + "self_attn");
            attention(all, layer + "encoder_attn");
            feedForward(all, layer);
        }
        return all.norm("model.decoder.layer_norm", width).tensors();
    }

    private void attention(TensorList all, String module) {
        all.matrix(module + ".k_proj", width, width)
                .linear(module + ".v_proj", width, width)
                .linear(module + ".q_proj", width, width)
                .linear(module + ".out_proj", width, width)
                .norm(module + "_layer_norm", width);
    }

    private void feedForward(TensorList all, String layer) {
        all.linear(layer + "fc1", width, (long) FEED_FORWARD * width)
                .linear(layer + "fc2", (long) FEED_FORWARD * width, width)
                .norm(layer + "final_layer_norm", width);
    }

    Component component() {
        String config = """
                {
                  "architectures": ["WhisperForConditionalGeneration"],
                  "model_type": "whisper",
                  "d_model": %1$d,
                  "decoder_attention_heads": %3$d,
                  "decoder_ffn_dim": %4$d,
                  "decoder_layers": %2$d,
                  "encoder_attention_heads": %3$d,
                  "encoder_ffn_dim": %4$d,
                  "encoder_layers": %2$d,
                  "max_source_positions": %5$d,
                  "max_target_positions": %6$d,
                  "num_mel_bins": %7$d,
                  "vocab_size": %8$d
                }
                """.formatted(width, layers, heads, FEED_FORWARD * width, FRAMES, TEXT, melBins, vocabulary);
        return Component.whole(tensors(), config);
    }
}
