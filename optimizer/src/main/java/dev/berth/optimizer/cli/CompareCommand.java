package dev.berth.optimizer.cli;

import dev.berth.optimizer.solve.Solvers;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: every solver on one scenario. */
@Command(
        name = "compare",
        description = "Runs every solver on one scenario and prints one table.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private LookAheadOption lookAhead;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "Dataset to plan with.")
    private Path profiles;

    @Option(names = "--scenario", required = true, paramLabel = "FILE", description = "Scenario to plan for.")
    private Path scenario;

    @Override
    public Integer call() {
        Planning planning = new Planning(profiles, scenario);
        planning.solve(lookAhead.applyTo(Solvers.all()), console::remark);
        List<String> lines = new ArrayList<>();
        new PlanText(planning).solvers(lines);
        console.result(String.join(System.lineSeparator(), lines));
        if (console.json()) {
            console.document(Json.pretty(planning.file()).stripTrailing());
        }
        return ExitCode.OK.status();
    }
}
