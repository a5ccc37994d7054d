package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.command.Commands;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.solve.choice.Solvers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * README's tables follow the registries. They are written anew by {@code mvn -pl benchmarks -am test -Dtest=ReadmeTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dberth.golden=write}.
 */
class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final boolean WRITES = "write".equals(System.getProperty("berth.golden"));
    private static final String END = "<!-- end -->\n";

    @Test
    void solversAreThoseOfTheRegistry() throws IOException {
        requireBlock(
                "solvers",
                "| solver | exact | what it does |\n|---|---|---|\n"
                        + rows(
                                Solvers.all().stream(),
                                solver -> "| `" + solver.name() + "` | " + (solver.exact() ? "yes" : "–") + " | "
                                        + solver.description() + " |\n"));
    }

    @Test
    void policiesAreThoseOfTheRegistry() throws IOException {
        requireBlock(
                "policies",
                "| policy | what it does |\n|---|---|\n"
                        + rows(
                                Policies.all().stream(),
                                policy -> "| `" + policy.name() + "` | " + policy.description() + " |\n"));
    }

    @Test
    void commandsAreThoseOfTheRegistry() throws IOException {
        StringWriter help = new StringWriter();
        Commands.run(new PrintWriter(help), null, "--help");
        requireBlock("commands", "```text\n" + help + "```\n");
    }

    private static <T> String rows(Stream<T> registered, Function<T, String> row) {
        return registered.map(row).collect(Collectors.joining());
    }

    /** What stands between the comments {@code <!-- NAME: … -->} and {@code <!-- end -->}. */
    private static void requireBlock(String name, String expected) throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf("\n", readme.indexOf("<!-- " + name + ":")) + 1;
        int end = readme.indexOf(END, begin);
        if (WRITES) {
            Files.writeString(README, readme.substring(0, begin) + expected + readme.substring(end));
        } else {
            assertEquals(
                    expected, readme.substring(begin, end), name + " of README; write it anew: -Dberth.golden=write");
        }
    }
}
