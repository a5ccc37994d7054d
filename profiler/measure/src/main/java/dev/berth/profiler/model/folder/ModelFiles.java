package dev.berth.profiler.model.folder;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the name of a file or folder says of its role beside a model. */
final class ModelFiles {
    /** Configuration, tokenizers and code that loaders read beside the weights. */
    private static final Pattern COMPANION = Pattern.compile(
            "(.*config.*\\.(json|ya?ml)|.*tokenizer.*|vocab.*|merges\\.txt|special_tokens_map\\.json|added_tokens\\.json|chat_template.*"
                    + "|model_index\\.json|modules\\.json|preprocessor.*\\.json|processor.*\\.json|video_preprocessor.*\\.json"
                    + "|sentencepiece.*|spiece\\.model|.*\\.tiktoken|tekken\\.json|fingerprint\\.pb|keras_metadata\\.pb"
                    + "|speakers.*\\.pth|.*\\.py|.*\\.jinja)");

    /** Whom Coqui's models speak like; no weights. */
    private static final Pattern VOICES = Pattern.compile("speakers.*\\.pth");

    /** What DeepSpeed saves of the model for each rank. */
    private static final Pattern RANK = Pattern.compile("mp_rank_\\d+_model_states.*\\.pt");

    /** Papers that go with models and that no loader reads. */
    private static final Pattern DOCUMENT = Pattern.compile(
            "(readme.*|licen[cs]e.*|notice.*|use_policy.*|\\.gitattributes"
                    + "|\\.gitignore|\\.gitkeep|cachedir\\.tag|version\\.txt|.*\\.(md|txt|png|jpe?g|gif|webp|svg|pdf|ipynb))");

    /** What trainers (Transformers' Trainer, Accelerate, DeepSpeed) keep to go on with; no loader takes it. */
    private static final Pattern TRAINING_STATE = Pattern.compile(
            "((optimizer|scheduler|scaler|sampler|dl_state_dict)(_\\d+)?\\.(pt|bin|pth|safetensors)|training_args\\.bin|rng_state.*\\.pth|recipe_state\\.pt|zero_to_fp32\\.py|common\\.pt"
                    + "|random_states_\\d+\\.pkl|custom_checkpoint_\\d+\\.pkl|trainer_state\\.json|.*_optim_states\\.pt"
                    + "|mp_rank_\\d+_model_states.*\\.pt|layer_\\d+-model_\\d+-model_states\\.pt|zero_pp_rank_.*\\.pt|events\\.out\\.tfevents.*)");

    /** What systems leave beside files; never anybody's model. */
    private static final Pattern JUNK =
            Pattern.compile("(\\._.*|\\.ds_store|thumbs\\.db|desktop\\.ini|.*\\.lock|\\.nfs.*)");

    private static final Pattern JUNK_FOLDER = Pattern.compile(
            "(\\.git|\\.locks|\\.ipynb_checkpoints|__macosx|__pycache__|\\.trash.*|\\$recycle\\.bin|\\.no_exist|lost\\+found)");

    private static final Pattern SCRIPT = Pattern.compile(".+\\.[cm]?[jt]s", Pattern.CASE_INSENSITIVE);

    /** Kinds of files that are mostly something else than a model. */
    private static final Pattern SELDOM_A_MODEL = Pattern.compile(
            ".*\\.(npz|npy|pkl|joblib|om|zip|tar|tgz|gz|bz2|xz|zst|7z|rar|whl|jar)", Pattern.CASE_INSENSITIVE);

    /** Weights that Berth does not read, by the end of their names. */
    private static final Map<Pattern, String> UNREAD = unread();

    private ModelFiles() {}

    private static Map<Pattern, String> unread() {
        Map<String, String> ends = new LinkedHashMap<>();
        ends.put(".*imatrix.*\\.(gguf|dat)", "an importance matrix");
        ends.put(".*\\.(h5|hdf5|keras)", "Keras weights");
        ends.put(".*\\.ckpt(-\\d+)?\\.(index|meta|data-\\d{5}-of-\\d{5})", "a TensorFlow 1 checkpoint");
        ends.put(".*\\.(npz|npy)", "NumPy arrays");
        ends.put(".*\\.msgpack", "Flax weights");
        ends.put(".*\\.ot", "rust-bert weights");
        ends.put(".*\\.(tflite|task|litertlm)", "TensorFlow Lite");
        ends.put(".*\\.(mlmodel|mlmodelc|mlpackage)", "Core ML");
        ends.put(".*\\.(engine|plan|trt)", "a TensorRT engine");
        ends.put(".*\\.ort", "ONNX Runtime's own format");
        ends.put("openvino_.*\\.(xml|bin)", "OpenVINO");
        ends.put(
                ".*\\.(nemo|pkl|joblib|distcp|mnn|ncnn|llamafile|rknn|om|pte|ptl|dduf|pdparams|pdiparams|params|caffemodel|weights|t7|mar|bst)",
                "a format of another tool");
        ends.put("model\\.bin", "CTranslate2 or OpenVINO");
        ends.put(".*\\.ggml|ggml-.*\\.bin", "GGML, the format before GGUF");
        ends.put(".*\\.(zip|tar|tgz|gz|bz2|xz|zst|7z|rar|whl|jar)", "an archive");
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        ends.forEach((name, what) -> patterns.put(Pattern.compile(name, Pattern.CASE_INSENSITIVE), what));
        return patterns;
    }

    /** Whether a file that holds no weights is one that loaders read. */
    static boolean companion(String name) {
        return COMPANION.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean document(String name) {
        return DOCUMENT.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean trainingState(String name) {
        return TRAINING_STATE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean voices(String name) {
        return VOICES.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean rank(String name) {
        return RANK.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean junk(String name) {
        return JUNK.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean junkFolder(String name) {
        return JUNK_FOLDER.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** What weights of a format that is not read are called; empty for any other name. */
    static Optional<String> unread(String name) {
        return UNREAD.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether a name that {@link #unread} knows is most often no model, as an archive is not. */
    static boolean seldomAModel(String name) {
        return SELDOM_A_MODEL.matcher(name).matches()
                || name.toLowerCase(Locale.ROOT).contains("imatrix");
    }

    /** Whether it is a script, in which packages for browsers carry weights as text. */
    static boolean script(String name) {
        return SCRIPT.matcher(name).matches();
    }

    static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 || name.substring(0, dot).isBlank() ? name : name.substring(0, dot);
    }
}
