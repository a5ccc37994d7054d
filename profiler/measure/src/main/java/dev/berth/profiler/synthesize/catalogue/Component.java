package dev.berth.profiler.synthesize.catalogue;

import java.util.List;

/**
 * A part of a model that has files of its own.
 *
 * @param folder its folder within the model's; empty where it lies in that itself
 * @param stem name of its weights file without extension, as its loader saves safetensors
 * @param tensors in the order in which PyTorch holds them
 * @param config what is written as {@code config.json}: the public configuration, without tokenizers
 * @param published how its safetensors file was written, where that can be told from its size
 */
public record Component(
        String folder, String stem, List<TensorSpec> tensors, String config, PublishedHeader published) {
    /** Name of the weights of a Transformers model. */
    static final String TRANSFORMERS = "model";

    /** Of a Diffusers model. */
    static final String DIFFUSERS = "diffusion_pytorch_model";

    public Component {
        tensors = List.copyOf(tensors);
    }

    /** A part whose header is as safetensors writes them now. */
    Component(String folder, String stem, List<TensorSpec> tensors, String config) {
        this(folder, stem, tensors, config, PublishedHeader.USUAL);
    }

    /** A model that is one part. */
    static Component whole(List<TensorSpec> tensors, String config) {
        return new Component("", TRANSFORMERS, tensors, config);
    }

    /** Elements that count as parameters. */
    public long parameters() {
        return tensors.stream()
                .filter(TensorSpec::isParameter)
                .mapToLong(TensorSpec::elements)
                .sum();
    }

    /**
     * What differs in a published file's header from what safetensors writes now: the names in the order of their type
     * and alphabet, filled up to a multiple of eight bytes.
     *
     * @param listed whether the tensors lie in the order of {@link Component#tensors}
     * @param bytes length of the header in its published type, in one file; 0 for a multiple of {@code multiple}
     * @param multiple what the header is filled up to
     */
    public record PublishedHeader(boolean listed, int bytes, int multiple) {
        static final PublishedHeader USUAL = new PublishedHeader(false, 0, 8);

        /** Of early versions, which did not fill up. */
        static final PublishedHeader EARLY = new PublishedHeader(false, 0, 1);

        /** The same, of known length. */
        static PublishedHeader early(int bytes) {
            return new PublishedHeader(false, bytes, 1);
        }
    }
}
