package dev.berth.profiler.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of captured files that stands for {@code /}. */
record SystemTree(Path root) {
    SystemFiles files() {
        return new SystemFiles(root);
    }

    SystemTree file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    SystemTree folder(String path) throws IOException {
        Files.createDirectories(root.resolve(path.substring(1)));
        return this;
    }

    SystemTree link(String path, String target) throws IOException {
        Path link = root.resolve(path.substring(1));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(root.resolve(target.substring(1))));
        return this;
    }
}
