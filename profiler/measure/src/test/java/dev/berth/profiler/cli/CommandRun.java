package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/**
 * A command line that was executed as a user would, within this process.
 *
 * @param status exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandRun(int status, String out, String err) {
    static CommandRun of(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Commands.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(words).map(Object::toString).toArray(String[]::new));
        return new CommandRun(status, out.toString(), err.toString());
    }
}
