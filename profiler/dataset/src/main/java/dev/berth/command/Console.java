package dev.berth.command;

import dev.berth.text.Ink;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command's words go: people's output to stdout, or to stderr where stdout carries JSON. Mixed into every
 * command.
 */
public class Console {
    /** Columns where the terminal's are not known, and of what goes elsewhere. */
    public static final int WIDTH = 80;

    private static final int LEAST_WIDTH = 40;

    /** Options that say where a result goes, how it looks and how fast it comes, not what it is. */
    private static final Set<String> OF_OUTPUT =
            Set.of("--json", "--quiet", "--verbose", "--out", "--format", "--figure", "--wide", "--columns");

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<StatusLine> statusLines = new CopyOnWriteArrayList<>();
    private boolean answered;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Machine output (JSON) on stdout, people's output on stderr.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only results, errors and what was left out.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    /** Whether stdout carries JSON. */
    public boolean json() {
        return json;
    }

    /** Whether remarks are left out. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether faults show where they came from. */
    public boolean verbose() {
        return verbose;
    }

    /**
     * Columns of results for people: those of the terminal, as the launcher knows them, or of {@code COLUMNS} in the
     * environment, else {@link #WIDTH}.
     */
    public int width() {
        String stated = System.getProperty("berth.columns", System.getenv().getOrDefault("COLUMNS", ""));
        return stated.matches("[0-9]{1,4}") ? Math.max(LEAST_WIDTH, Integer.parseInt(stated)) : WIDTH;
    }

    /** A result for people, a line each. */
    public void result(List<String> lines) {
        PrintWriter writer = json ? errors() : output();
        boolean terminal = json ? errorsAreTerminal() : Boolean.getBoolean("berth.terminal.out");
        lines.forEach(line -> writer.println(Ink.PLAIN.of(line, terminal)));
        writer.flush();
    }

    /** Progress or a remark, one line; left out with {@code --quiet}. */
    public void remark(String line) {
        if (!quiet) {
            tell(line, Ink.PLAIN);
        }
    }

    /** What makes the result another than was asked for, one line: told with {@code --quiet} too. */
    public void warning(String line) {
        tell(line, Ink.WARNING);
    }

    /** A fault, one line; the command goes on. */
    public void fault(String line) {
        faults.add(line);
        tell("berth: " + line, Ink.FAULT);
    }

    /** Until it is closed, a command is told of where a signal ends it. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Where a signal ends the command, says so in one line, and nothing after it: closing the watch does not return
     * then. The process ends with {@link ExitCode#INTERRUPTED} in any case.
     *
     * @param words what was kept and how to go on; may keep it first, and has a second for that
     */
    public Watch whenInterrupted(Supplier<String> words) {
        Thread hook = new Thread(
                () -> {
                    statusLines.forEach(StatusLine::end);
                    fault("interrupted; " + words.get());
                },
                "tell of the interruption");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            return () -> {};
        }
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                // It tells, and keeps what there is: the command neither tells nor writes it once more.
                new Semaphore(0).acquireUninterruptibly();
            }
        };
    }

    private void tell(String line, Ink ink) {
        errors().println(ink.of(line, errorsAreTerminal()));
        errors().flush();
    }

    /**
     * Java cannot ask whether stderr is a terminal; the launcher can, and does not call one that shows plain text
     * alone, or is to ({@code NO_COLOR}).
     */
    private static boolean errorsAreTerminal() {
        return Boolean.getBoolean("berth.terminal");
    }

    /** The machine's result; call once, with {@link #json()} only. */
    public void document(String text) {
        answered = true;
        output().println(text);
        output().flush();
    }

    /** Stdout for a text that is a file's content; what is written at once must be whole characters, in UTF-8. */
    public OutputStream stdout() {
        answered = true;
        PrintWriter writer = output();
        return new OutputStream() {
            @Override
            public void write(int single) {
                writer.write(single);
            }

            @Override
            public void write(byte[] bytes, int begin, int length) {
                writer.print(new String(bytes, begin, length, StandardCharsets.UTF_8));
                writer.flush();
            }
        };
    }

    /** Progress on stderr; nothing with {@code --quiet}. */
    public StatusLine statusLine() {
        PrintWriter writer = quiet ? new PrintWriter(Writer.nullWriter()) : errors();
        StatusLine line = new StatusLine(writer, errorsAreTerminal() && !quiet, width());
        statusLines.add(line);
        return line;
    }

    /**
     * Runs another command within this one, as loud as this one; its words go where this one's go.
     *
     * @return its exit status
     */
    public int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (json) {
            all.add("--json");
            answered = true;
        }
        if (quiet) {
            all.add("--quiet");
        }
        if (verbose) {
            all.add("--verbose");
        }
        return Commands.run(output(), errors(), all.toArray(String[]::new));
    }

    /**
     * The command as people type it to have the same result again, without options that say where it goes, how it looks
     * and how fast it comes.
     *
     * @param without further options to leave out, by their longest names
     * @return name of the command and its options
     */
    public List<Object> words(String... without) {
        List<Object> words = new ArrayList<>(List.of(command.name()));
        CommandLine.ParseResult parsed = command.commandLine().getParseResult();
        for (OptionSpec option : new LinkedHashSet<>(parsed.matchedOptions())) {
            String name = option.longestName();
            if (OF_OUTPUT.contains(name) || Arrays.asList(without).contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(name);
            }
            option.originalStringValues().stream()
                    .filter(value -> option.arity().max() > 0)
                    .forEach(value -> words.addAll(List.of(name, value)));
        }
        parsed.matchedPositionals().stream()
                .distinct()
                .forEach(parameter -> words.addAll(parameter.originalStringValues()));
        return words;
    }

    /** Whether stdout has what was asked for. */
    boolean answered() {
        return answered;
    }

    /** What was told as faults, in that order. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private PrintWriter output() {
        return command.commandLine().getOut();
    }

    /** Where people's output goes beside results. */
    protected final PrintWriter errors() {
        return command.commandLine().getErr();
    }
}
