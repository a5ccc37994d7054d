package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.command.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages explain every heading of every table and every column of every CSV, and none that there is not. */
class GlossaryTest {
    private static final Path HOME = Path.of("..");
    private static final String DATASET = HOME.resolve("results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json")
            .toString();

    /** Tables name their headings as literals; a heading that is worked out is explained in the page's text. */
    private static final Pattern HEADING = Pattern.compile("(?<!Table)Column\\.(?:text|name|figure)\\(\"([^\"]+)\"\\)");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|`]+) \\| [^|]*\\S[^|]* \\|$");
    private static final Pattern COLUMN_ROW = Pattern.compile("(?m)^\\| `([^|]+)` \\| [^|]*\\S[^|]* \\|$");

    @Test
    void everyHeadingOfMeasuringIsExplained() throws IOException {
        assertExplained("profiler/measure/src/main/java", "profiler/COLUMNS.md");
    }

    @Test
    void everyHeadingOfDecidingIsExplained() throws IOException {
        assertExplained("optimizer/src/main/java", "optimizer/COLUMNS.md");
    }

    private static void assertExplained(String sources, String page) throws IOException {
        Set<String> headings = new TreeSet<>();
        try (Stream<Path> files = Files.walk(HOME.resolve(sources))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                headings.addAll(all(HEADING, Files.readString(file)));
            }
        }
        assertFalse(headings.isEmpty());
        Set<String> explained = new TreeSet<>(all(ROW, onScreen(page)));
        explained.removeAll(Set.of("heading", "---"));
        assertEquals(headings, explained);
    }

    @Test
    void everyColumnOfExportIsExplained() throws IOException {
        List<String> columns = header("export", "--profiles", DATASET, "--format", "csv");
        String page = Files.readString(HOME.resolve("profiler/COLUMNS.md"));
        String section =
                page.substring(page.indexOf("## Of export without"), page.indexOf("## Of query, and of export"));
        assertEquals(columns, all(COLUMN_ROW, section));
    }

    @Test
    void everyColumnOfCompareIsExplained() throws IOException {
        List<String> columns = header(
                "compare",
                "--profiles",
                DATASET,
                "--scenario",
                HOME.resolve("results/scenarios/example.yaml").toString(),
                "--solver",
                "static-greedy",
                "--policy",
                "lru",
                "--seeds",
                "1",
                "--format",
                "csv");
        assertEquals(columns, all(COLUMN_ROW, Files.readString(HOME.resolve("optimizer/COLUMNS.md"))));
    }

    private static List<String> header(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(0, Commands.run(new PrintWriter(out), new PrintWriter(err), words), err::toString);
        return List.of(out.toString().lines().findFirst().orElseThrow().split(","));
    }

    @Test
    void everyColumnOfBenchmarksIsExplained() throws IOException {
        String page = Files.readString(HOME.resolve("benchmarks/README.md"));
        List<String> written = new ArrayList<>();
        for (String file : List.of(
                "jmh/2026-11-28-epyc-2-cores/peers/solves.csv",
                "foresight/2026-11-30-epyc-2-cores/models-10/costs.csv",
                "foresight/2026-11-30-epyc-2-cores/models-10/standings.csv",
                "caching/2026-11-30-epyc-2-cores/bounds.csv")) {
            written.addAll(List.of(Files.readAllLines(HOME.resolve("results").resolve(file))
                    .get(0)
                    .split(",")));
        }
        Set<String> named =
                all(Pattern.compile("`([A-Za-z]+…?)`"), page).stream().collect(Collectors.toSet());
        assertEquals(
                List.of(),
                written.stream()
                        .map(column -> column.replaceFirst("(Low|High|Worst)$", ""))
                        .filter(column -> !named.contains(column))
                        .distinct()
                        .toList());
    }

    private static String onScreen(String page) throws IOException {
        String text = Files.readString(HOME.resolve(page));
        int begin = text.indexOf("## On the screen");
        int end = text.indexOf("\n## ", begin + 1);
        return text.substring(begin, end);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
