package dev.berth.command;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Waits for programs that this one started; a signal that ends this process ends them and what they started. */
public final class ChildProcess {
    private static final long PATIENCE_MILLIS = 1000;

    private ChildProcess() {}

    /**
     * Waits for a program; ends it where it takes too long.
     *
     * @param patience how long to wait, > 0
     * @return its exit status; empty where it took longer
     * @throws InterruptedException where this thread was interrupted; the program is ended then
     */
    public static OptionalInt await(Process process, Duration patience) throws InterruptedException {
        Thread hook = new Thread(() -> end(process), "end " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
        boolean ended = false;
        try {
            ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException thisProcessEnds) {
            // Its end is no news of the program's own: nobody is told of it any more.
            Thread.currentThread().join();
        } finally {
            if (!ended) {
                end(process);
            }
        }
        return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    private static void end(Process process) {
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
