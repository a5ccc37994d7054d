package dev.berth.command;

import dev.berth.kind.FileKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What one module brings to the program: its commands and its kinds of file. Help and command line follow it. Found by
 * {@link java.util.ServiceLoader}, so that a command is there where its module is on the class path.
 */
public interface CommandModule {
    /** Where its commands stand in the help; small numbers first. */
    int position();

    /** What its commands are for, in a few words above them in the help. */
    String heading();

    /**
     * The commands in the order of the help. Each carries picocli's {@code @Command} with a name and a one-line header,
     * mixes in a {@link Console} named {@code console}, and has a constructor without parameters.
     */
    List<Class<? extends Callable<Integer>>> commands();

    /** The kinds of file that this module reads or writes, the only list of them. */
    default List<FileKind> kinds() {
        return List.of();
    }

    /**
     * Exit status of a fault that this module knows.
     *
     * @param fault no {@link dev.berth.record.BadInputException}, which every module knows
     * @return empty where it does not know it
     */
    default Optional<ExitCode> statusOf(Exception fault) {
        return Optional.empty();
    }
}
