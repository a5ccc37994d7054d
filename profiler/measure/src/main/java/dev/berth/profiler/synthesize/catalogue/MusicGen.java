package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.List;

/**
 * MusicGen (Copet and others, 2023), as Transformers keeps it: T5's encoder of texts, EnCodec at 32 kHz, and a language
 * model of its codes.
 *
 * @param layers of the language model
 * @param width of it
 * @param heads of its attention; divides the width
 */
public record MusicGen(int layers, int width, int heads) {
    private static final int FEED_FORWARD = 4;
    private static final int BOOKS = 4;
    private static final int CODES = 2048;
    private static final int POSITIONS = 2048;
    private static final int TEXT_WIDTH = 768;

    /** Of T5's base size. */
    private static final int TEXT_LAYERS = 12;

    private static final int TEXT_VOCABULARY = 32_128;
    private static final int TEXT_FEED_FORWARD = 3072;
    private static final int TEXT_HEADS = 12;
    private static final int TEXT_BUCKETS = 32;

    /** Of EnCodec. */
    private static final int FILTERS = 64;

    private static final int CODE_WIDTH = 128;
    private static final int SOUND_WIDTH = 1024;
    private static final int END_KERNEL = 7;
    private static final List<Integer> STRIDES = List.of(4, 4, 5, 8);
    private static final int LSTM_LAYERS = 2;
    private static final int LSTM_GATES = 4;

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        return new TensorList()
                .all("text_encoder.", text())
                .all("audio_encoder.encoder.layers.", soundEncoder())
                .all("audio_encoder.decoder.layers.", soundDecoder())
                .all("audio_encoder.quantizer.layers.", books())
                .all("", languageModel())
                .tensors();
    }

    /** The language model and the layer that brings texts to it. */
    List<TensorSpec> languageModel() {
        TensorList all = new TensorList();
        String decoder = "decoder.model.decoder.";
        for (int book = 0; book < BOOKS; book++) {
            all.matrix(decoder + "embed_tokens." + book, width, CODES + 1);
        }
        all.add(decoder + "embed_positions.weights", Role.BUFFER, POSITIONS, width);
        for (int i = 0; i < layers; i++) {
            String layer = decoder + "layers." + i + ".";
            for (String module : List.of("self_attn", "encoder_attn")) {
                for (String part : List.of("k_proj", "v_proj", "q_proj", "out_proj")) {
                    all.matrix(layer + module + "." + part, width, width);
                }
                all.norm(layer + module + "_layer_norm", width);
            }
            all.matrix(layer + "fc1", width, (long) FEED_FORWARD * width)
                    .matrix(layer + "fc2", (long) FEED_FORWARD * width, width)
                    .norm(layer + "final_layer_norm", width);
        }
        all.norm(decoder + "layer_norm", width);
        for (int book = 0; book < BOOKS; book++) {
            all.matrix("decoder.lm_heads." + book, width, CODES);
        }
        return all.linear("enc_to_dec_proj", TEXT_WIDTH, width).tensors();
    }

    private static List<TensorSpec> text() {
        TensorList all = new TensorList().matrix("shared", TEXT_WIDTH, TEXT_VOCABULARY);
        for (int i = 0; i < TEXT_LAYERS; i++) {
            String block = "encoder.block." + i + ".layer.";
            for (String part : List.of("q", "k", "v", "o")) {
                all.matrix(block + "0.SelfAttention." + part, TEXT_WIDTH, TEXT_WIDTH);
            }
            if (i == 0) {
                all.matrix(block + "0.SelfAttention.relative_attention_bias", TEXT_HEADS, TEXT_BUCKETS);
            }
            all.scale(block + "0.layer_norm", TEXT_WIDTH)
                    .matrix(block + "1.DenseReluDense.wi", TEXT_WIDTH, TEXT_FEED_FORWARD)
                    .matrix(block + "1.DenseReluDense.wo", TEXT_FEED_FORWARD, TEXT_WIDTH)
                    .scale(block + "1.layer_norm", TEXT_WIDTH);
        }
        return all.scale("encoder.final_layer_norm", TEXT_WIDTH).tensors();
    }

    /** Layers by number; those between have no weights. */
    private static List<TensorSpec> soundEncoder() {
        TensorList all = new TensorList();
        normed(all, "0.conv", 1, FILTERS, END_KERNEL);
        int channels = FILTERS;
        int number = 1;
        for (int stride : STRIDES) {
            residual(all, number, channels);
            normed(all, (number + 2) + ".conv", channels, 2 * channels, 2 * stride);
            channels *= 2;
            number += 3;
        }
        recurrent(all, number);
        normed(all, (number + 2) + ".conv", channels, CODE_WIDTH, END_KERNEL);
        return all.tensors();
    }

    private static List<TensorSpec> soundDecoder() {
        TensorList all = new TensorList();
        normed(all, "0.conv", CODE_WIDTH, SOUND_WIDTH, END_KERNEL);
        recurrent(all, 1);
        int channels = SOUND_WIDTH;
        int number = 3;
        for (int i = STRIDES.size() - 1; i >= 0; i--) {
            transposed(all, number + ".conv", channels, channels / 2, 2 * STRIDES.get(i));
            channels /= 2;
            residual(all, number + 1, channels);
            number += 3;
        }
        normed(all, number + ".conv", channels, 1, END_KERNEL);
        return all.tensors();
    }

    private static void residual(TensorList all, int number, int channels) {
        normed(all, number + ".block.1.conv", channels, channels / 2, 3);
        normed(all, number + ".block.3.conv", channels / 2, channels, 1);
    }

    /** A convolution whose weight is kept as direction and length. */
    private static void normed(TensorList all, String module, int in, int out, int kernel) {
        all.weight(module + ".bias", out)
                .add(module + ".weight_g", Role.SCALE, out, 1, 1)
                .weight(module + ".weight_v", out, in, kernel);
    }

    private static void transposed(TensorList all, String module, int in, int out, int kernel) {
        all.weight(module + ".bias", out)
                .add(module + ".weight_g", Role.SCALE, in, 1, 1)
                .weight(module + ".weight_v", in, out, kernel);
    }

    private static void recurrent(TensorList all, int number) {
        long gates = (long) LSTM_GATES * SOUND_WIDTH;
        for (int layer = 0; layer < LSTM_LAYERS; layer++) {
            String lstm = number + ".lstm.";
            all.weight(lstm + "weight_ih_l" + layer, gates, SOUND_WIDTH)
                    .weight(lstm + "weight_hh_l" + layer, gates, SOUND_WIDTH)
                    .weight(lstm + "bias_ih_l" + layer, gates)
                    .weight(lstm + "bias_hh_l" + layer, gates);
        }
    }

    private static List<TensorSpec> books() {
        TensorList all = new TensorList();
        for (int book = 0; book < BOOKS; book++) {
            String module = book + ".codebook.";
            all.add(module + "inited", Role.BUFFER, 1)
                    .add(module + "cluster_size", Role.BUFFER, CODES)
                    .add(module + "embed", Role.BUFFER, CODES, CODE_WIDTH)
                    .add(module + "embed_avg", Role.BUFFER, CODES, CODE_WIDTH);
        }
        return all.tensors();
    }

    Component component() {
        String config = """
                {
                  "architectures": ["MusicgenForConditionalGeneration"],
                  "model_type": "musicgen",
                  "audio_encoder": {
                    "model_type": "encodec",
                    "sampling_rate": 32000,
                    "codebook_size": %1$d,
                    "codebook_dim": %2$d,
                    "hidden_size": %2$d,
                    "num_filters": %3$d,
                    "upsampling_ratios": [8, 5, 4, 4],
                    "use_conv_shortcut": false
                  },
                  "decoder": {
                    "model_type": "musicgen_decoder",
                    "ffn_dim": %6$d,
                    "hidden_size": %5$d,
                    "max_position_embeddings": %8$d,
                    "num_attention_heads": %7$d,
                    "num_codebooks": %9$d,
                    "num_hidden_layers": %4$d,
                    "vocab_size": %1$d
                  },
                  "text_encoder": {
                    "model_type": "t5",
                    "d_ff": %11$d,
                    "d_model": %10$d,
                    "num_heads": %12$d,
                    "num_layers": %12$d,
                    "vocab_size": %13$d
                  }
                }
                """.formatted(
                        CODES,
                        CODE_WIDTH,
                        FILTERS,
                        layers,
                        width,
                        FEED_FORWARD * width,
                        heads,
                        POSITIONS,
                        BOOKS,
                        TEXT_WIDTH,
                        TEXT_FEED_FORWARD,
                        TEXT_LAYERS,
                        TEXT_VOCABULARY);
        return Component.whole(tensors(), config);
    }
}
