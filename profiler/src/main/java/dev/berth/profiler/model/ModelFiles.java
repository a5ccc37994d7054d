package dev.berth.profiler.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a file says of its role beside a model. */
final class ModelFiles {
    /** Configuration, tokenizers and papers that belong to models and hold no weights. */
    private static final Pattern COMPANION = Pattern.compile(
            "(.*config.*\\.json|.*tokenizer.*|vocab.*|merges\\.txt|special_tokens_map\\.json|added_tokens\\.json|chat_template.*"
                    + "|.*\\.index\\.json|model_index\\.json|preprocessor.*\\.json|processor.*\\.json|modules\\.json|sentencepiece.*"
                    + "|spiece\\.model|.*\\.tiktoken|fingerprint\\.pb|saved_model\\.pb|model\\.json|keras_metadata\\.pb"
                    + "|readme.*|licen[cs]e.*|notice.*|use_policy.*|\\.gitattributes|\\.gitignore|.*\\.(md|txt|png|jpe?g|gif|webp|svg))");

    private ModelFiles() {}

    /** Whether a file that holds no weights is known to go with models. */
    static boolean companion(String name) {
        return COMPANION.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }
}
