package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.GoldenFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages show of registries and of results is what the code says. It is written anew by {@code mvn -pl benchmarks
 * -am test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -Dberth.golden=write}.
 */
class ReadmeTest {
    private static final Path HOME = Path.of("..");
    private static final GoldenFile README = new GoldenFile(HOME.resolve("README.md"));
    private static final GoldenFile SOLVERS = new GoldenFile(HOME.resolve("optimizer/SOLVERS.md"));
    private static final GoldenFile RESULTS = new GoldenFile(HOME.resolve("results/README.md"));
    private static final GoldenFile DIFF = new GoldenFile(HOME.resolve("profiler/DIFF.md"));
    private static final String EDGE = "results/profiles/2026-11-30-epyc-2-cores-edge";
    private static final int MOST_LINES = 150;

    @TempDir
    private Path folder;

    @Test
    void solversAreThoseOfTheRegistry() throws IOException {
        SOLVERS.requireBlock(
                "solvers",
                "| solver | exact | what it does |\n|---|---|---|\n"
                        + rows(
                                Solvers.all().stream(),
                                solver -> "| `" + solver.name() + "` | " + (solver.exact() ? "yes" : "–") + " | "
                                        + solver.description() + " |\n"));
    }

    @Test
    void policiesAreThoseOfTheRegistry() throws IOException {
        SOLVERS.requireBlock(
                "policies",
                "| policy | what it does |\n|---|---|\n"
                        + rows(
                                Policies.all().stream(),
                                policy -> "| `" + policy.name() + "` | " + policy.description() + " |\n"));
    }

    @Test
    void routersAreThoseOfTheRegistry() throws IOException {
        SOLVERS.requireBlock(
                "routers",
                "| router | what it does |\n|---|---|\n"
                        + rows(
                                Routers.all().stream(),
                                router -> "| `" + router.name() + "` | " + router.description() + " |\n"));
    }

    /** A solver or policy that is added is also placed: when to take it. */
    @Test
    void whenToUseWhichNamesEverySolver() throws IOException {
        String page = Files.readString(HOME.resolve("optimizer/SOLVERS.md"));
        String which = page.substring(page.indexOf("## Which one"), page.indexOf("## Solvers"));
        for (var solver : Solvers.all()) {
            assertTrue(which.contains("`" + solver.name() + "`"), solver.name());
        }
        String routes = page.substring(page.indexOf("## Routes"), page.indexOf("<!-- routers"));
        for (String router : Routers.names()) {
            assertTrue(routes.contains("`" + router + "`"), router);
        }
    }

    @Test
    void commandsAreThoseOfTheRegistry() throws IOException {
        README.requireBlock("commands", "```text\n" + said("--help") + "```\n");
    }

    @Test
    void theDemoIsWhatTheCommandsPrint() throws IOException {
        String measured = "./berth calibrate " + EDGE + " --out edge/profiles.json";
        String planned = "./berth plan --profiles edge/profiles.json --derive-scenario edge/scenario.yaml"
                + " --out edge/plan.json";
        String shown = "./berth report edge";
        String table = said(wordsOf(measured));
        String plan = said(wordsOf(planned));
        said(wordsOf(shown));
        assertTrue(Files.size(folder.resolve("report.html")) > 0);
        README.requireBlock(
                "demo",
                "```text\n$ " + measured + "\n" + first(table, 10) + "…\n\n$ " + planned + "\n" + first(plan, 11)
                        + "…\n" + saved(plan) + "\n…\n\n$ " + shown
                        + "          # edge/report.html, a page to show\n```\n");
    }

    @Test
    void theTableOfTheEdgeServicesIsTheirDataset() throws IOException {
        RESULTS.requireBlock(
                "edge",
                said(
                        "export",
                        "--profiles",
                        HOME.resolve(EDGE).resolve("profiles.json").toString(),
                        "--format",
                        "md"));
    }

    @Test
    void theExampleOfDiffIsWhatItPrints() throws IOException {
        String command = "./berth diff results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json"
                + " results/profiles/2026-11-30-epyc-2-cores-wide/profiles.json";
        List<String> lines = said(ExitCode.DIFFERS, wordsOf(command)).lines().toList();
        DIFF.requireBlock(
                "diff",
                "```text\n$ " + command + "\n" + first(String.join("\n", lines), 16) + "…\n"
                        + lines.get(lines.size() - 1) + "\n```\n");
    }

    @Test
    void thePageFitsThreeScreens() throws IOException {
        long lines = Files.readString(HOME.resolve("README.md")).lines().count();
        assertTrue(lines <= MOST_LINES, lines + " lines, expected at most " + MOST_LINES);
    }

    private static String first(String text, int lines) {
        return text.lines().limit(lines).map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String saved(String plan) {
        return plan.lines()
                .filter(line -> line.startsWith("saved against all-cloud"))
                .findFirst()
                .orElseThrow();
    }

    /** The words of a command as a page shows it, with its folder {@code edge} in the temporary one. */
    private String[] wordsOf(String command) {
        return Stream.of(command.split(" "))
                .skip(1)
                .map(word -> word.equals("edge")
                        ? folder.toString()
                        : word.startsWith("edge/")
                                ? folder.resolve(word.substring("edge/".length()))
                                        .toString()
                                : word.startsWith("results/")
                                        ? HOME.resolve(word).toString()
                                        : word)
                .toArray(String[]::new);
    }

    private static String said(String... words) {
        return said(ExitCode.OK, words);
    }

    private static String said(ExitCode expected, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(
                expected.status(),
                Commands.run(new PrintWriter(out), new PrintWriter(err), words),
                () -> List.of(words) + ": " + err);
        return out.toString();
    }

    private static <T> String rows(Stream<T> registered, Function<T, String> row) {
        return registered.map(row).collect(Collectors.joining());
    }
}
