package dev.berth.profiler.model.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.folder.WeightSet.Announced;
import dev.berth.profiler.model.gguf.GgufFormat;
import dev.berth.profiler.model.header.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ollama's store: {@code manifests/HOST/NAMESPACE/NAME/TAG}, each a list of layers that lie in {@code blobs} under the
 * names of their sums.
 */
final class OllamaStore {
    private static final String LAYER = "application/vnd.ollama.image.";
    private static final Pattern DIGEST = Pattern.compile("sha256[:-]([0-9a-f]{64})");
    private static final String DEFAULT_HOST = "registry.ollama.ai/";
    private static final String DEFAULT_NAMESPACE = "library/";

    private OllamaStore() {}

    /** Whether a folder is such a store. */
    static boolean is(Path folder) throws IOException, ModelFaultException {
        Path blobs = folder.resolve("blobs");
        if (!Files.isDirectory(folder.resolve("manifests")) || !Files.isDirectory(blobs)) {
            return false;
        }
        List<Path> names = Folders.children(blobs);
        return names.isEmpty()
                || names.stream().anyMatch(blob -> blob.getFileName().toString().startsWith("sha256-"));
    }

    /** Manifests of the store, by name. */
    static List<Path> manifests(Path store) throws IOException, ModelFaultException {
        return Folders.files(store.resolve("manifests")).stream()
                .filter(manifest -> !ModelFiles.junk(manifest.getFileName().toString()))
                .toList();
    }

    /** What {@code ollama list} calls it. */
    static String name(Path store, Path manifest) {
        String path = store.resolve("manifests").relativize(manifest).toString();
        String name = path.startsWith(DEFAULT_HOST) ? path.substring(DEFAULT_HOST.length()) : path;
        name = name.startsWith(DEFAULT_NAMESPACE) ? name.substring(DEFAULT_NAMESPACE.length()) : name;
        int slash = name.lastIndexOf('/');
        return slash < 0 ? name : name.substring(0, slash) + ":" + name.substring(slash + 1);
    }

    /** One model of the store. */
    static ModelUnit unit(Path store, Path manifest) throws IOException, ModelFaultException {
        Map<String, Announced> components = new LinkedHashMap<>();
        List<Path> companions = new ArrayList<>(List.of(manifest));
        Set<Path> layers = new HashSet<>();
        for (JsonNode layer : JsonText.file(manifest, HeaderSource.FILES).path("layers")) {
            String type = layer.path("mediaType").asText();
            Path blob = blob(store, manifest, layer);
            if (!layers.add(blob)) {
                continue;
            }
            switch (type.startsWith(LAYER) ? type.substring(LAYER.length()) : type) {
                case "model", "projector", "adapter" ->
                    components.put(role(type, components), new Announced(List.of(blob), new GgufFormat()));
                case "tensor" ->
                    throw new ModelFaultException(new ModelFault(
                            manifest, "layers", "weights as single tensors", "a GGUF layer", "name another model"));
                default -> companions.add(blob);
            }
        }
        if (components.isEmpty()) {
            throw new ModelFaultException(
                    new ModelFault(manifest, "layers", "no model among them", "a model layer", "pull the model again"));
        }
        return new ModelUnit(
                manifest, "", Optional.of(name(store, manifest)), Optional.empty(), components, companions);
    }

    private static String role(String type, Map<String, Announced> before) {
        String role = type.substring(LAYER.length());
        return before.containsKey(role) ? role + "-" + (before.size() + 1) : role;
    }

    private static Path blob(Path store, Path manifest, JsonNode layer) throws IOException, ModelFaultException {
        var digest = DIGEST.matcher(layer.path("digest").asText());
        if (!digest.matches()) {
            throw new ModelFaultException(new ModelFault(
                    manifest,
                    "digest",
                    "'" + layer.path("digest").asText() + "'",
                    "sha256 and 64 digits",
                    "pull the model again"));
        }
        String name = "sha256-" + digest.group(1);
        Path blob = store.resolve("blobs").resolve(name);
        if (!Files.isRegularFile(blob)) {
            throw new ModelFaultException(new ModelFault(
                    manifest, "blob", name + " is missing", "a finished download", "pull the model again"));
        }
        long wanted = layer.path("size").asLong(-1);
        if (wanted != Files.size(blob)) {
            throw new ModelFaultException(new ModelFault(
                    manifest,
                    "blob " + name,
                    Files.size(blob) + " bytes",
                    wanted + ", as the manifest says",
                    "pull the model again"));
        }
        return blob;
    }
}
