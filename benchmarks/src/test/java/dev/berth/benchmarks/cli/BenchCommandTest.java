package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.command.Commands;
import dev.berth.optimizer.solve.choice.Solvers;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    void benchmarksAreListedForProgramsToo() throws Exception {
        StringWriter out = new StringWriter();
        int status = Commands.run(new PrintWriter(out), new PrintWriter(new StringWriter()), "bench", "--json", "-l");

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertEquals(0, status);
        assertTrue(answer.get("lines").size() > 5, out.toString());
        answer.get("lines")
                .forEach(line -> assertTrue(line.asText().matches("dev[.]berth[.][A-Za-z.]+"), line.asText()));
    }

    @Test
    void whoIsNamedIsAlone() throws Exception {
        assertEquals(List.of("auto"), solvers("SolveBenchmark", "-p", "solver=auto"));
        assertEquals(List.of("auto", "scip"), solvers("-psolver=auto,scip"));
    }
}
