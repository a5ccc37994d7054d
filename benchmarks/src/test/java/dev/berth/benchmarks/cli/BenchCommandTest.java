package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.solve.choice.Solvers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class BenchCommandTest {
    private static List<String> solvers(String... words) throws Exception {
        return List.copyOf(BenchCommand.withContestants(new CommandLineOptions(words))
                .build()
                .getParameter("solver")
                .get());
    }

    @Test
    void everySolverThatIsRegisteredTakesPart() throws Exception {
        List<String> all = solvers("SolveBenchmark", "-f", "0");

        assertTrue(all.containsAll(Solvers.names()), all.toString());
    }

    @Test
    void whoIsNamedIsAlone() throws Exception {
        assertEquals(List.of("auto"), solvers("SolveBenchmark", "-p", "solver=auto"));
        assertEquals(List.of("auto", "scip"), solvers("-psolver=auto,scip"));
    }
}
