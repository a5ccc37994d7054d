package dev.berth.optimizer.cli;

import dev.berth.optimizer.decide.Replan;
import dev.berth.optimizer.decide.SeededRuns;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often and how it is simulated; mixed into the commands that do. */
final class SimulationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Runs of each plan and policy, with seeds that follow by one (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of the first run, and of solvers that draw at random (default: ${DEFAULT-VALUE}).")
    private long firstSeed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Runs at the same time; the result does not depend on it (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--replan",
            paramLabel = "WHEN",
            converter = MethodNames.OfReplan.class,
            completionCandidates = MethodNames.OfReplan.class,
            description =
                    "When plans that are followed give way to new ones, of what was seen and by the solver auto, may"
                            + " be given again: ${COMPLETION-CANDIDATES} (default: never). drift: where requests of the last"
                            + " slots differ from those expected by more than chance.")
    private List<Replan> replans = List.of(Replan.NEVER);

    /**
     * What was asked for.
     *
     * @throws ParameterException where an option is out of range
     */
    SeededRuns runs() {
        require("--seeds", seeds);
        require("--threads", threads);
        return new SeededRuns(
                seeds, firstSeed, threads, replans.stream().distinct().toList());
    }

    private void require(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    command.commandLine(), "out of range: " + option + "=" + value + ", expected >= 1");
        }
    }
}
