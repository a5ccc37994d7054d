package dev.berth.profiler.bundle;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pages for people, and what their commands read: they lie where they lie in the source tree, so that links and
 * commands hold.
 */
final class Manual {
    /** What was measured on ten services: the dataset to try plans with. */
    static final String DATASET = "results/profiles/2026-11-30-epyc-2-cores-edge";

    /** The scenario derived from it. */
    static final String PLAN = "results/plans/2026-11-30-epyc-2-cores-edge";

    private static final List<String> FILES = List.of(
            "*.md",
            "CITATION.cff",
            "profiler/*.md",
            "optimizer/*.md",
            "benchmarks/README.md",
            "results/README.md",
            "results/*/README.md",
            "results/figures/*.svg",
            "results/scenarios/*",
            "results/run-plans/*",
            "results/traces/**",
            DATASET + "/**",
            PLAN + "/*");

    private static final List<String> FOLDERS = List.of("profiler", "optimizer", "benchmarks", "results");

    private static final int MOST_LEVELS = 4;

    private Manual() {}

    /**
     * Copies it.
     *
     * @param home the source tree
     * @param folder of the bundle
     */
    static void copy(Path home, Path folder) throws IOException {
        List<PathMatcher> wanted = FILES.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        copy(home, home, 1, wanted, folder);
        for (String name : FOLDERS) {
            if (Files.isDirectory(home.resolve(name))) {
                copy(home, home.resolve(name), MOST_LEVELS, wanted, folder);
            }
        }
    }

    private static void copy(Path home, Path below, int levels, List<PathMatcher> wanted, Path folder)
            throws IOException {
        try (Stream<Path> files = Files.walk(below, levels)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path name = home.relativize(file);
                if (wanted.stream().anyMatch(matcher -> matcher.matches(name))) {
                    Path target = folder.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
