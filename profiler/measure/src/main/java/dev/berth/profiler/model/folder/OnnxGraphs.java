package dev.berth.profiler.model.folder;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Graphs that Optimum and Transformers.js export side by side for one model, and which of them are loaded: of the
 * decoders the merged one where it is there, else those without and with a past.
 */
final class OnnxGraphs {
    static final String MERGED = "decoder_model_merged";
    private static final Set<String> DECODERS = Set.of("decoder_model", "decoder_with_past_model");
    private static final Set<String> OTHERS = Set.of(
            "encoder_model",
            "embed_tokens",
            "vision_encoder",
            "audio_encoder",
            "speech_encoder",
            "language_model",
            "conditional_decoder",
            "decoder_postnet_and_vocoder",
            "prompt_encoder_mask_decoder");

    private OnnxGraphs() {}

    /** Whether a graph of this name is part of a model. */
    static boolean isPart(String stem) {
        return stem.equals(MERGED) || DECODERS.contains(stem) || OTHERS.contains(stem);
    }

    /**
     * Those that are loaded, in the order of all.
     *
     * @param own of one precision; what decodes comes from there where anything does
     * @param all of every precision
     */
    static Set<String> loaded(Set<String> own, Set<String> all) {
        boolean decodes = own.contains(MERGED) || own.stream().anyMatch(DECODERS::contains);
        Set<String> decoders = decodes ? own : all;
        Set<String> loaded = new LinkedHashSet<>(all);
        loaded.removeIf(part -> (part.equals(MERGED) || DECODERS.contains(part)) && !decoders.contains(part));
        if (decoders.contains(MERGED)) {
            loaded.removeAll(DECODERS);
        }
        return loaded;
    }

    /** Whether another graph takes its place. */
    static boolean replaced(String stem) {
        return DECODERS.contains(stem);
    }
}
