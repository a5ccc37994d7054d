package dev.berth.profiler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The components that a pipeline's own list names: {@code model_index.json} of Diffusers, {@code modules.json} of
 * Sentence-Transformers.
 *
 * @param list the file
 * @param components in the list's order
 */
record PipelineParts(Path list, List<Component> components) {
    /**
     * A component.
     *
     * @param role its name in the pipeline
     * @param folder where it lies
     * @param weights whether it has weights; tokenizers, schedulers and the like have none
     */
    record Component(String role, Path folder, boolean weights) {}

    private static final Pattern WEIGHTLESS_ROLE = Pattern.compile(
            "(.+_)?(scheduler|tokenizer|feature_extractor|image_processor|processor|watermark)(_\\d+)?");

    private static final Pattern WEIGHTLESS_CLASS = Pattern.compile(
            ".*(Scheduler|Tokenizer|TokenizerFast|FeatureExtractor|ImageProcessor|ImageProcessorFast|Processor)");

    /** Modules of Sentence-Transformers that are arithmetic alone. */
    private static final Set<String> WEIGHTLESS_MODULES =
            Set.of("Pooling", "Normalize", "Dropout", "BoW", "WordWeights", "WhitespaceTokenizer");

    private static final String DIFFUSERS = "model_index.json";
    private static final String SENTENCE_TRANSFORMERS = "modules.json";

    static boolean isDiffusers(FolderContents contents) {
        return contents.has(DIFFUSERS);
    }

    /** Reads Diffusers' list: entries {@code "role": [library, class]}, both null where the role is left empty. */
    static PipelineParts diffusers(Path folder) throws IOException, ModelFaultException {
        Path list = folder.resolve(DIFFUSERS);
        List<Component> components = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                JsonText.file(list, HeaderSource.FILES).properties()) {
            JsonNode value = entry.getValue();
            String role = entry.getKey();
            if (role.startsWith("_")
                    || !value.isArray()
                    || value.size() != 2
                    || !value.get(1).isTextual()) {
                continue;
            }
            boolean weights = !WEIGHTLESS_ROLE.matcher(role).matches()
                    && !WEIGHTLESS_CLASS.matcher(value.get(1).asText()).matches();
            Siblings.requireName(list, "component", role);
            components.add(new Component(role, folder.resolve(role), weights));
        }
        if (components.stream().noneMatch(Component::weights)) {
            throw new ModelFaultException(new ModelFault(
                    list, "components", "none with weights", "a list of components", "fetch the pipeline again"));
        }
        return new PipelineParts(list, components);
    }

    /**
     * Reads Sentence-Transformers' list, {@code [{"name", "path", "type"}, …]}, where an empty path is the folder
     * itself; empty where there is none, or a file of that name that is another tool's.
     */
    static Optional<PipelineParts> sentenceTransformers(FolderContents contents)
            throws IOException, ModelFaultException {
        if (!contents.has(SENTENCE_TRANSFORMERS)) {
            return Optional.empty();
        }
        Path folder = contents.folder();
        Path list = folder.resolve(SENTENCE_TRANSFORMERS);
        List<Component> components = new ArrayList<>();
        for (JsonNode module : JsonText.any(list, HeaderSource.FILES)) {
            if (!module.path("path").isTextual()) {
                return Optional.empty();
            }
            String path = module.path("path").asText();
            String type = module.path("type").asText("");
            Path place = path.isEmpty()
                    ? folder
                    : folder.resolve(Siblings.requireName(list, "path", path)).normalize();
            // Its class by the last word of the type, or of the folder's name: 1_Pooling.
            String word = (type.isEmpty() ? path : type).replaceFirst(".*[._]", "");
            components.add(
                    new Component(path.isEmpty() ? "transformer" : path, place, !WEIGHTLESS_MODULES.contains(word)));
        }
        return components.isEmpty() ? Optional.empty() : Optional.of(new PipelineParts(list, components));
    }
}
