package dev.berth.profiler.synthesize.catalogue;

import java.util.List;
import java.util.Map;

/**
 * What a model is in llama.cpp's terms.
 *
 * @param architecture llama.cpp's name of it
 * @param metadata keys without the architecture before them, in order; values are Integer, Float or String
 * @param vocabulary kind and size of a made-up vocabulary
 * @param tensors by llama.cpp's names, shapes as PyTorch has them
 */
public record GgufModel(
        String architecture, Map<String, Object> metadata, Vocabulary vocabulary, List<TensorSpec> tensors) {
    /**
     * A vocabulary.
     *
     * @param kind the tokenizer's
     * @param pre llama.cpp's name of how a text is split before it; of {@link Kind#BYTE_PAIRS} alone
     * @param tokens how many, at least 260
     */
    public record Vocabulary(Kind kind, String pre, int tokens) {}

    /** Kinds of tokenizers. */
    public enum Kind {
        /** Byte-level byte pair encoding, as of GPT-2. */
        BYTE_PAIRS,
        /** SentencePiece with bytes to fall back to, as of Llama 2. */
        SENTENCE_PIECE
    }

    public GgufModel {
        tensors = List.copyOf(tensors);
    }
}
