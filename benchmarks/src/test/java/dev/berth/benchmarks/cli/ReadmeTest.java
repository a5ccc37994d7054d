package dev.berth.benchmarks.cli;

import dev.berth.command.Commands;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.GoldenFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    private static final GoldenFile README = new GoldenFile(Path.of("../README.md"));

    @Test
    void solversAreThoseOfTheRegistry() throws IOException {
        README.requireBlock(
                "solvers",
                "| solver | exact | what it does |\n|---|---|---|\n"
                        + rows(
                                Solvers.all().stream(),
                                solver -> "| `" + solver.name() + "` | " + (solver.exact() ? "yes" : "–") + " | "
                                        + solver.description() + " |\n"));
    }

    @Test
    void policiesAreThoseOfTheRegistry() throws IOException {
        README.requireBlock(
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
        README.requireBlock("commands", "```text\n" + help + "```\n");
    }

    private static <T> String rows(Stream<T> registered, Function<T, String> row) {
        return registered.map(row).collect(Collectors.joining());
    }
}
