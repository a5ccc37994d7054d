package dev.berth.profiler.synthesize.catalogue;

import java.util.List;

/**
 * The autoencoder of a latent diffusion model, as Diffusers' AutoencoderKL keeps it.
 *
 * @param channels of each level, the finest first
 * @param earlyNames whether its attention has the names of Diffusers before 0.18
 */
public record Autoencoder(List<Integer> channels, boolean earlyNames) {
    private static final int COLOURS = 3;
    private static final int LATENT = 4;
    private static final int LAYERS = 2;
    private static final int KERNEL = 3;

    private int coarsest() {
        return channels.get(channels.size() - 1);
    }

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        TensorList all = new TensorList();
        encoder(all);
        decoder(all);
        return all.convolution("quant_conv", 2 * LATENT, 2 * LATENT, 1, 1)
                .convolution("post_quant_conv", LATENT, LATENT, 1, 1)
                .tensors();
    }

    private void encoder(TensorList all) {
        all.convolution("encoder.conv_in", COLOURS, channels.get(0), KERNEL, KERNEL);
        int width = channels.get(0);
        for (int level = 0; level < channels.size(); level++) {
            String block = "encoder.down_blocks." + level + ".";
            for (int layer = 0; layer < LAYERS; layer++) {
                resnet(all, block + "resnets." + layer + ".", width, channels.get(level));
                width = channels.get(level);
            }
            if (level < channels.size() - 1) {
                all.convolution(block + "downsamplers.0.conv", width, width, KERNEL, KERNEL);
            }
        }
        middle(all, "encoder.mid_block.");
        all.norm("encoder.conv_norm_out", width).convolution("encoder.conv_out", width, 2 * LATENT, KERNEL, KERNEL);
    }

    private void decoder(TensorList all) {
        int width = coarsest();
        all.convolution("decoder.conv_in", LATENT, width, KERNEL, KERNEL);
        for (int i = 0; i < channels.size(); i++) {
            int level = channels.size() - 1 - i;
            String block = "decoder.up_blocks." + i + ".";
            for (int layer = 0; layer <= LAYERS; layer++) {
                resnet(all, block + "resnets." + layer + ".", width, channels.get(level));
                width = channels.get(level);
            }
            if (level > 0) {
                all.convolution(block + "upsamplers.0.conv", width, width, KERNEL, KERNEL);
            }
        }
        middle(all, "decoder.mid_block.");
        all.norm("decoder.conv_norm_out", width).convolution("decoder.conv_out", width, COLOURS, KERNEL, KERNEL);
    }

    private void middle(TensorList all, String block) {
        int width = coarsest();
        String attention = block + "attentions.0.";
        all.norm(attention + "group_norm", width);
        List<String> parts = earlyNames
                ? List.of("query", "key", "value", "proj_attn")
                : List.of("to_q", "to_k", "to_v", "to_out.0");
        parts.forEach(part -> all.linear(attention + part, width, width));
        resnet(all, block + "resnets.0.", width, width);
        resnet(all, block + "resnets.1.", width, width);
    }

    private static void resnet(TensorList all, String module, int in, int out) {
        all.norm(module + "norm1", in)
                .convolution(module + "conv1", in, out, KERNEL, KERNEL)
                .norm(module + "norm2", out)
                .convolution(module + "conv2", out, out, KERNEL, KERNEL);
        if (in != out) {
            all.convolution(module + "conv_shortcut", in, out, 1, 1);
        }
    }

    String config(int sample) {
        return """
                {
                  "_class_name": "AutoencoderKL",
                  "in_channels": %1$d,
                  "out_channels": %1$d,
                  "latent_channels": %2$d,
                  "layers_per_block": %3$d,
                  "block_out_channels": %4$s,
                  "sample_size": %5$d
                }
                """.formatted(COLOURS, LATENT, LAYERS, channels, sample);
    }
}
