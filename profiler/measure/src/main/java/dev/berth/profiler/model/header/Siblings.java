package dev.berth.profiler.model.header;

import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Files that a model file names: they lie in its own folder or below, and nowhere else. */
public final class Siblings {
    private Siblings() {}

    /** Checks a name found in a file. */
    public static String requireName(Path file, String place, String name) throws ModelFaultException {
        boolean outside;
        try {
            Path relative = Path.of(name).normalize();
            outside = name.isBlank()
                    || relative.isAbsolute()
                    || relative.startsWith("..")
                    || relative.toString().isEmpty();
        } catch (InvalidPathException malformed) {
            outside = true;
        }
        if (outside) {
            throw new ModelFaultException(new ModelFault(
                    file,
                    place,
                    "'" + name + "'",
                    "a file in the model's own folder",
                    "do not use this model: it points outside"));
        }
        return name;
    }

    /** The file of that name beside the one that names it; it may be empty, but not stand for one left elsewhere. */
    public static Path require(Path file, String place, String name) throws ModelFaultException {
        Path sibling = file.resolveSibling(requireName(file, place, name)).normalize();
        if (!Files.isRegularFile(sibling)) {
            throw new ModelFaultException(missing(file, place, name));
        }
        Optional<ModelFault> pointer = pointer(sibling);
        if (pointer.isPresent()) {
            throw new ModelFaultException(pointer.get());
        }
        return sibling;
    }

    /** What is told of a file that is not there. */
    public static ModelFault missing(Path file, String place, String name) {
        return new ModelFault(
                file, place, "'" + name + "' is missing", "the file beside this one", "fetch the rest of the model");
    }

    /** Whether the file only says where its content is. An empty one may be the data of tensors without elements. */
    private static Optional<ModelFault> pointer(Path file) {
        try {
            return Files.size(file) == 0 ? Optional.empty() : StandIn.fault(file);
        } catch (IOException toldWhenOpened) {
            return Optional.empty();
        }
    }

    /**
     * The same for bytes without a header of their own, of which any file would do: no link leads out of the folder, as
     * ONNX Runtime demands of external data, unless links are followed. The hub's cache keeps the files of a snapshot
     * as links to its own blobs.
     *
     * @param in the file that names it
     */
    public static Path requireInside(HeaderFile in, String place, String name) throws IOException, ModelFaultException {
        Path sibling = require(in.path(), place, name);
        Path folder = in.path().toAbsolutePath().getParent();
        Path target = sibling.toRealPath();
        boolean blob = target.getParent().endsWith("blobs") && target.startsWith(hubRepository(folder));
        if (!target.startsWith(folder.toRealPath()) && !blob && !in.followsLinks()) {
            throw new ModelFaultException(new ModelFault(
                    in.path(),
                    place,
                    "'" + name + "' leads to " + target,
                    "a file in the model's own folder",
                    "do not use this model, or follow its links with --follow if they are your own"));
        }
        return sibling;
    }

    /** The repository's folder in the hub's cache, or the folder itself where it is in none. */
    private static Path hubRepository(Path folder) throws IOException {
        for (Path above = folder.toRealPath(); above != null; above = above.getParent()) {
            if (above.getFileName() != null && above.getFileName().toString().startsWith("models--")) {
                return above;
            }
        }
        return folder;
    }
}
