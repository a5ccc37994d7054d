package dev.berth.command;

import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.text.ShellWords;
import dev.berth.text.UnknownColumnException;
import dev.berth.text.VisibleText;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Command lines that answer every fault with one line and a documented exit status. */
public final class Commands {
    /** Version of every module. */
    public static final String VERSION = "0.1.0";

    /** Day of that version: that of {@code project.build.outputTimestamp}, which all that is packed bears. */
    public static final String DATED = "2026-11-23";

    /** Name and version, as written into every file. */
    public static final String TOOL = "berth " + VERSION;

    private static final String EXAMPLE_INDENT = "  ";

    private Commands() {}

    /**
     * Runs a command as a user would; its words go to this process's stdout and stderr.
     *
     * @param words name of the command, options, and what they are for
     * @return exit status
     */
    public static int run(String... words) {
        return run(null, null, words);
    }

    /**
     * The same with its words going elsewhere.
     *
     * @param out in stdout's place; null: stdout
     * @param err in stderr's place; null: stderr
     */
    public static int run(PrintWriter out, PrintWriter err, String... words) {
        Registry registry = Registry.ofClassPath();
        String[] asked = inOrder(words);
        if (TopHelp.isAskedBy(asked)) {
            PrintWriter writer = out == null ? new PrintWriter(System.out, false, Charset.defaultCharset()) : out;
            writer.print(TopHelp.of(registry));
            writer.flush();
            return ExitCode.OK.status();
        }
        if (asked.length > 1
                && !asked[0].startsWith("-")
                && !registry.commands().containsKey(asked[0])) {
            // What follows is of a command that is not known.
            asked = new String[] {asked[0]};
        }
        CommandLine line = line(registry, asked);
        if (out != null) {
            line.setOut(out);
        }
        if (err != null) {
            line.setErr(err);
        }
        List<String> faults = new ArrayList<>();
        int status = execute(line, registry, faults, asked);
        answerFaults(status, line, faults, words);
        return status;
    }

    /**
     * The machine's result of a command that ended before it had one.
     *
     * @param faults one line each, as on stderr
     */
    record Unanswered(List<String> faults) {}

    private static void answerFaults(int status, CommandLine line, List<String> faults, String... words) {
        Optional<Console> console = console(line);
        if (status == ExitCode.OK.status()
                || status == ExitCode.INTERRUPTED.status()
                || !Arrays.asList(words).contains("--json")
                || console.filter(Console::answered).isPresent()) {
            return;
        }
        List<String> all = new ArrayList<>(console.map(Console::faults).orElse(List.of()));
        all.addAll(faults);
        line.getOut().print(Json.pretty(new Unanswered(all)));
        line.getOut().flush();
    }

    /** That of the command that was run; none where it was not found, or its options are wrong. */
    private static Optional<Console> console(CommandLine line) {
        return line.getSubcommands().values().stream()
                .map(command -> command.getCommandSpec().mixins().get("console"))
                .flatMap(mixin -> mixin == null ? Stream.empty() : Stream.of(mixin.userObject()))
                .filter(Console.class::isInstance)
                .map(Console.class::cast)
                .findFirst();
    }

    /** The name of the command first: options of every command may stand before it, and help may ask for it. */
    private static String[] inOrder(String... words) {
        int name = 0;
        while (name < words.length && words[name].startsWith("-")) {
            name++;
        }
        if (name == words.length) {
            return words;
        }
        List<String> ordered = new ArrayList<>(Arrays.asList(words).subList(name, words.length));
        ordered.addAll(Arrays.asList(words).subList(0, name));
        if (ordered.size() > 1 && ordered.get(0).equals("help")) {
            ordered.remove(0);
            return ordered.get(0).startsWith("-") ? new String[] {"--help"} : new String[] {ordered.get(0), "--help"};
        }
        return ordered.toArray(String[]::new);
    }

    /** Of all commands only the one that is asked for is made: making them takes longer than many of them run. */
    private static CommandLine line(Registry registry, String... words) {
        Class<?> named = words.length == 0 ? null : registry.commands().get(words[0]);
        CommandLine line = line(registry, named == null ? List.of() : List.of(named));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /**
     * The command line with all its commands, for what is made of it: completions and man pages.
     *
     * @param wanted by the class of a command
     */
    public static CommandLine all(Predicate<Class<?>> wanted) {
        Registry registry = Registry.ofClassPath();
        return line(
                registry, registry.commands().values().stream().filter(wanted).toList());
    }

    private static CommandLine line(Registry registry, List<? extends Class<?>> commands) {
        CommandLine line = new CommandLine(new TopCommand());
        commands.forEach(command ->
                line.addSubcommand(command == ValidateCommand.class ? new ValidateCommand(registry.kinds()) : command));
        line.getSubcommands().values().forEach(each -> addHelp(each.getCommandSpec()));
        return line;
    }

    /** On lines that a shell reads as one: it takes the backslash and the end of the line for nothing. */
    private static String shown(String example) {
        String[] parts = example.split(Examples.MARK, 2);
        StringBuilder lines = new StringBuilder();
        int width = 0;
        for (String word : parts[0].split(" ", -1)) {
            if (width == 0) {
                lines.append(EXAMPLE_INDENT).append(word);
                width = EXAMPLE_INDENT.length() + word.length();
            } else if (width + word.length() + " \\ ".length() <= Console.WIDTH) {
                lines.append(' ').append(word);
                width += 1 + word.length();
            } else {
                lines.append(" \\%n".formatted())
                        .append(EXAMPLE_INDENT.repeat(2))
                        .append(word);
                width = 2 * EXAMPLE_INDENT.length() + word.length();
            }
        }
        if (parts.length > 1) {
            lines.append("%n".formatted()).append(EXAMPLE_INDENT.repeat(3)).append(parts[1]);
        }
        return lines.toString();
    }

    private static void addHelp(CommandSpec command) {
        command.version(TOOL);
        List<String> examples = examples(command);
        if (!examples.isEmpty()) {
            command.usageMessage()
                    .footerHeading("%nExamples:%n")
                    .footer(examples.stream()
                            .map(example -> shown(example).replace("%", "%%"))
                            .toArray(String[]::new));
        }
        if (!command.mixinStandardHelpOptions()) {
            // Its short options are another program's.
            command.addOption(OptionSpec.builder("--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build());
            command.addOption(OptionSpec.builder("--version")
                    .versionHelp(true)
                    .description("Print version information and exit.")
                    .build());
        }
    }

    /** Names of all commands. */
    public static Set<String> names() {
        return Registry.ofClassPath().commands().keySet();
    }

    /** How a command is used: what is typed, {@link Examples#MARK}, what it does. */
    public static List<String> examples(CommandSpec command) {
        Examples examples = command.userObject().getClass().getAnnotation(Examples.class);
        return examples == null ? List.of() : List.of(examples.value());
    }

    /**
     * Runs it; what the Java machine itself lacks is told in one line too.
     *
     * @param faults takes what is told on stderr of the command's end
     */
    private static int execute(CommandLine line, Registry registry, List<String> faults, String... words) {
        line.setParameterExceptionHandler((fault, arguments) -> usageFault(fault, registry, faults));
        line.setExecutionExceptionHandler(
                (fault, command, parsed) -> executionFault(fault, statusOf(fault, registry), command, faults));
        try {
            return line.execute(words);
        } catch (OutOfMemoryError lack) {
            boolean threads = String.valueOf(lack.getMessage()).contains("native thread");
            faults.add(
                    threads
                            ? "no further thread can be started; allow more processes (ulimit -u, pids.max)"
                            : "out of memory (" + lack.getMessage() + "); allow more by BERTH_JAVA_OPTS=-Xmx1g");
        } catch (LinkageError fault) {
            faults.add("a native library cannot be loaded: "
                    + VisibleText.of(String.valueOf(fault.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""))
                    + "; name a folder that may hold programs by BERTH_JAVA_OPTS='-Djava.io.tmpdir=DIR"
                    + " -Djna.tmpdir=DIR'");
        }
        line.getErr().println("berth: " + faults.get(0));
        line.getErr().flush();
        return ExitCode.INTERNAL.status();
    }

    private static int usageFault(ParameterException fault, Registry registry, List<String> faults) {
        CommandLine command = fault.getCommandLine();
        faults.add(VisibleText.of(UsageFault.of(fault, registry)));
        command.getErr().println("berth: " + faults.get(0) + "; see '" + help(command) + "'");
        command.getErr().flush();
        return ExitCode.USAGE.status();
    }

    private static String help(CommandLine command) {
        return ShellWords.called(command.getCommandSpec().qualifiedName() + " --help");
    }

    private static ExitCode statusOf(Exception fault, Registry registry) {
        if (fault instanceof BadOptionException || fault instanceof UnknownColumnException) {
            return ExitCode.USAGE;
        }
        return fault instanceof BadInputException || fault instanceof FileSystemException
                ? ExitCode.BAD_INPUT
                : registry.statusOf(fault);
    }

    private static int executionFault(Exception fault, ExitCode code, CommandLine command, List<String> faults) {
        PrintWriter errors = command.getErr();
        lines(fault, code).forEach(line -> faults.add(VisibleText.of(line.strip())));
        for (String line : faults) {
            errors.println("berth: " + line + (code == ExitCode.USAGE ? "; see '" + help(command) + "'" : ""));
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
        if (fault instanceof FileSystemException file) {
            return List.of(file.getReason() == null ? file.getFile() + ": " + reason(file) : file.getMessage());
        }
        return code == ExitCode.INTERNAL
                ? List.of("internal error: " + fault + "; please report it with the output of --verbose")
                : List.of(String.valueOf(fault.getMessage()));
    }

    /** What hinders is the user's to mend, and the file system may name nothing but the file. */
    private static String reason(FileSystemException fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "is there already, and is no folder";
        }
        return fault instanceof AccessDeniedException ? "not permitted, choose another place" : "cannot be used here";
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
