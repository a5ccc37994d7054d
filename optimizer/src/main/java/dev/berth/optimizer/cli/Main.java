package dev.berth.optimizer.cli;

import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Entry point of the optimizer's commands. */
@Command(
        name = "berth",
        description = "Decides which models an edge server stores and preloads, slot by slot.",
        mixinStandardHelpOptions = true,
        version = Main.TOOL,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PlanCommand.class, CompareCommand.class, ReportCommand.class, ValidateCommand.class})
public final class Main implements Callable<Integer> {
    /** Name and version, as written into every file. */
    static final String TOOL = "berth 0.1.0";

    @Mixin
    private Console console;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute; tests redirect its writers. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(Main::usageFault);
        commandLine.setExecutionExceptionHandler((fault, command, parsed) -> executionFault(fault, command));
        return commandLine;
    }

    @Override
    public Integer call() {
        console.fault("no command given; see 'berth --help'");
        return ExitCode.USAGE.status();
    }

    private static int usageFault(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        command.getErr()
                .println("berth: " + oneLine(fault.getMessage()) + "; see '"
                        + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE.status();
    }

    private static int executionFault(Exception fault, CommandLine command) {
        ExitCode code = codeOf(fault);
        PrintWriter errors = command.getErr();
        for (String line : lines(fault, code)) {
            errors.println("berth: " + oneLine(line));
        }
        if (command.getCommandSpec().mixins().containsKey("console")
                && command.getCommandSpec().mixins().get("console").userObject() instanceof Console console
                && console.verbose()) {
            fault.printStackTrace(errors);
        }
        errors.flush();
        return code.status();
    }

    private static List<String> lines(Exception fault, ExitCode code) {
        if (fault instanceof BadInputException badInput) {
            return badInput.faults();
        }
        return code == ExitCode.INTERNAL
                ? List.of("internal error: " + fault + "; please report it with the output of --verbose")
                : List.of(fault.getMessage());
    }

    private static ExitCode codeOf(Exception fault) {
        if (fault instanceof InfeasibleException) {
            return ExitCode.INFEASIBLE;
        }
        return fault instanceof BadInputException || fault instanceof TooLargeException
                ? ExitCode.BAD_INPUT
                : ExitCode.INTERNAL;
    }

    private static String oneLine(String message) {
        return String.valueOf(message).replaceAll("\\R\\s*", " ").strip();
    }
}
