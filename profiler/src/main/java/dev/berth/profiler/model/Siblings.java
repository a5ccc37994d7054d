package dev.berth.profiler.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that a model file names: they lie in its own folder or below, and nowhere else. */
final class Siblings {
    private Siblings() {}

    /** Checks a name found in a file. */
    static String requireName(Path file, String place, String name) throws ModelFaultException {
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

    /** The file of that name beside the one that names it. */
    static Path require(Path file, String place, String name) throws ModelFaultException {
        Path sibling = file.resolveSibling(requireName(file, place, name)).normalize();
        if (!Files.isRegularFile(sibling)) {
            throw new ModelFaultException(new ModelFault(
                    file,
                    place,
                    "'" + name + "' is missing",
                    "the file beside this one",
                    "fetch the rest of the model"));
        }
        return sibling;
    }
}
