package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.solve.choice.Solvers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages follow the registries: what is registered is told there, and nothing else is. */
class ReadmeTest {
    private static final Path HOME = Path.of("..");

    private static String page(String name) throws IOException {
        return Files.readString(HOME.resolve(name));
    }

    @Test
    void everySolverHasItsRow() throws IOException {
        String table = page("README.md")
                .split("\\| solver \\| exact \\| what it does \\|\n", -1)[1]
                .split("\n\n", -1)[0];
        List<String> rows = table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", -1)[1])
                .sorted()
                .toList();
        assertEquals(Solvers.names().stream().sorted().toList(), rows);
    }

    @Test
    void everyCommandIsShown() throws IOException {
        String readme = page("README.md");
        assertEquals(
                List.of(),
                EveryCommandTest.names().stream()
                        .filter(name -> !readme.contains("./berth " + name))
                        .toList());
    }

    @Test
    void everyPolicyIsNamed() throws IOException {
        String readme = page("README.md");
        assertEquals(
                List.of(),
                Policies.names().stream()
                        .filter(name -> !readme.contains("`" + name + "`"))
                        .toList());
    }
}
