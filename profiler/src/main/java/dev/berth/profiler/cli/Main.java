package dev.berth.profiler.cli;

import dev.berth.profile.BadInputException;
import dev.berth.profile.ExitCode;
import dev.berth.profiler.device.DeviceException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Entry point of the profiler's commands. */
@Command(
        name = "berth",
        description = "Measures what a generative model costs to keep at the edge.",
        mixinStandardHelpOptions = true,
        version = Main.TOOL,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            MachineCommand.class,
            ModelsCommand.class,
            ProfileCommand.class,
            CalibrateCommand.class,
            PredictCommand.class,
            ValidateCommand.class,
            ExportCommand.class,
            DiffCommand.class,
            BundleCommand.class,
            SelfTestCommand.class
        })
public final class Main implements Callable<Integer> {
    /** Name and version, as written into every file. */
    static final String TOOL = "berth " + Main.VERSION;

    static final String VERSION = "0.1.0";

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
        String message = code == ExitCode.INTERNAL
                ? "internal error: " + fault + "; please report it with the output of --verbose"
                : fault.getMessage();
        PrintWriter errors = command.getErr();
        errors.println("berth: " + oneLine(message));
        if (command.getCommandSpec().mixins().containsKey("console")
                && command.getCommandSpec().mixins().get("console").userObject() instanceof Console console
                && console.verbose()) {
            fault.printStackTrace(errors);
        }
        errors.flush();
        return code.status();
    }

    private static ExitCode codeOf(Exception fault) {
        if (fault instanceof BadInputException) {
            return ExitCode.BAD_INPUT;
        }
        if (fault instanceof DeviceException device && device.kind() == DeviceException.Kind.NO_DEVICE) {
            return ExitCode.NO_DEVICE;
        }
        return fault instanceof DeviceException ? ExitCode.BAD_INPUT : ExitCode.INTERNAL;
    }

    private static String oneLine(String message) {
        return String.valueOf(message).replaceAll("\\R\\s*", " ").strip();
    }
}
