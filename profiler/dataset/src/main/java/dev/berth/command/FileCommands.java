package dev.berth.command;

import java.util.List;
import java.util.concurrent.Callable;

/** The commands that take files of every module. */
public final class FileCommands implements CommandModule {
    @Override
    public int position() {
        return 3;
    }

    @Override
    public String heading() {
        return "Check files";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(ValidateCommand.class);
    }
}
