package dev.berth.optimizer.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command's words go: people's output to stdout, or to stderr where stdout carries JSON. Mixed into every
 * command.
 */
final class Console {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Machine output (JSON) on stdout, people's output on stderr.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only results and errors.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show stack traces of errors.")
    private boolean verbose;

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    /** A result for people. */
    void result(String text) {
        PrintWriter writer = json ? errors() : output();
        writer.println(text);
        writer.flush();
    }

    /** Progress or a remark; left out with {@code --quiet}. */
    void remark(String text) {
        if (!quiet) {
            errors().println(text);
            errors().flush();
        }
    }

    /** A fault, one line; the command goes on. */
    void fault(String line) {
        errors().println("berth: " + line);
        errors().flush();
    }

    /** The machine's result; call once, with {@link #json()} only. */
    void document(String text) {
        output().println(text);
        output().flush();
    }

    private PrintWriter output() {
        return command.commandLine().getOut();
    }

    private PrintWriter errors() {
        return command.commandLine().getErr();
    }
}
