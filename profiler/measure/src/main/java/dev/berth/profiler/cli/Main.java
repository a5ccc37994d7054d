package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.profiler.device.DeviceException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Entry point of the profiler's commands. */
@Command(
        name = "berth",
        description = "Measures what a generative model costs to keep at the edge.",
        mixinStandardHelpOptions = true,
        version = Commands.TOOL,
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
    @Mixin
    private ProfilerConsole console;

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
        if (fault instanceof DeviceException device) {
            return device.kind() == DeviceException.Kind.NO_DEVICE ? ExitCode.NO_DEVICE : ExitCode.BAD_INPUT;
        }
        return ExitCode.INTERNAL;
    }
}
