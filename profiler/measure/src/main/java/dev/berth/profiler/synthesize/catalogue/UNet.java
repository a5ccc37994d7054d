package dev.berth.profiler.synthesize.catalogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The denoiser of a latent diffusion model (Rombach and others, 2022), as Diffusers' UNet2DConditionModel keeps it.
 *
 * @param channels of each level, the finest first
 * @param text width of the text's encoding
 * @param transformers blocks of each attention of a level; 0 for a level without
 * @param linear whether attention projects by linear layers instead of convolutions
 * @param added width of further conditions, such as sizes; 0 for none
 */
public record UNet(List<Integer> channels, int text, List<Integer> transformers, boolean linear, int added) {
    private static final int LATENT = 4;
    private static final int LAYERS = 2;
    private static final int TIME = 4;
    private static final int KERNEL = 3;
    private static final int FEED_FORWARD = 4;

    private int time() {
        return TIME * channels.get(0);
    }

    /** Blocks of the attention in the middle: as many as the coarsest level with any has. */
    private int middle() {
        return Collections.max(transformers);
    }

    /** Tensors in the order in which PyTorch holds them. */
    public List<TensorSpec> tensors() {
        TensorList all = new TensorList()
                .convolution("conv_in", LATENT, channels.get(0), KERNEL, KERNEL)
                .linear("time_embedding.linear_1", channels.get(0), time())
                .linear("time_embedding.linear_2", time(), time());
        if (added > 0) {
            all.linear("add_embedding.linear_1", added, time()).linear("add_embedding.linear_2", time(), time());
        }
        Deque<Integer> skips = new ArrayDeque<>(List.of(channels.get(0)));
        int width = down(all, skips);
        resnet(all, "mid_block.resnets.0.", width, width);
        attention(all, "mid_block.attentions.0.", width, middle());
        resnet(all, "mid_block.resnets.1.", width, width);
        up(all, skips, width);
        int finest = channels.get(0);
        return all.norm("conv_norm_out", finest)
                .convolution("conv_out", finest, LATENT, KERNEL, KERNEL)
                .tensors();
    }

    private int down(TensorList all, Deque<Integer> skips) {
        int width = channels.get(0);
        for (int level = 0; level < channels.size(); level++) {
            String block = "down_blocks." + level + ".";
            for (int layer = 0; layer < LAYERS; layer++) {
                resnet(all, block + "resnets." + layer + ".", width, channels.get(level));
                width = channels.get(level);
                attention(all, block + "attentions." + layer + ".", width, transformers.get(level));
                skips.push(width);
            }
            if (level < channels.size() - 1) {
                all.convolution(block + "downsamplers.0.conv", width, width, KERNEL, KERNEL);
                skips.push(width);
            }
        }
        return width;
    }

    private void up(TensorList all, Deque<Integer> skips, int coarsest) {
        int width = coarsest;
        for (int i = 0; i < channels.size(); i++) {
            int level = channels.size() - 1 - i;
            String block = "up_blocks." + i + ".";
            for (int layer = 0; layer <= LAYERS; layer++) {
                resnet(all, block + "resnets." + layer + ".", width + skips.pop(), channels.get(level));
                width = channels.get(level);
                attention(all, block + "attentions." + layer + ".", width, transformers.get(level));
            }
            if (level > 0) {
                all.convolution(block + "upsamplers.0.conv", width, width, KERNEL, KERNEL);
            }
        }
    }

    private void resnet(TensorList all, String module, int in, int out) {
        all.norm(module + "norm1", in)
                .convolution(module + "conv1", in, out, KERNEL, KERNEL)
                .linear(module + "time_emb_proj", time(), out)
                .norm(module + "norm2", out)
                .convolution(module + "conv2", out, out, KERNEL, KERNEL);
        if (in != out) {
            all.convolution(module + "conv_shortcut", in, out, 1, 1);
        }
    }

    private void attention(TensorList all, String module, int width, int blocks) {
        if (blocks == 0) {
            return;
        }
        all.norm(module + "norm", width);
        project(all, module + "proj_in", width);
        for (int i = 0; i < blocks; i++) {
            String block = module + "transformer_blocks." + i + ".";
            all.norm(block + "norm1", width);
            attend(all, block + "attn1.", width, width);
            all.norm(block + "norm2", width);
            attend(all, block + "attn2.", width, text);
            all.norm(block + "norm3", width)
                    .linear(block + "ff.net.0.proj", width, 2L * FEED_FORWARD * width)
                    .linear(block + "ff.net.2", (long) FEED_FORWARD * width, width);
        }
        project(all, module + "proj_out", width);
    }

    private void project(TensorList all, String module, int width) {
        if (linear) {
            all.linear(module, width, width);
        } else {
            all.convolution(module, width, width, 1, 1);
        }
    }

    private static void attend(TensorList all, String module, int width, int context) {
        all.matrix(module + "to_q", width, width)
                .matrix(module + "to_k", context, width)
                .matrix(module + "to_v", context, width)
                .linear(module + "to_out.0", width, width);
    }

    String config(int sample, List<Integer> heads) {
        List<String> down = new ArrayList<>();
        for (int level = 0; level < channels.size(); level++) {
            down.add(transformers.get(level) > 0 ? "\"CrossAttnDownBlock2D\"" : "\"DownBlock2D\"");
        }
        List<String> up = new ArrayList<>(down);
        Collections.reverse(up);
        up.replaceAll(name -> name.replace("Down", "Up"));
        List<Integer> perAttention =
                transformers.stream().map(blocks -> Math.max(1, blocks)).toList();
        return """
                {
                  "_class_name": "UNet2DConditionModel",
                  "in_channels": %1$d,
                  "out_channels": %1$d,
                  "sample_size": %2$d,
                  "layers_per_block": %3$d,
                  "block_out_channels": %4$s,
                  "down_block_types": %5$s,
                  "up_block_types": %6$s,
                  "cross_attention_dim": %7$d,
                  "transformer_layers_per_block": %8$s,
                  "attention_head_dim": %9$s,
                  "use_linear_projection": %10$s
                }
                """.formatted(LATENT, sample, LAYERS, channels, down, up, text, perAttention, heads, linear);
    }
}
