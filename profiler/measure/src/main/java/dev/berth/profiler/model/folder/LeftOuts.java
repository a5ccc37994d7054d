package dev.berth.profiler.model.folder;

import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.count.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what lies in a model's folders beside what a loader reads. */
final class LeftOuts {
    private static final Pattern CHECKPOINT = Pattern.compile("(checkpoint|epoch|step|global_step|iter)[-_]?\\d+.*");

    /** Folders with thousands of files are told by their first and a count of the others. */
    private static final int MOST = 200;

    private final Path root;
    private final Set<Path> needed;
    private final Optional<String> list;
    private final List<LeftOut> found = new ArrayList<>();

    private LeftOuts(Path root, Set<Path> needed, Optional<String> list) {
        this.root = root;
        this.needed = needed;
        this.list = list;
    }

    /**
     * What of a folder is not needed.
     *
     * @param root the model's folder
     * @param needed files that a loader reads
     * @param list name of the file that says which components there are, where there is one
     */
    static List<LeftOut> of(Path root, Set<Path> needed, Optional<String> list)
            throws IOException, ModelFaultException {
        LeftOuts leftOuts = new LeftOuts(root, needed, list);
        leftOuts.visit(root);
        List<LeftOut> found = leftOuts.found;
        if (found.size() <= MOST) {
            return found;
        }
        List<LeftOut> rest = found.subList(MOST, found.size());
        List<LeftOut> told = new ArrayList<>(found.subList(0, MOST));
        told.add(new LeftOut(
                "…",
                rest.stream().mapToLong(LeftOut::files).sum(),
                rest.stream().mapToLong(LeftOut::bytes).sum(),
                rest.size() + " more"));
        return told;
    }

    private void visit(Path folder) throws IOException, ModelFaultException {
        FolderContents contents = FolderContents.of(folder);
        Optional<WeightSet> taken = contents.sets().stream()
                .filter(set -> needed.contains(set.main()))
                .findFirst();
        for (Path file : contents.files()) {
            if (!needed.contains(file)) {
                // Of those behind the last that is told only the bytes are.
                String why = found.size() < MOST ? why(root, contents, file, taken) : Storage.UNKNOWN;
                found.add(new LeftOut(name(file), 1, FolderContents.bytes(file), why));
            }
        }
        for (Path child : contents.folders()) {
            if (needed.stream().anyMatch(file -> file.startsWith(child))) {
                visit(child);
            } else {
                Folders.Tally tally = Folders.tally(child);
                found.add(new LeftOut(name(child) + "/", tally.files(), tally.bytes(), why(child, tally)));
            }
        }
    }

    /** Why a file of a folder is not part of what is taken from it. */
    static String why(Path root, FolderContents contents, Path file, Optional<WeightSet> taken) {
        String name = file.getFileName().toString();
        if (contents.sameFiles().containsKey(file)) {
            return "another name of " + contents.sameFiles().get(file).getFileName();
        }
        if (ModelFiles.trainingState(name)) {
            return "state of training";
        }
        Optional<WeightSet> set =
                contents.sets().stream().filter(it -> it.files().contains(file)).findFirst();
        if (set.isPresent() && taken.filter(set.get()::equals).isPresent()) {
            return "not named by " + set.get().main().getFileName();
        }
        if (set.isPresent()) {
            return FolderRule.reason(
                    set.get(), taken, root.relativize(set.get().main()).toString());
        }
        if (ModelFiles.document(name)) {
            return LeftOut.DOCUMENT;
        }
        return ModelFiles.unread(name)
                .map(what -> what + ", not read by this version")
                .orElse(
                        ModelFiles.companion(name)
                                ? "configuration that this model's loader does not read"
                                : Storage.UNKNOWN);
    }

    private String why(Path folder, Folders.Tally tally) {
        if (!tally.readable()) {
            return "cannot be read";
        }
        if (CHECKPOINT.matcher(folder.getFileName().toString()).matches()) {
            return "a checkpoint of training; name it to measure it";
        }
        return list.map(name -> "not named in " + name).orElse("not part of the model; name it to measure it");
    }

    private String name(Path path) {
        String name = root.relativize(path).toString();
        return name.isBlank() ? "'" + name + "'" : name;
    }
}
