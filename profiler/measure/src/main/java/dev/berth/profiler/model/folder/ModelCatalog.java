package dev.berth.profiler.model.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.folder.ModelUnit.Opened;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.header.StandIn;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds models in files and folders, and opens them. */
public final class ModelCatalog {
    private static final String KNOWN_FORMATS =
            "weights as ONNX, safetensors, GGUF, TensorFlow's SavedModel, TF.js or PyTorch";

    private static final long GROWN_HEAP_BYTES = 192L << 20;

    /** What the heap took after it was last collected here. */
    private static volatile long collectedHeapBytes;

    /** What to do where a reader failed in a way it never should. */
    static final String DEFECT = "a defect of this version; report it, and leave the file out";

    /** What the models of a scan may keep: some thousand usual ones, or hundreds of thousands of pieces. */
    private static final long MAX_KEPT_BYTES = 32L << 20;

    private static final int MAX_DEPTH = 16;
    /** Enough to say of what kind the files are in which no model was found. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** What the hub's cache keeps beside models. */
    private static final Pattern HUB_NO_MODEL = Pattern.compile("(datasets|spaces)--.+");

    private final List<Opened> models = new ArrayList<>();
    private final List<ModelFault> faults = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();
    /** Folders that hold projectors for the models of the folders below them. */
    private final Map<Path, FolderContents> projectors = new HashMap<>();

    private final Set<String> names = new HashSet<>();

    private final ModelChoice choice;
    private final HeaderSource source;
    private long keptBytes;

    private ModelCatalog(ModelChoice choice, HeaderSource source) {
        this.choice = choice;
        this.source = source;
    }

    /**
     * What a scan found.
     *
     * @param models models that could be opened; names are unique
     * @param faults one for each file or folder that could not be used
     * @param leftOut weights beside models that stand side by side, by path; what a model's own folder holds else is in
     *     its record
     */
    public record Scan(List<Model> models, List<ModelFault> faults, List<LeftOut> leftOut) {}

    /**
     * Looks for models; never throws for what files contain. What is a model and which of its files count is told by
     * the one rule for folders, {@code profiler/MODELS.md}: what the model's own loader would load, once.
     *
     * @param roots files and folders; a hub cache or Ollama's store is a folder too
     * @param choice which of several files that hold the same weights is taken
     */
    public static Scan scan(List<Path> roots, ModelChoice choice) {
        return scan(roots, choice, HeaderSource.FILES);
    }

    /** The same, with what each model's own loader takes. */
    public static Scan scan(List<Path> roots) {
        return scan(roots, ModelChoice.DEFAULT);
    }

    /** The same with headers whose bytes come from a source. */
    static Scan scan(List<Path> roots, ModelChoice choice, HeaderSource source) {
        ModelCatalog catalog =
                new ModelCatalog(choice, choice.followsLinks() ? HeaderSource.following(source) : source);
        for (Path root : roots) {
            Path absolute = root.toAbsolutePath().normalize();
            int before = catalog.told();
            boolean seen = catalog.seen(absolute);
            catalog.visit(absolute, absolute, 0);
            if (catalog.told() == before && !seen) {
                catalog.sayNothingFound(absolute);
            }
        }
        return catalog.found();
    }

    private Scan found() {
        List<Model> distinct = new ArrayList<>();
        Map<Set<Object>, List<Opened>> byWeights = new HashMap<>();
        models.forEach(it -> byWeights
                .computeIfAbsent(it.weights(), key -> new ArrayList<>())
                .add(it));
        for (Opened it : models) {
            Opened same = sameModel(it, byWeights.get(it.weights()));
            if (same.equals(it)) {
                distinct.add(it.model());
            } else {
                leftOut.add(new LeftOut(
                        it.model().path().toString(),
                        it.files().size(),
                        it.model().record().storage().apparentBytes(),
                        "the files of " + same.model().record().name() + " under other names"));
            }
        }
        // A projector above several models is read with each of them.
        Set<String> read = distinct.stream()
                .flatMap(model -> model.weightExtents().stream())
                .map(extent -> extent.file().toString())
                .collect(Collectors.toSet());
        List<LeftOut> notRead =
                leftOut.stream().filter(it -> !read.contains(it.name())).toList();
        return new Scan(List.copyOf(distinct), List.copyOf(faults), notRead);
    }

    /** The one that stands for a model: the first of those that have all of its files and the most beside them. */
    private static Opened sameModel(Opened model, List<Opened> ofItsWeights) {
        return ofItsWeights.stream()
                .filter(it -> it.files().containsAll(model.files()))
                .max(Comparator.<Opened>comparingInt(it -> it.files().size())
                        .thenComparing(ofItsWeights::indexOf, Comparator.reverseOrder()))
                .orElse(model);
    }

    /**
     * Opens one model and reads its headers.
     *
     * @param path a model file or a folder that is one model
     * @throws BadInputException where it cannot be used, with the fault's line
     */
    public static Model open(Path path) {
        Scan scan = scan(List.of(path));
        if (!scan.faults().isEmpty()) {
            throw new BadInputException(scan.faults().get(0).message());
        }
        if (scan.models().size() != 1) {
            throw new BadInputException(path + ": " + scan.models().size() + " models, expected one; name one of them");
        }
        return scan.models().get(0);
    }

    /** Whether it was looked at on behalf of a root before. */
    private boolean seen(Path root) {
        try {
            return Files.exists(root) && visited.contains(root.toRealPath());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private int told() {
        return models.size() + faults.size();
    }

    private void visit(Path root, Path path, int depth) {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                faults.add(new ModelFault(path, "path", "does not exist", "a file or folder", "check the spelling"));
            } else if (Files.isDirectory(path)) {
                visitFolder(root, path, depth);
            } else if (Files.isRegularFile(path)) {
                visitFile(root, path);
            } else {
                faults.add(FolderContents.unusable(path));
            }
        } catch (ModelFaultException fault) {
            faults.add(fault.fault());
        } catch (IOException fault) {
            faults.add(unreadable(path, fault));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError defect) {
            faults.add(defect(path, defect));
        } finally {
            giveBack();
        }
    }

    /**
     * What one file's headers took goes before the next is read: a heap that may grow does, on some machines, first.
     * One that is still as large afterwards is not collected again before it has grown further.
     */
    private static void giveBack() {
        long heapBytes = Runtime.getRuntime().totalMemory();
        if (heapBytes > Math.max(GROWN_HEAP_BYTES, collectedHeapBytes)) {
            System.gc();
            collectedHeapBytes = Runtime.getRuntime().totalMemory();
        }
    }

    private void visitFile(Path root, Path file) throws IOException, ModelFaultException {
        if (!visited.add(file.toRealPath())) {
            return;
        }
        Optional<ModelUnit> unit = ModelUnit.ofFile(file);
        if (unit.isPresent()) {
            add(open(root, unit.get()));
            return;
        }
        Optional<ModelFault> pointer = StandIn.fault(file);
        if (pointer.isPresent()) {
            throw new ModelFaultException(pointer.get());
        }
        throw new ModelFaultException(new ModelFault(
                file,
                "name and first bytes",
                ModelFiles.unread(file.getFileName().toString())
                        .map(what -> what + ", which this version does not read")
                        .orElse("of no known model format"),
                "a model file",
                "see the formats in the README"));
    }

    private void visitFolder(Path root, Path folder, int depth) throws IOException, ModelFaultException {
        // What lies behind a link out of the root is looked at there alone; by its own name it is looked through.
        boolean seen = leaves(root, folder) ? visited.contains(folder.toRealPath()) : !visited.add(folder.toRealPath());
        if (seen) {
            return;
        }
        if (depth > MAX_DEPTH) {
            throw new ModelFaultException(new ModelFault(
                    folder,
                    "folder",
                    "more than " + MAX_DEPTH + " folders below the one named",
                    "models nearer to it",
                    "name this folder itself to look into it"));
        }
        if (folder.getFileName() != null
                && HUB_NO_MODEL.matcher(folder.getFileName().toString()).matches()) {
            if (depth == 0) {
                throw new ModelFaultException(new ModelFault(
                        folder, "no model", "a dataset or space of the hub cache", "a model", "name one of models--*"));
            }
            return;
        }
        int before = told();
        if (OllamaStore.is(folder)) {
            visitStore(folder);
            return;
        }
        FolderContents contents = FolderContents.of(folder);
        if (!visitModels(root, contents, depth) && told() == before) {
            sayWhatLiesThere(root, contents);
        }
    }

    /** One model at a time: a manifest that is damaged does not hide the others. */
    private void visitStore(Path store) throws IOException, ModelFaultException {
        Set<Path> named = new HashSet<>();
        for (Path manifest : OllamaStore.manifests(store)) {
            try {
                ModelUnit unit = OllamaStore.unit(store, manifest);
                named.addAll(unit.companions());
                unit.components().values().forEach(component -> named.addAll(component.files()));
                add(open(store, unit));
            } catch (ModelFaultException fault) {
                faults.add(fault.fault());
            }
        }
        for (Path blob : Folders.children(store.resolve("blobs"))) {
            if (!named.contains(blob)) {
                boolean partial = blob.getFileName().toString().contains("-partial");
                leftOut.add(new LeftOut(
                        blob.toString(),
                        1,
                        FolderContents.bytes(blob),
                        partial ? "a download that is not finished" : "named by no manifest that could be read"));
            }
        }
    }

    /** All models together keep within bounds: of too many, the one that keeps the most goes first. */
    private void add(Opened model) {
        models.add(model);
        keptBytes += model.keptBytes();
        while (keptBytes > MAX_KEPT_BYTES) {
            Opened largest = models.stream()
                    .max(Comparator.comparingLong(Opened::keptBytes))
                    .orElseThrow();
            models.remove(largest);
            keptBytes -= largest.keptBytes();
            faults.add(new ModelFault(
                    largest.model().path(),
                    "weights",
                    largest.model().weightExtents().size() + " separate pieces, more than the memory of a scan holds",
                    "at most " + Figures.bytes(MAX_KEPT_BYTES) + " for the pieces of all models",
                    "scan it alone, or as safetensors"));
        }
    }

    /** Opens the models of a folder and looks through the folders in it; true where the folder itself is a model. */
    private boolean visitModels(Path root, FolderContents contents, int depth) throws IOException, ModelFaultException {
        faults.addAll(contents.faults());
        // A file of the pipeline's own folder is none of its components, and may be asked for by name.
        boolean besideList = choice.file().isPresent()
                && contents.sets().stream().anyMatch(set -> FolderRule.matches(contents.folder(), set, choice));
        Optional<ModelUnit> listed = besideList ? Optional.empty() : ModelUnit.ofList(contents, choice);
        if (listed.isPresent()) {
            add(open(root, listed.get()));
            return true;
        }
        FolderRule.Taken taken = FolderRule.take(contents, choice);
        faults.addAll(taken.faults());
        Set<Path> claimed = new HashSet<>();
        boolean above = !contents.folders().isEmpty() && taken.sets().stream().allMatch(FolderRule::isProjector);
        for (WeightSet set : above ? List.<WeightSet>of() : taken.sets()) {
            claimed.addAll(set.files());
            Optional<WeightSet> with = FolderRule.loadedWith(
                    contents,
                    set,
                    Optional.ofNullable(projectors.get(contents.folder().getParent())));
            with.ifPresent(it -> claimed.addAll(it.files()));
            try {
                add(open(root, ModelUnit.ofSet(contents, set, taken.whole(), with)));
            } catch (ModelFaultException fault) {
                faults.add(fault.fault());
            } catch (IOException fault) {
                faults.add(unreadable(set.main(), fault));
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError defect) {
                faults.add(defect(set.main(), defect));
            } finally {
                giveBack();
            }
        }
        if (taken.whole() || besideList) {
            return true;
        }
        tellLeftOut(contents, taken, claimed);
        if (above) {
            projectors.put(contents.folder(), contents);
        }
        if (leaves(root, contents.folder())) {
            sayNotFollowed(contents);
            return false;
        }
        int depthOfNames = contents.folder().getNameCount();
        Set<Path> used = claimed.stream()
                .filter(file -> file.getNameCount() > depthOfNames + 1)
                .map(file -> contents.folder().resolve(file.getName(depthOfNames)))
                .collect(Collectors.toSet());
        for (Path child : contents.folders()) {
            if (!used.contains(child) && !isVariables(contents, child)) {
                visit(root, child, depth + 1);
            }
        }
        return false;
    }

    /** Whether a link led out of the root to this folder: it may be a model itself, but is not looked through. */
    private boolean leaves(Path root, Path folder) throws IOException {
        return !choice.followsLinks() && !folder.toRealPath().startsWith(root.toRealPath());
    }

    private void sayNotFollowed(FolderContents contents) throws IOException {
        if (!contents.folders().isEmpty()) {
            leftOut.add(new LeftOut(
                    contents.folder() + "/",
                    0,
                    0,
                    "a link to " + contents.folder().toRealPath()
                            + "; what lies below is looked for with --follow, or where that folder is named"));
        }
    }

    /** A SavedModel's own folders beside other models. */
    private static boolean isVariables(FolderContents contents, Path child) {
        return contents.has("saved_model.pb") && (child.endsWith("variables") || child.endsWith("assets"));
    }

    private Opened open(Path root, ModelUnit unit) throws IOException, ModelFaultException {
        return unit.open(unique(unit.name(root)), source);
    }

    private void tellLeftOut(FolderContents contents, FolderRule.Taken taken, Set<Path> claimed) {
        Set<Path> ofSets = contents.weights();
        for (Path file : contents.files()) {
            boolean used = claimed.contains(file);
            String name = file.getFileName().toString();
            boolean weights =
                    ofSets.contains(file) || ModelFiles.unread(name).isPresent() || ModelFiles.trainingState(name);
            if (!used && weights) {
                leftOut.add(new LeftOut(
                        file.toString(),
                        1,
                        FolderContents.bytes(file),
                        LeftOuts.why(
                                contents.folder(),
                                contents,
                                file,
                                taken.sets().stream()
                                        .filter(set -> claimed.containsAll(set.files()))
                                        .findFirst())));
            }
        }
    }

    /** A folder that should be a model and gives none says what it holds instead. */
    private void sayWhatLiesThere(Path root, FolderContents contents) throws IOException, ModelFaultException {
        Path folder = contents.folder();
        Optional<Path> unfinished = unfinishedDownload(folder);
        if (unfinished.isPresent()) {
            faults.add(new ModelFault(
                    folder,
                    "download",
                    unfinished.get().getFileName() + " is not finished",
                    "all files of the model",
                    "fetch the rest of the model"));
            return;
        }
        boolean announced = announcesModel(contents);
        Set<String> there = new TreeSet<>();
        for (Path file : contents.files()) {
            String name = file.getFileName().toString();
            Optional<ModelFault> pointer =
                    Files.size(file) > 0 && !ModelFiles.document(name) && !ModelFiles.companion(name)
                            ? StandIn.fault(file)
                            : Optional.empty();
            if (pointer.isPresent()) {
                there.add(name + " (" + pointer.get().value() + ")");
            } else {
                whatItIs(file, announced, root.equals(folder)).ifPresent(what -> there.add(name + " (" + what + ")"));
            }
        }
        boolean revision = folder.getParent() != null && folder.getParent().endsWith("snapshots");
        if (there.isEmpty() && announced && (!revision || root.equals(folder))) {
            there.add("config.json and no weights");
        }
        if (!there.isEmpty()) {
            faults.add(new ModelFault(
                    folder,
                    "no model",
                    String.join(", ", there),
                    KNOWN_FORMATS,
                    "save or convert them as safetensors, GGUF or ONNX, or fetch those"));
        }
    }

    /**
     * What a file is that could have been a model's weights.
     *
     * @param announced whether a configuration says that there should be a model
     * @param named whether the folder itself was named
     */
    private static Optional<String> whatItIs(Path file, boolean announced, boolean named) throws IOException {
        String name = file.getFileName().toString();
        if (ModelFiles.trainingState(name)) {
            return announced ? Optional.of("state of training") : Optional.empty();
        }
        if (ModelFiles.script(name)) {
            return ScriptWeights.in(file);
        }
        return ModelFiles.seldomAModel(name) && !announced && !named ? Optional.empty() : ModelFiles.unread(name);
    }

    /** Whether the configuration is a model's: many other things have a {@code config.json}. */
    private static boolean announcesModel(FolderContents contents) throws IOException {
        if (!contents.has("config.json")) {
            return false;
        }
        try {
            return !Collections.disjoint(
                    JsonText.keys(contents.folder().resolve("config.json")),
                    Set.of("model_type", "architectures", "_class_name"));
        } catch (JsonProcessingException damaged) {
            return true;
        }
    }

    /** What the hub's client has begun and not ended, for a snapshot or for a folder of one's own. */
    private static Optional<Path> unfinishedDownload(Path folder) throws IOException, ModelFaultException {
        List<Path> places =
                new ArrayList<>(List.of(folder.resolve("blobs"), folder.resolve(".cache/huggingface/download")));
        Path snapshots = folder.getParent();
        if (snapshots != null && snapshots.endsWith("snapshots") && snapshots.getParent() != null) {
            places.add(snapshots.resolveSibling("blobs"));
        }
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                Optional<Path> begun = Folders.children(place).stream()
                        .filter(file -> file.toString().endsWith(".incomplete"))
                        .findFirst();
                if (begun.isPresent()) {
                    return begun;
                }
            }
        }
        return Optional.empty();
    }

    /** The last word on a path in which nothing was found and nothing was wrong. */
    private void sayNothingFound(Path root) {
        Set<String> kinds = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.limit(MOST_LOOKED_AT).forEach(file -> {
                String name = file.getFileName().toString();
                String extension = WeightFormat.extension(name);
                if (HUB_NO_MODEL.matcher(name).matches()) {
                    kinds.add("datasets or spaces of the hub cache");
                } else if (Files.isRegularFile(file)) {
                    kinds.add(extension.isEmpty() ? "files without extension" : "." + extension);
                }
            });
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            kinds.add("folders that cannot be read");
        }
        faults.add(new ModelFault(
                root,
                "no model",
                kinds.isEmpty() ? "it is empty" : "holds " + String.join(", ", kinds),
                choice.isDefault() ? KNOWN_FORMATS : choice.asked(),
                choice.isDefault()
                        ? "name a model file or a folder of models"
                        : "leave the option out to see what is there"));
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "#" + i;
        }
        return candidate;
    }

    /** Readers count what they keep and do; where one counts wrongly, the other models are still found. */
    private static ModelFault defect(Path path, Throwable defect) {
        return new ModelFault(path, "file", defect.toString(), "one of the reader's own faults", DEFECT);
    }

    private static ModelFault unreadable(Path path, IOException fault) {
        return fault instanceof AccessDeniedException denied
                ? new ModelFault(
                        denied.getFile() == null ? path : Path.of(denied.getFile()),
                        "access",
                        "denied",
                        "a readable file or folder",
                        "check its permissions")
                : new ModelFault(
                        path,
                        "file",
                        fault.getClass().getSimpleName() + ": " + fault.getMessage(),
                        "a readable file",
                        "check its permissions and its disk");
    }
}
