package dev.berth.command.shell;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code completion}: what a shell reads to complete commands and options. */
@Examples({
    "berth completion bash > ~/.local/share/bash-completion/completions/berth # from the next shell on",
    "berth completion zsh > ~/.zfunc/_berth # where fpath has ~/.zfunc before compinit",
    "berth completion fish > ~/.config/fish/completions/berth.fish # at once"
})
@Answers(CompletionCommand.Script.class)
@Command(
        name = "completion",
        header = "completes commands and options in bash, zsh and fish",
        description = "Prints what a shell reads to complete commands, options and their values as they are typed.",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell;

    /**
     * The machine's result.
     *
     * @param shell its name
     * @param file where below a prefix such as /usr/local the shell looks for it
     * @param script what it reads
     */
    record Script(String shell, String file, String script) {}

    @Override
    public Integer call() {
        String script = shell.script(Commands.all(command -> true));
        console.document(
                console.json()
                        ? Json.pretty(new Script(shell.label(), shell.file(), script))
                                .stripTrailing()
                        : script.stripTrailing());
        return ExitCode.OK.status();
    }
}
