package dev.berth.kind;

import dev.berth.record.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the kinds of file apart: the one place that does. */
public final class FileKinds {
    /** More than this part of a file's keys its kind has. */
    private static final double LEAST_LIKENESS = 0.5;

    /** Below what one key more or less makes in any file. */
    private static final double TIE = 1e-6;

    /** Where commands leave files below the folder that they were given. */
    private static final List<String> FOLDERS = List.of("", "raw");

    private final List<FileKind> kinds;

    public FileKinds(List<FileKind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /**
     * The file itself, or the files of known kinds that lie in a folder under their usual names.
     *
     * @throws BadInputException where there is none
     */
    public List<Path> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        List<Path> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            kinds.stream()
                    .flatMap(kind -> kind.fileNames().stream())
                    .map(fileOrFolder.resolve(folder)::resolve)
                    .filter(Files::exists)
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new BadInputException(fileOrFolder + ": no "
                    + kinds.stream().flatMap(kind -> kind.fileNames().stream()).collect(Collectors.joining(", "))
                    + " in it or in its folder raw");
        }
        return found;
    }

    /**
     * The kind that a file is most like by its keys, whatever their order and whether or not the rest of it can be
     * read; by its name where it has none.
     *
     * @return empty for one of Berth's own schemas
     * @throws BadInputException where it is of no kind known here, or cannot be read
     */
    public Optional<FileKind> of(Path file) {
        Outline outline = Outline.of(file);
        if (outline.isOwnSchema()) {
            return Optional.empty();
        }
        FileKind likest = null;
        double most = 0;
        for (FileKind kind : kinds) {
            double likeness = likeness(outline, file, kind);
            if (likeness > most) {
                likest = kind;
                most = likeness;
            }
        }
        if (likest == null) {
            throw new BadInputException(file + ": "
                    + outline.unreadable()
                            .map(why -> "cannot be read as JSON or YAML: " + why)
                            .orElse("of a kind not known here")
                    + ", expected one of these: "
                    + kinds.stream().map(FileKind::name).collect(Collectors.joining(", ")));
        }
        return Optional.of(likest);
    }

    /**
     * Which part of the file's keys the kind has; where that is the same, those count that the file has of the kind's.
     */
    private static double likeness(Outline outline, Path file, FileKind kind) {
        Set<String> keys = new HashSet<>(outline.texts().keySet());
        // Of every kind: tells none apart.
        keys.remove("schemaVersion");
        if (keys.isEmpty()) {
            return kind.fileNames().stream().anyMatch(file::endsWith) ? 1 : 0;
        }
        Set<String> both = new HashSet<>(keys);
        both.retainAll(kind.keys());
        double share = both.size() / (double) keys.size();
        return share > LEAST_LIKENESS ? share + TIE * both.size() / kind.keys().size() : 0;
    }
}
