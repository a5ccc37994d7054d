package dev.berth.command;

import dev.berth.record.BadInputException;
import dev.berth.text.VisibleText;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines that answer every fault with one line and a documented exit status. */
public final class Commands {
    /** Version of every module. */
    public static final String VERSION = "0.1.0";

    /** Name and version, as written into every file. */
    public static final String TOOL = "berth " + VERSION;

    private Commands() {}

    /**
     * The command line, ready to execute; tests redirect its writers.
     *
     * @param main its top command; commands that show stack traces on request mix in a {@link Console} named
     *     {@code console}
     * @param codeOf the status of a fault that is not a {@link BadInputException}
     */
    public static CommandLine line(Object main, Function<Exception, ExitCode> codeOf) {
        CommandLine commandLine = new CommandLine(main);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((fault, arguments) -> usageFault(fault));
        commandLine.setExecutionExceptionHandler((fault, command, parsed) -> executionFault(
                fault, fault instanceof BadInputException ? ExitCode.BAD_INPUT : codeOf.apply(fault), command));
        return commandLine;
    }

    /**
     * Executes a command; what the Java machine itself lacks is told in one line too.
     *
     * @return exit status
     */
    public static int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError lack) {
            boolean threads = String.valueOf(lack.getMessage()).contains("native thread");
            line.getErr()
                    .println("berth: "
                            + (threads
                                    ? "no further thread can be started; allow more processes (ulimit -u, pids.max)"
                                    : "out of memory (" + lack.getMessage()
                                            + "); allow more by BERTH_JAVA_OPTS=-Xmx1g"));
        } catch (LinkageError fault) {
            line.getErr()
                    .println("berth: a native library cannot be loaded: "
                            + VisibleText.of(String.valueOf(fault.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""))
                            + "; name a folder that may hold programs by BERTH_JAVA_OPTS='-Djava.io.tmpdir=DIR"
                            + " -Djna.tmpdir=DIR'");
        }
        line.getErr().flush();
        return ExitCode.INTERNAL.status();
    }

    private static int usageFault(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        command.getErr()
                .println("berth: " + VisibleText.of(fault.getMessage().strip()) + "; see '"
                        + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE.status();
    }

    private static int executionFault(Exception fault, ExitCode code, CommandLine command) {
        PrintWriter errors = command.getErr();
        for (String line : lines(fault, code)) {
            errors.println("berth: " + VisibleText.of(line.strip()));
        }
        if (command.getCommandSpec().mixins().containsKey("console")
                && command.getCommandSpec().mixins().get("console").userObject() instanceof Console console
                && console.verbose()) {
            printTrace(fault, errors);
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
                : List.of(String.valueOf(fault.getMessage()));
    }

    /** As {@link Throwable#printStackTrace} does, but a message is one line whatever stands in it. */
    private static void printTrace(Throwable fault, PrintWriter errors) {
        String head = "";
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            errors.println(head + VisibleText.of(cause.toString()));
            for (StackTraceElement element : cause.getStackTrace()) {
                errors.println("\tat " + element);
            }
            head = "Caused by: ";
        }
    }
}
