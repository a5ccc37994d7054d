package dev.berth.profiler.engine.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs as a shell does. */
public final class Programs {
    private Programs() {}

    /**
     * A program.
     *
     * @param name of a program on the {@code PATH}, or a path
     * @return empty where there is none that may be executed
     */
    public static Optional<Path> find(String name) {
        if (name.contains(File.separator)) {
            return Optional.of(Path.of(name)).filter(Programs::isProgram);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isBlank() && isProgram(Path.of(folder, name))) {
                return Optional.of(Path.of(folder, name));
            }
        }
        return Optional.empty();
    }

    /** The Java that runs this process. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The jar or folder that a class was loaded from. */
    public static Path classes(Class<?> loaded) {
        try {
            return Path.of(
                    loaded.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the place of Berth's own classes is no path", e);
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /**
     * A command in a session of its own, where the system has a program for that: keys pressed in a terminal do not
     * reach it.
     */
    static List<String> inOwnSession(List<String> command) {
        List<String> words = new ArrayList<>();
        find("setsid").ifPresent(program -> words.add(program.toString()));
        words.addAll(command);
        return words;
    }
}
