package dev.berth.profiler.model;

import dev.berth.profile.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds models in files and folders, and opens them. */
public final class ModelCatalog {
    /** What to do where a reader failed in a way it never should. */
    static final String DEFECT = "a defect of this version; report it, and leave the file out";

    /** What the models of a scan may keep: some thousand usual ones, or hundreds of thousands of pieces. */
    private static final long MAX_KEPT_BYTES = 32L << 20;

    private static final int MAX_DEPTH = 16;

    private final List<Model> models = new ArrayList<>();
    private final List<ModelFault> faults = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private final HeaderSource source;
    private long keptBytes;

    private ModelCatalog(HeaderSource source) {
        this.source = source;
    }

    /**
     * What a scan found.
     *
     * @param models models that could be opened; names are unique
     * @param faults one for each file or folder that could not be used
     */
    public record Scan(List<Model> models, List<ModelFault> faults) {}

    /**
     * Looks for models; never throws for what files contain. A folder is one model where its files say so (a pipeline,
     * a saved model, a configuration beside weights); else every model file in it is a model of its own, and folders in
     * it are looked through.
     *
     * @param roots files and folders; a hub cache is a folder too
     */
    public static Scan scan(List<Path> roots) {
        return scan(roots, HeaderSource.FILES);
    }

    /** The same with headers whose bytes come from a source. */
    static Scan scan(List<Path> roots, HeaderSource source) {
        ModelCatalog catalog = new ModelCatalog(source);
        for (Path root : roots) {
            catalog.visit(
                    root.toAbsolutePath().normalize(), root.toAbsolutePath().normalize(), 0);
        }
        return new Scan(List.copyOf(catalog.models), List.copyOf(catalog.faults));
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

    private void visit(Path root, Path path, int depth) {
        try {
            if (Files.isSymbolicLink(path) && !Files.exists(path)) {
                faults.add(new ModelFault(
                        path,
                        "link",
                        "leads to " + Files.readSymbolicLink(path) + ", which does not exist",
                        "a file",
                        "remove it or fetch what it led to"));
            } else if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                faults.add(new ModelFault(path, "path", "does not exist", "a file or folder", "check the spelling"));
            } else if (Files.isDirectory(path)) {
                visitFolder(root, path, depth);
            } else if (Files.isRegularFile(path)) {
                visitFile(root, path);
            } else if (depth == 0) {
                faults.add(new ModelFault(
                        path, "path", "neither a file nor a folder", "a file or folder", "name a model"));
            }
        } catch (ModelFaultException fault) {
            faults.add(fault.fault());
        } catch (IOException fault) {
            faults.add(new ModelFault(
                    path, "file", describe(fault), "a readable file", "check its permissions and its disk"));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError defect) {
            // Readers count what they keep and do; where one counts wrongly, the other models are still found.
            faults.add(new ModelFault(path, "file", defect.toString(), "one of the reader's own faults", DEFECT));
        }
    }

    private void visitFile(Path root, Path file) throws IOException, ModelFaultException {
        var unit = ModelUnit.ofFile(file);
        if (unit.isPresent()) {
            add(unit.get().open(unique(unit.get().name(root)), source));
        } else if (root.equals(file)) {
            faults.add(new ModelFault(
                    file,
                    "name and first bytes",
                    "of no known model format",
                    "a model file",
                    "see the formats in the README"));
        }
    }

    private void visitFolder(Path root, Path folder, int depth) throws IOException, ModelFaultException {
        if (depth > MAX_DEPTH || !visited.add(folder.toRealPath())) {
            return;
        }
        var unit = ModelUnit.ofFolder(folder);
        if (unit.isPresent()) {
            add(unit.get().open(unique(unit.get().name(root)), source));
            return;
        }
        Set<Path> claimed = new HashSet<>();
        List<Path> children = Folders.children(folder);
        // Indices first: the shards they name belong to them.
        for (Path child : children) {
            if (Files.isRegularFile(child) && child.getFileName().toString().endsWith(".index.json")) {
                visit(root, child, depth + 1);
                claimed.add(child);
                claimed.addAll(lastWeightFiles(child));
            }
        }
        for (Path child : children) {
            if (!claimed.contains(child) && !Folders.hubInternal(child) && !GgufSplit.followsAnother(child)) {
                visit(root, child, depth + 1);
            }
        }
    }

    /** All models together keep within bounds: of too many, the one that keeps the most goes first. */
    private void add(Model model) {
        models.add(model);
        keptBytes += model.keptBytes();
        while (keptBytes > MAX_KEPT_BYTES) {
            Model largest = models.stream()
                    .max(Comparator.comparingLong(Model::keptBytes))
                    .orElseThrow();
            models.remove(largest);
            keptBytes -= largest.keptBytes();
            faults.add(new ModelFault(
                    largest.path(),
                    "weights",
                    largest.weightExtents().size() + " separate pieces, more than the memory of a scan holds",
                    "at most " + (MAX_KEPT_BYTES >> 20) + " MiB for the pieces of all models",
                    "scan it alone, or as safetensors"));
        }
    }

    private List<Path> lastWeightFiles(Path index) {
        Model last = models.isEmpty() ? null : models.get(models.size() - 1);
        return last != null && last.path().equals(index)
                ? last.weightExtents().stream().map(Extent::file).distinct().toList()
                : List.of();
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "#" + i;
        }
        return candidate;
    }

    private static String describe(IOException fault) {
        return fault.getClass().getSimpleName() + ": " + fault.getMessage();
    }
}
