package dev.berth.command.shell;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code man}: pages of the manual. */
@Examples({
    "berth man profile | man -l - # a command's page",
    "berth man > ~/.local/share/man/man1/berth.1 # the page of all commands, where man finds it"
})
@Answers(ManCommand.Page.class)
@Command(
        name = "man",
        header = "man pages",
        description = "Prints the man page of a command, or the one that names all commands.",
        mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            completionCandidates = Names.class,
            description = "One of 'berth help'. Default: all of them.")
    private String name;

    /** What shells complete. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Commands.names().iterator();
        }
    }

    /**
     * The machine's result.
     *
     * @param page name of the page
     * @param roff what man reads
     */
    record Page(String page, String roff) {}

    @Override
    public Integer call() {
        CommandLine berth = Commands.all(command -> true);
        CommandLine named = name == null ? berth : berth.getSubcommands().get(name);
        if (named == null) {
            throw new BadOptionException("COMMAND " + name + ": no such command, expected one of "
                    + String.join(", ", berth.getSubcommands().keySet()));
        }
        String roff = name == null ? ManPage.ofAll(berth) : ManPage.of(named);
        String page = name == null ? "berth" : ManPage.fileName(named.getCommandSpec());
        console.document((console.json() ? Json.pretty(new Page(page, roff)) : roff).stripTrailing());
        return ExitCode.OK.status();
    }
}
