package dev.berth.profiler.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Listings of folders, in an order that does not depend on the file system. */
final class Folders {
    private static final int MAX_DEPTH = 8;
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

    /** Whether the folder belongs to a hub cache's own bookkeeping; its blobs are reached through the snapshots. */
    static boolean hubInternal(Path path) {
        Path parent = path.getParent();
        if (parent == null
                || parent.getFileName() == null
                || !parent.getFileName().toString().startsWith("models--")) {
            return false;
        }
        String name = path.getFileName().toString();
        return (name.equals("blobs") || name.equals("refs") || name.equals(".no_exist"))
                && Files.isDirectory(parent.resolve("snapshots"));
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
