package dev.berth.profiler.model.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.header.Siblings;
import java.io.IOException;
import java.nio.file.Files;
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
     * @param weights whether it has weights
     */
    record Component(String role, Path folder, Weights weights) {}

    /** Whether a component has weights. */
    enum Weights {
        /** Without them it cannot be loaded. */
        REQUIRED,
        /** Of a class that this version does not know: those that are there. */
        PERHAPS,
        /** Tokenizers, schedulers and the like. */
        NONE
    }

    private static final Pattern WEIGHTLESS_ROLE = Pattern.compile(
            "(.+_)?(scheduler|tokenizer|feature_extractor|image_processor|processor|watermark|guider)(_\\d+)?");

    private static final Pattern WEIGHTLESS_CLASS = Pattern.compile(
            ".*(Scheduler|Tokenizer|TokenizerFast|FeatureExtractor|ImageProcessor|ImageProcessorFast|Processor)");

    /** Modules of Sentence-Transformers that are arithmetic alone. */
    private static final Set<String> WEIGHTLESS_MODULES =
            Set.of("Pooling", "SpladePooling", "Normalize", "Dropout", "BoW", "WordWeights", "WhitespaceTokenizer");

    private static final Set<String> WEIGHTED_MODULES = Set.of(
            "Transformer",
            "MLMTransformer",
            "Dense",
            "CNN",
            "LSTM",
            "LayerNorm",
            "WeightedLayerPooling",
            "StaticEmbedding",
            "SparseStaticEmbedding",
            "WordEmbeddings",
            "CLIPModel");

    /** Modules that hand on to others, each in a folder of its own, which their configuration names. */
    private static final Map<String, String> ROUTERS = Map.of("Router", "router_config.json", "Asym", "config.json");

    /** Real lists name some dozen. */
    private static final int MAX_COMPONENTS = 1000;

    private static final String DIFFUSERS = "model_index.json";
    private static final String SENTENCE_TRANSFORMERS = "modules.json";

    static boolean isDiffusers(FolderContents contents) {
        return contents.has(DIFFUSERS);
    }

    /**
     * Reads Diffusers' list: entries {@code "role": [library, class]}, the first of them null where the role is left
     * empty.
     */
    static PipelineParts diffusers(Path folder) throws IOException, ModelFaultException {
        Path list = folder.resolve(DIFFUSERS);
        List<Component> components = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                JsonText.file(list, HeaderSource.FILES).properties()) {
            requireFew(list, components);
            JsonNode value = entry.getValue();
            String role = entry.getKey();
            if (role.startsWith("_")
                    || !value.isArray()
                    || value.size() != 2
                    || value.get(0).isNull()
                    || !value.get(1).isTextual()) {
                continue;
            }
            boolean weightless = WEIGHTLESS_ROLE.matcher(role).matches()
                    || WEIGHTLESS_CLASS.matcher(value.get(1).asText()).matches()
                    || onlyConfigured(folder.resolve(Siblings.requireName(list, "component", role)));
            components.addAll(halves(
                    folder, new Component(role, folder.resolve(role), weightless ? Weights.NONE : Weights.REQUIRED)));
        }
        if (components.stream().noneMatch(component -> component.weights() == Weights.REQUIRED)) {
            throw new ModelFaultException(new ModelFault(
                    list, "components", "none with weights", "a list of components", "fetch the pipeline again"));
        }
        return new PipelineParts(list, components);
    }

    /** Each is looked at on storage, and routers may lead back to themselves. */
    private static void requireFew(Path list, List<Component> components) throws ModelFaultException {
        if (components.size() >= MAX_COMPONENTS) {
            throw new ModelFaultException(new ModelFault(
                    list,
                    "components",
                    "more than " + MAX_COMPONENTS,
                    "at most that many",
                    "the file is damaged or made to mislead; fetch it again"));
        }
    }

    /** Diffusers gives models a {@code config.json}, and what else it saves {@code CLASS_config.json}. */
    private static boolean onlyConfigured(Path folder) throws IOException, ModelFaultException {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve("config.json"))) {
            return false;
        }
        List<Path> files = Folders.children(folder);
        return !files.isEmpty()
                && files.stream().allMatch(file -> file.getFileName().toString().endsWith("_config.json"));
    }

    /** Optimum keeps the list of the original and cuts its autoencoder in two. */
    private static List<Component> halves(Path folder, Component component) {
        if (component.weights() != Weights.REQUIRED || Files.isDirectory(component.folder())) {
            return List.of(component);
        }
        List<Component> halves = new ArrayList<>();
        for (String half : List.of("_encoder", "_decoder")) {
            Path place = folder.resolve(component.role() + half);
            if (Files.isDirectory(place)) {
                halves.add(new Component(component.role() + half, place, Weights.REQUIRED));
            }
        }
        return halves.isEmpty() ? List.of(component) : halves;
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
            boolean itself = path.isEmpty() || path.equals(".") || path.equals("./");
            Path place = itself
                    ? folder
                    : folder.resolve(Siblings.requireName(list, "path", path)).normalize();
            addModule(components, list, itself ? "transformer" : path, place, type.isEmpty() ? path : type);
        }
        return components.isEmpty() ? Optional.empty() : Optional.of(new PipelineParts(list, components));
    }

    /** A module's class is the last word of its type, or of its folder's name: {@code 1_Pooling}. */
    private static void addModule(List<Component> components, Path list, String role, Path place, String type)
            throws IOException, ModelFaultException {
        requireFew(list, components);
        String word = type.replaceFirst(".*[._]", "");
        Path routes = place.resolve(ROUTERS.getOrDefault(word, ""));
        if (ROUTERS.containsKey(word) && Files.isRegularFile(routes)) {
            boolean itself = place.equals(list.getParent());
            for (Map.Entry<String, JsonNode> route :
                    JsonText.file(routes, HeaderSource.FILES).path("types").properties()) {
                String folder = Siblings.requireName(routes, "types", route.getKey());
                addModule(
                        components,
                        list,
                        itself ? folder : role + "/" + folder,
                        place.resolve(folder),
                        route.getValue().asText());
            }
            return;
        }
        Weights weights = Weights.PERHAPS;
        if (WEIGHTLESS_MODULES.contains(word)) {
            weights = Weights.NONE;
        } else if (WEIGHTED_MODULES.contains(word)) {
            weights = Weights.REQUIRED;
        }
        components.add(new Component(role, place, weights));
    }
}
