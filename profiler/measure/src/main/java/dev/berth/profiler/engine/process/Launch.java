package dev.berth.profiler.engine.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is started.
 *
 * @param command program and arguments
 * @param environment variables put into its environment
 * @param folder its working folder, which it may fill up to a limit
 * @param listener hears each line of its output, on another thread
 */
public record Launch(List<String> command, Map<String, String> environment, Path folder, Listener listener) {
    /** Hears what a process writes. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A line was written.
         *
         * @param line without its end; of a long one the beginning
         * @param nanos {@link System#nanoTime} when it was there
         */
        void line(String line, long nanos);
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Why it cannot be started, one line: its program is not there. */
    public Optional<String> whyNot() {
        return Programs.find(command.get(0)).isPresent()
                ? Optional.empty()
                : Optional.of("no program '" + command.get(0) + "' on the PATH");
    }
}
