package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is registered is everywhere where one of its kind can be named. */
class RegistryTest {
    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("plan", "--solver", Solvers.names()),
                Arguments.of("simulate", "--solver", Solvers.names()),
                Arguments.of("simulate", "--policy", Policies.names()),
                Arguments.of("compare", "--solver", Solvers.names()),
                Arguments.of("compare", "--policy", Policies.names()));
    }

    @ParameterizedTest
    @MethodSource("options")
    void helpNamesAllThereAre(String command, String option, List<String> names) {
        CommandRun help = new CommandRun();
        help.run(command, "--help");

        String said = help.output.toString().replaceAll("\\s+", " ");
        String listed = said.substring(said.indexOf(option));
        assertTrue(listed.contains(String.join(", ", names)), listed);
    }

    @ParameterizedTest
    @MethodSource("options")
    void aNameThatNothingHasIsToldTheNamesOfAll(String command, String option, List<String> names) {
        CommandRun typo = new CommandRun();

        assertEquals(2, typo.run(command, option, "no-such-method"));
        assertTrue(typo.errors.toString().replaceAll("\\s+", " ").contains(String.join(", ", names)));
    }
}
