package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Listings of folders, in an order that does not depend on the file system. */
final class Folders {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ENTRIES = 100_000;

    private Folders() {}

    /** Entries of a folder by name. */
    static List<Path> children(Path folder) throws IOException, ModelFaultException {
        try (Stream<Path> entries = Files.list(folder)) {
            return bounded(folder, entries.sorted());
        }
    }

    /** Regular files below a folder by name, links to files included; links that lead nowhere are left out. */
    static List<Path> files(Path folder) throws IOException, ModelFaultException {
        try (Stream<Path> entries = Files.find(
                folder,
                MAX_DEPTH,
                (path, attributes) ->
                        attributes.isRegularFile() || (attributes.isSymbolicLink() && Files.isRegularFile(path)))) {
            return bounded(folder, entries.sorted());
        }
    }

    /**
     * What lies below a folder; links are not followed.
     *
     * @param files number of files, >= 0
     * @param bytes sum of their lengths, >= 0
     * @param readable whether all of it could be looked through
     */
    record Tally(long files, long bytes, boolean readable) {}

    /** Counts what lies below a folder. */
    static Tally tally(Path folder) {
        long[] files = {0, 0};
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.limit(MAX_ENTRIES).filter(Files::isRegularFile).forEach(file -> {
                files[0]++;
                files[1] += FolderContents.bytes(file);
            });
            return new Tally(files[0], files[1], true);
        } catch (IOException | UncheckedIOException unreadable) {
            return new Tally(files[0], files[1], false);
        }
    }

    /** Whether the folder belongs to a hub cache's own bookkeeping; its blobs are reached through the snapshots. */
    static boolean hubInternal(Path path) {
        // What the hub's client notes of a download into a folder of one's own.
        if (path.endsWith(".cache/huggingface/download")) {
            return true;
        }
        Path parent = path.getParent();
        if (parent == null
                || parent.getFileName() == null
                || !parent.getFileName().toString().startsWith("models--")) {
            return false;
        }
        String name = path.getFileName().toString();
        return name.equals("blobs") || name.equals("refs") || name.equals(".no_exist");
    }

    private static List<Path> bounded(Path folder, Stream<Path> entries) throws IOException, ModelFaultException {
        List<Path> list;
        try {
            list = entries.limit(MAX_ENTRIES + 1).toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        if (list.size() > MAX_ENTRIES) {
            throw new ModelFaultException(new ModelFault(
                    folder,
                    "folder",
                    "more than " + MAX_ENTRIES + " entries",
                    "a folder of models",
                    "name the models one by one"));
        }
        return list;
    }
}
