package dev.berth.command.shell;

import dev.berth.command.CommandModule;
import java.util.List;
import java.util.concurrent.Callable;

/** The commands that make shells and {@code man} know all others. */
public final class ShellCommands implements CommandModule {
    @Override
    public int position() {
        return 5;
    }

    @Override
    public String heading() {
        return "In a shell";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(CompletionCommand.class, ManCommand.class);
    }
}
