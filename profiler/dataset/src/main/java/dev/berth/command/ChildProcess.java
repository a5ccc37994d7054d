package dev.berth.command;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that this one started, with what it started itself: ended where it is closed, and where a signal ends this
 * process before.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1000;

    private final Process process;
    private final Thread hook;

    /** @param process was started by this one */
    public ChildProcess(Process process) {
        this.process = process;
        hook = new Thread(this::end, "end " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Waits for a program; ends it where it takes too long.
     *
     * @param patience how long to wait, > 0
     * @return its exit status; empty where it took longer
     * @throws InterruptedException where this thread was interrupted; the program is ended then
     */
    public static OptionalInt await(Process process, Duration patience) throws InterruptedException {
        try (ChildProcess child = new ChildProcess(process)) {
            return child.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        }
    }

    /** Ends it where it has not ended; does not return where this process ends, for then its end is no news. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException thisProcessEnds) {
            stay();
        }
        if (process.isAlive()) {
            end();
        }
    }

    private static void stay() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        Stream<ProcessHandle> started = process.descendants();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
