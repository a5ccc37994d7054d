package dev.berth.optimizer.cli;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.solve.TooLargeException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Entry point of the optimizer's commands. */
@Command(
        name = "berth",
        description = "Decides which models an edge server stores and preloads, slot by slot.",
        mixinStandardHelpOptions = true,
        version = Commands.TOOL,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PlanCommand.class,
            SimulateCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            ValidateCommand.class
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private Console console;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Commands.execute(commandLine(), arguments));
    }

    /** The whole command line, ready to execute; tests redirect its writers. */
    static CommandLine commandLine() {
        return Commands.line(new Main(), Main::codeOf);
    }

    @Override
    public Integer call() {
        console.fault("no command given; see 'berth --help'");
        return ExitCode.USAGE.status();
    }

    private static ExitCode codeOf(Exception fault) {
        if (fault instanceof InfeasibleException) {
            return ExitCode.INFEASIBLE;
        }
        return fault instanceof TooLargeException ? ExitCode.BAD_INPUT : ExitCode.INTERNAL;
    }
}
