package dev.berth.profiler.model;

import dev.berth.profile.BadInputException;
import dev.berth.profile.ModelRecord;
import dev.berth.profile.ModelRecord.ComponentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file or folder that is one model.
 *
 * @param path the file or folder
 * @param format label where the folder itself has one, such as a pipeline's; empty where the component's holds
 * @param components role to the file that holds it or names its shards
 */
record ModelUnit(Path path, Optional<String> format, Map<String, Announced> components) {
    /** A file and the format it announced. */
    record Announced(Path file, WeightFormat format) {}

    /** Which of several copies of the same weights a loader takes, best first. */
    private static final List<WeightFormat> PREFERENCE = List.of(
            WeightFormat.SAVED_MODEL,
            WeightFormat.TFJS,
            WeightFormat.SAFETENSORS_INDEX,
            WeightFormat.SAFETENSORS,
            WeightFormat.PYTORCH_INDEX,
            WeightFormat.PYTORCH,
            WeightFormat.GGUF,
            WeightFormat.ONNX);

    static Optional<ModelUnit> ofFile(Path file) throws IOException, ModelFaultException {
        if (Files.size(file) == 0) {
            if (ModelFiles.companion(file.getFileName().toString())) {
                return Optional.empty();
            }
            throw new ModelFaultException(new ModelFault(file, "file", "empty", "a model", "fetch it again"));
        }
        return WeightFormat.of(file)
                .map(format -> new ModelUnit(
                        file, Optional.empty(), Map.of(GgufSplit.modelName(file), new Announced(file, format))));
    }

    /** The folder as one model, empty where it is a collection. */
    static Optional<ModelUnit> ofFolder(Path folder) throws IOException, ModelFaultException {
        if (Files.isRegularFile(folder.resolve("model_index.json"))) {
            return Optional.of(pipeline(folder));
        }
        boolean whole = Files.isRegularFile(folder.resolve("saved_model.pb"))
                || Files.isRegularFile(folder.resolve("model.json"))
                || Files.isRegularFile(folder.resolve("config.json"));
        if (!whole) {
            return Optional.empty();
        }
        return preferred(folder).map(main -> new ModelUnit(folder, Optional.empty(), main));
    }

    private static ModelUnit pipeline(Path folder) throws IOException, ModelFaultException {
        Map<String, Announced> components = new LinkedHashMap<>();
        for (Path child : Folders.children(folder)) {
            if (Files.isDirectory(child)) {
                preferred(child)
                        .ifPresent(parts -> parts.forEach((role, file) -> components.put(
                                parts.size() == 1 ? child.getFileName().toString() : child.getFileName() + "/" + role,
                                file)));
            }
        }
        if (components.isEmpty()) {
            throw new ModelFaultException(new ModelFault(
                    folder.resolve("model_index.json"),
                    "components",
                    "none with weights",
                    "a folder with weights for each component",
                    "fetch the rest of the pipeline"));
        }
        return new ModelUnit(folder, Optional.of("diffusers"), components);
    }

    /** The files a loader would take from a folder: all of the best format present. */
    private static Optional<Map<String, Announced>> preferred(Path folder) throws IOException, ModelFaultException {
        Map<WeightFormat, List<Path>> found = new TreeMap<>();
        for (Path child : Folders.children(folder)) {
            if (Files.isRegularFile(child) && !GgufSplit.followsAnother(child)) {
                Optional<WeightFormat> format = WeightFormat.of(child);
                if (format.isPresent()) {
                    found.computeIfAbsent(format.get(), key -> new ArrayList<>())
                            .add(child);
                }
            }
        }
        for (WeightFormat format : PREFERENCE) {
            List<Path> files = found.get(format);
            if (files != null) {
                return Optional.of(roles(preferredVariants(files), format));
            }
        }
        return Optional.empty();
    }

    /**
     * Half-precision copies such as {@code model.fp16.safetensors} lie beside the full ones; a loader takes one of
     * them, by default the plain.
     */
    private static List<Path> preferredVariants(List<Path> files) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> names.add(file.getFileName().toString()));
        return files.stream()
                .filter(file -> {
                    String plain = file.getFileName().toString().replaceFirst("\\.(fp16|bf16|non_ema)\\.", ".");
                    return plain.equals(file.getFileName().toString()) || !names.contains(plain);
                })
                .toList();
    }

    private static Map<String, Announced> roles(List<Path> files, WeightFormat format) {
        Map<String, Announced> roles = new LinkedHashMap<>();
        files.forEach(file -> roles.put(GgufSplit.modelName(file), new Announced(file, format)));
        return roles;
    }

    /**
     * Path below the root without extension; a file named as its folder takes the folder's name; a hub snapshot its
     * repository's.
     */
    String name(Path root) {
        Optional<String> hub = hubName();
        if (hub.isPresent()) {
            return hub.get();
        }
        Path base = root.equals(path) || root.getParent() == null ? path.getFileName() : root.relativize(path);
        String name = base.toString().replace('\\', '/');
        if (Files.isRegularFile(path)) {
            name = ModelFiles.withoutExtension(
                    name.replaceFirst("\\.index\\.json$", "").replaceFirst("-\\d{5}-of-\\d{5}(\\.gguf)$", "$1"));
            int slash = name.lastIndexOf('/');
            if (slash > 0 && name.substring(0, slash).endsWith(name.substring(slash + 1))) {
                name = name.substring(0, slash);
            }
        }
        return name.isEmpty() ? "model" : name;
    }

    private Optional<String> hubName() {
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        Path snapshots = folder == null ? null : folder.getParent();
        Path repository = snapshots == null ? null : snapshots.getParent();
        if (repository == null
                || repository.getFileName() == null
                || !snapshots.getFileName().toString().equals("snapshots")
                || !repository.getFileName().toString().startsWith("models--")) {
            return Optional.empty();
        }
        String name = repository
                .getFileName()
                .toString()
                .substring("models--".length())
                .replace("--", "/");
        return Optional.of(
                Files.isDirectory(path)
                        ? name
                        : name + "/"
                                + ModelFiles.withoutExtension(path.getFileName().toString()));
    }

    /** Opens the files again as a loader would: formats are known, nothing is looked for. */
    private List<Extent> reopen(HeaderSource source) throws IOException {
        try {
            return WeightCount.extents(readParts(source).values());
        } catch (ModelFaultException changed) {
            throw new BadInputException(changed.getMessage(), changed);
        }
    }

    Model open(String name, HeaderSource source) throws IOException, ModelFaultException {
        Map<String, Part> parts = readParts(source);
        List<PackedWeights> packed = packed(parts, source);
        WeightCount count = count(parts, packed);
        if (count.extents().isEmpty()) {
            throw new ModelFaultException(
                    new ModelFault(path, "weights", "none", "at least one tensor", "it holds nothing to load"));
        }
        Set<Path> weightFiles = new java.util.LinkedHashSet<>();
        List<Path> files = new ArrayList<>();
        List<ComponentRecord> components = new ArrayList<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            weightFiles.addAll(part.weightFiles());
            files.addAll(part.otherFiles());
            WeightCount.Component sums = count.components().get(components.size());
            components.add(new ComponentRecord(
                    entry.getKey(), part.format(), sums.tensors(), sums.parameters(), sums.bytes()));
        }
        files.addAll(weightFiles);
        WeightCount.Component total = count.total();
        Collection<Path> names = Files.isDirectory(path) ? Folders.files(path) : files;
        ModelRecord record = new ModelRecord(
                name,
                path.toString(),
                Fingerprint.of(path, weightFiles),
                format.orElse(components.get(0).format()),
                "unknown",
                false,
                components,
                total.tensors(),
                total.parameters(),
                total.bytes(),
                count.bytesByType(),
                Storage.footprint(names, weightFiles, unknown(names, files)),
                total.elements(),
                count.storedBytes(),
                PackedWeights.words(packed));
        return new Model(path, count.extents(), record, this::reopen);
    }

    private List<PackedWeights> packed(Map<String, Part> parts, HeaderSource source)
            throws IOException, ModelFaultException {
        List<PackedWeights> packed = new ArrayList<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Path file = components.get(entry.getKey()).file();
            packed.add(PackedWeights.of(entry.getValue(), file.toAbsolutePath().getParent(), source));
        }
        return packed;
    }

    private WeightCount count(Map<String, Part> parts, List<PackedWeights> packed)
            throws IOException, ModelFaultException {
        try {
            return WeightCount.of(List.copyOf(parts.values()), packed);
        } catch (ArithmeticException overflow) {
            throw new ModelFaultException(new ModelFault(
                    path,
                    "weights",
                    "more than 2^63-1 elements or bytes in all",
                    "sums that fit 63 bits",
                    "the file is damaged or made to mislead; fetch it again"));
        }
    }

    private Map<String, Part> readParts(HeaderSource source) throws IOException, ModelFaultException {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Announced> component : components.entrySet()) {
            Announced announced = component.getValue();
            parts.put(component.getKey(), announced.format().read(announced.file(), source));
        }
        return parts;
    }

    private List<String> unknown(Collection<Path> names, Collection<Path> known) throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path name : names) {
            if (!known.contains(name)
                    && !ModelFiles.companion(name.getFileName().toString())
                    && WeightFormat.of(name).isEmpty()) {
                unknown.add(path.relativize(name).toString());
            }
        }
        return unknown;
    }
}
