package dev.berth.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What stands above all commands: help and version, and what is told who names no command. */
@Command(
        name = "berth",
        description =
                "Measures what a generative model costs to keep at the edge, and decides which models get a berth.",
        mixinStandardHelpOptions = true,
        version = Commands.TOOL,
        synopsisSubcommandLabel = "COMMAND")
final class TopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "no command given");
    }
}
