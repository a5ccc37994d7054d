package dev.berth.profiler.model.folder;

import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ModelRecord.ComponentRecord;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.count.Fingerprint;
import dev.berth.profiler.model.count.PackedWeights;
import dev.berth.profiler.model.count.Storage;
import dev.berth.profiler.model.count.SyntheticMark;
import dev.berth.profiler.model.count.WeightCount;
import dev.berth.profiler.model.folder.WeightSet.Announced;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.NumberedShard;
import dev.berth.profiler.model.header.ShardIndex;
import dev.berth.profiler.model.header.StandIn;
import dev.berth.profiler.model.onnx.OnnxFormat;
import dev.berth.profiler.model.safetensors.SafetensorsFormat;
import dev.berth.profiler.model.tensorflow.SavedModelFormat;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file or folder that is one model.
 *
 * @param path the folder, or the file that stands for the model
 * @param label what tells it from others of its folder, such as {@code model_q4}
 * @param fixedName name that does not come from the path
 * @param list the file that says which components there are, of a pipeline
 * @param components role to the files that hold it or name its shards
 * @param companions files that the loader reads beside the weights
 */
record ModelUnit(
        Path path,
        String label,
        Optional<String> fixedName,
        Optional<Path> list,
        Map<String, Announced> components,
        List<Path> companions) {
    private static final String DIFFUSERS = "diffusers";
    /** Folder of the graphs that Optimum and Transformers.js take of a model. */
    private static final String GRAPHS = "onnx";

    /** Sentence-Transformers reads it wherever its first module lies. */
    private static final String SENTENCE_SETTINGS = "config_sentence_transformers.json";

    /** A file by itself, empty where it announces no format. */
    static Optional<ModelUnit> ofFile(Path file) throws IOException, ModelFaultException {
        Optional<WeightFormat> format = WeightFormats.named(file);
        if (format.isPresent()) {
            Optional<ModelFault> fault = StandIn.fault(file);
            if (fault.isPresent()) {
                throw new ModelFaultException(fault.get());
            }
        }
        format = WeightFormats.of(file);
        if (format.isEmpty()) {
            return Optional.empty();
        }
        Optional<NumberedShard> shard =
                NumberedShard.of(file).filter(it -> !file.toString().endsWith(".json"));
        List<Path> files =
                shard.isPresent() && !format.get().readsShards() ? shard.get().files() : List.of(file);
        String label = WeightName.of(file).label();
        return Optional.of(new ModelUnit(
                file,
                label,
                Optional.empty(),
                Optional.empty(),
                Map.of(label, new Announced(files, format.get())),
                List.of()));
    }

    /**
     * A set of weights of a folder.
     *
     * @param whole whether the folder is the model; else the set's main file stands for it
     * @param with another set that is loaded with it
     */
    static ModelUnit ofSet(FolderContents contents, WeightSet set, boolean whole, Optional<WeightSet> with)
            throws IOException, ModelFaultException {
        for (WeightSet it : with.isPresent() ? List.of(set, with.get()) : List.of(set)) {
            if (it.fault().isPresent()) {
                throw new ModelFaultException(it.fault().get());
            }
        }
        Map<String, Announced> components = new LinkedHashMap<>(set.parts());
        with.ifPresent(it -> components.putAll(it.parts()));
        return new ModelUnit(
                whole ? contents.folder() : set.main(),
                set.label(),
                Optional.empty(),
                Optional.empty(),
                components,
                whole || FolderRule.isLoadedByName(set) ? companions(contents, set) : List.of());
    }

    /**
     * Files beside a set that its loader reads. Meta's and Mistral's parameters go with their own weights alone;
     * configuration and tokenizer of graphs in {@value #GRAPHS} lie in the folder above, where it has them.
     */
    private static List<Path> companions(FolderContents contents, WeightSet set)
            throws IOException, ModelFaultException {
        List<Path> companions = new ArrayList<>(companions(contents, set.format()));
        Path above = contents.folder().resolveSibling("config.json");
        if (set.format() instanceof OnnxFormat && contents.folder().endsWith(GRAPHS) && Files.isRegularFile(above)) {
            companions.addAll(companions(FolderContents.of(above.getParent()), set.format()));
        }
        if (FolderRule.isConsolidated(set.stem())) {
            contents.files().stream()
                    .filter(file -> file.endsWith("params.json"))
                    .forEach(companions::add);
        }
        return companions;
    }

    /** A folder whose own list says of which components the model is made; empty for any other. */
    static Optional<ModelUnit> ofList(FolderContents contents, ModelChoice choice)
            throws IOException, ModelFaultException {
        if (PipelineParts.isDiffusers(contents)) {
            return Optional.of(ofParts(contents, PipelineParts.diffusers(contents.folder()), choice));
        }
        Optional<PipelineParts> modules = PipelineParts.sentenceTransformers(contents);
        return modules.isPresent() ? Optional.of(ofParts(contents, modules.get(), choice)) : Optional.empty();
    }

    private static ModelUnit ofParts(FolderContents contents, PipelineParts parts, ModelChoice choice)
            throws IOException, ModelFaultException {
        Map<String, Announced> components = new LinkedHashMap<>();
        List<Path> companions = new ArrayList<>(List.of(parts.list()));
        contents.files().stream()
                .filter(file -> file.endsWith(SENTENCE_SETTINGS))
                .forEach(companions::add);
        boolean chosen = choice.isDefault();
        for (PipelineParts.Component component : parts.components()) {
            if (!Files.isDirectory(component.folder())) {
                if (component.weights() == PipelineParts.Weights.REQUIRED) {
                    throw absent(parts, component, "its folder is not there");
                }
                continue;
            }
            FolderContents folder =
                    component.folder().equals(contents.folder()) ? contents : FolderContents.of(component.folder());
            if (component.weights() == PipelineParts.Weights.NONE && !folder.equals(contents)) {
                companions.addAll(folder.files());
                continue;
            }
            companions.addAll(companions(folder, new SafetensorsFormat()));
            if (component.weights() == PipelineParts.Weights.REQUIRED
                    || !folder.sets().isEmpty()) {
                Optional<WeightSet> other = other(contents, folder, choice);
                chosen |= other.isPresent();
                WeightSet set = other.isPresent() ? other.get() : only(parts, component, folder);
                if (set.fault().isPresent()) {
                    throw new ModelFaultException(set.fault().get());
                }
                set.parts()
                        .forEach((role, files) -> components.put(
                                set.parts().size() == 1 ? component.role() : component.role() + "/" + role, files));
            }
        }
        if (!chosen) {
            throw new ModelFaultException(new ModelFault(
                    contents.folder(),
                    choice.asked(),
                    "not there in any component",
                    "a variant or file of this pipeline",
                    "list its folders"));
        }
        return new ModelUnit(
                contents.folder(),
                "",
                Optional.empty(),
                Optional.of(parts.list()),
                components,
                List.copyOf(companions));
    }

    /** What was asked for of a component, where it has that. */
    private static Optional<WeightSet> other(FolderContents pipeline, FolderContents folder, ModelChoice choice) {
        if (choice.isDefault()) {
            return Optional.empty();
        }
        return folder.sets().stream()
                .filter(set -> FolderRule.matches(pipeline.folder(), set, choice))
                .findFirst();
    }

    /** The one set a loader takes from a component's folder. */
    private static WeightSet only(PipelineParts parts, PipelineParts.Component component, FolderContents folder)
            throws ModelFaultException {
        List<WeightSet> sets = FolderRule.take(folder, ModelChoice.DEFAULT).sets().stream()
                .filter(set ->
                        folder.sets().size() == 1 || FolderRule.isCopy(set) || set.format() instanceof OnnxFormat)
                .toList();
        if (sets.isEmpty()) {
            throw absent(parts, component, "no weights in its folder");
        }
        if (sets.size() > 1) {
            throw absent(
                    parts,
                    component,
                    "only variants " + sets.stream().map(WeightSet::label).toList());
        }
        return sets.get(0);
    }

    private static ModelFaultException absent(PipelineParts parts, PipelineParts.Component component, String what) {
        return new ModelFaultException(new ModelFault(
                parts.list(),
                "component '" + component.role() + "'",
                what,
                "weights under a loader's names",
                what.startsWith("only") ? "choose one with --variant" : "fetch the rest of the model"));
    }

    /** Files beside the weights that a loader of the format reads. */
    private static List<Path> companions(FolderContents contents, WeightFormat format)
            throws IOException, ModelFaultException {
        if (format.isComplete()) {
            return List.of();
        }
        List<Path> companions = new ArrayList<>(contents.companions());
        Path assets = contents.folder().resolve("assets");
        if (format instanceof SavedModelFormat && Files.isDirectory(assets)) {
            companions.addAll(Folders.files(assets));
        }
        return companions;
    }

    /**
     * Path below the root without extension; a file named as its folder takes the folder's name; a hub snapshot its
     * repository's.
     */
    String name(Path root) {
        if (fixedName.isPresent()) {
            return fixedName.get();
        }
        boolean folder = Files.isDirectory(path);
        String own = folder ? "" : label;
        Optional<String> hub = hubName(own);
        if (hub.isPresent()) {
            return hub.get();
        }
        Path place = folder ? path : path.getParent();
        Path relative = root.equals(path) ? path.getFileName() : root.relativize(path);
        String name = relative.toString().replace('\\', '/');
        if (root.equals(path) || root.getParent() == null || place == null) {
            name = folder ? String.valueOf(path.getFileName()) : own;
        } else if (root.getFileName() != null && isOfRoot(root, place)) {
            // Every folder has a file of such a name; its own tells which it is.
            name = String.join("/", root.getFileName() + (place.equals(root) ? "" : "/" + GRAPHS), own);
        } else if (!folder) {
            int slash = name.lastIndexOf('/');
            name = slash < 0 ? own : name.substring(0, slash + 1) + own;
            if (slash > 0 && Path.of(name.substring(0, slash)).endsWith(own)) {
                name = name.substring(0, slash);
            }
        }
        return name.isBlank() ? "model" : name;
    }

    /** Whether the name of the root alone tells whose file it is. */
    private boolean isOfRoot(Path root, Path place) {
        return (root.equals(place) && FolderRule.isSavedName(path))
                || (root.resolve(GRAPHS).equals(place) && !place.equals(path));
    }

    /** ORG/NAME of a hub snapshot, and the way to what lies below it. */
    private Optional<String> hubName(String own) {
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        for (Path revision = folder; revision != null; revision = revision.getParent()) {
            Path snapshots = revision.getParent();
            Path repository = snapshots == null ? null : snapshots.getParent();
            if (repository == null || repository.getFileName() == null) {
                return Optional.empty();
            }
            String cache = repository.getFileName().toString();
            if (snapshots.endsWith("snapshots") && cache.startsWith("models--")) {
                String name = cache.substring("models--".length()).replace("--", "/");
                String below = revision.relativize(folder).toString();
                return Optional.of(name + (below.isEmpty() ? "" : "/" + below) + (own.isEmpty() ? "" : "/" + own));
            }
        }
        return Optional.empty();
    }

    /** Opens the files again as a loader would: formats are known, nothing is looked for. */
    private record UnitHeaders(ModelUnit unit, List<Path> files, boolean followsLinks) implements Model.Headers {
        @Override
        public List<Extent> read(HeaderSource source) throws IOException {
            return WeightCount.extents(parts(source));
        }

        @Override
        public Model.Contents contents() throws IOException {
            return new Model.Contents(parts(HeaderSource.FILES), files);
        }

        private List<Part> parts(HeaderSource source) throws IOException {
            try {
                HeaderSource links = followsLinks ? HeaderSource.following(source) : source;
                return List.copyOf(unit.readParts(links).values());
            } catch (ModelFaultException changed) {
                throw new BadInputException(changed.getMessage(), changed);
            }
        }
    }

    /**
     * A model that was opened.
     *
     * @param model the model
     * @param weights what tells its weight files from others, whatever their names
     * @param files the same of all files that its loader reads
     */
    record Opened(Model model, Set<Object> weights, Set<Object> files) {
        /** Memory it takes during the scan, in bytes. */
        long keptBytes() {
            return model.keptBytes() + 100L * (weights.size() + files.size());
        }
    }

    Opened open(String name, HeaderSource source) throws IOException, ModelFaultException {
        HeaderBudget budget = HeaderBudget.of(source);
        Map<String, Part> parts = readParts(budget);
        Reading<Long> headerReads = Reading.derived(budget.reads());
        Reading<Long> headerBytes = Reading.derived(budget.readBytes());
        List<PackedWeights> packed = packed(parts, source);
        WeightCount count = count(parts, packed);
        if (count.extents().isEmpty()) {
            throw new ModelFaultException(
                    new ModelFault(path, "weights", "none", "at least one tensor", "it holds nothing to load"));
        }
        Set<Path> weightFiles = new LinkedHashSet<>();
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
        files.addAll(companions);
        List<LeftOut> leftOut = new ArrayList<>();
        if (Files.isDirectory(path)) {
            leftOut.addAll(LeftOuts.of(
                    path, Set.copyOf(files), list.map(file -> file.getFileName().toString())));
        }
        parts.values()
                .forEach(part -> part.notLoaded()
                        .forEach(beside -> leftOut.add(new LeftOut(
                                part.weightFiles().get(0).getFileName() + ": " + beside.name(),
                                0,
                                beside.bytes(),
                                beside.why()))));
        WeightCount.Component total = count.total();
        ModelRecord record = new ModelRecord(
                name,
                path.toString(),
                Fingerprint.of(path, weightFiles),
                list.filter(file -> file.endsWith("model_index.json"))
                        .map(file -> DIFFUSERS)
                        .orElse(components.get(0).format()),
                "unknown",
                false,
                components,
                total.tensors(),
                total.parameters(),
                total.bytes(),
                count.bytesByType(),
                Storage.footprint(files, weightFiles, leftOut),
                total.elements(),
                count.storedBytes(),
                PackedWeights.words(packed),
                SyntheticMark.of(parts.values(), source),
                headerReads,
                headerBytes);
        List<Path> distinct = files.stream().distinct().toList();
        return new Opened(
                new Model(path, count.extents(), record, new UnitHeaders(this, distinct, source.followsLinks())),
                Storage.identities(weightFiles),
                Storage.identities(files));
    }

    private List<PackedWeights> packed(Map<String, Part> parts, HeaderSource source)
            throws IOException, ModelFaultException {
        List<PackedWeights> packed = new ArrayList<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Path file = components.get(entry.getKey()).files().get(0);
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
        HeaderSource budget = HeaderBudget.of(source);
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Announced> component : components.entrySet()) {
            Announced announced = component.getValue();
            parts.put(
                    component.getKey(),
                    announced.files().size() == 1
                            ? announced.format().read(announced.files().get(0), budget)
                            : ShardIndex.join(announced.files(), budget, announced.format()::read));
        }
        return parts;
    }
}
