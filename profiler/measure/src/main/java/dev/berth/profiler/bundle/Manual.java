package dev.berth.profiler.bundle;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            "results/figures/report-wide.png",
            "results/scenarios/*",
            "results/run-plans/*",
            "results/traces/**",
            DATASET + "/**",
            PLAN + "/*");

    private static final List<String> FOLDERS = List.of("profiler", "optimizer", "benchmarks", "results");

    private static final int MOST_LEVELS = 4;

    /** A link or a picture of Markdown: its words and where it leads. */
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]]*)]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

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

    /**
     * Leaves of links to what is of the source tree alone their words; called when all else is there.
     *
     * @param folder of the bundle
     */
    static void unlink(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, MOST_LEVELS)) {
            for (Path page :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".md"))::iterator) {
                String text = Files.readString(page);
                String held = LINK.matcher(text)
                        .replaceAll(link -> Matcher.quoteReplacement(
                                link.group(2).contains(":") || Files.exists(page.resolveSibling(link.group(2)))
                                        ? link.group()
                                        : link.group(1)));
                if (!held.equals(text)) {
                    Files.writeString(page, held);
                }
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
