package dev.berth.profiler.engine.process;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes one after the other and sees to it that nothing of them is left: not where they are closed, not
 * where a signal ends this process, and, by a shell that waits for that, not where this process is killed.
 */
public final class Supervisor implements AutoCloseable {
    private static final long SIGNAL_PATIENCE_NANOS = 400_000_000;

    private final Guard guard;
    private final Thread hook = new Thread(this::endWithThisProcess, "end what was started");
    private volatile boolean ending;
    private volatile Optional<ServingProcess> running = Optional.empty();

    private Supervisor(Guard guard) {
        this.guard = guard;
    }

    /**
     * Begins.
     *
     * @throws IOException where no shell can be started
     */
    public static Supervisor begin() throws IOException {
        ProcessTree.adoptOrphans();
        Supervisor supervisor = new Supervisor(Guard.over(RunMark.fresh().ofOwner()));
        Runtime.getRuntime().addShutdownHook(supervisor.hook);
        return supervisor;
    }

    /**
     * Ends what was left running by a Berth that was killed together with the shell that watched over it.
     *
     * @return the processes that were ended, for people
     */
    public static List<String> endLeftovers() {
        return RunMark.endOrphans();
    }

    /**
     * Starts a process; the one before must be closed.
     *
     * @throws IOException where it cannot be started
     */
    public ServingProcess start(Launch launch) throws IOException {
        waitIfEnding();
        guard.begin();
        ServingProcess process = ServingProcess.start(launch, RunMark.fresh(), guard::tellOf);
        running = Optional.of(process);
        return process;
    }

    /** Does not return where this process is ended by a signal: what is seen then is no news of what was started. */
    public void waitIfEnding() {
        if (ending) {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException goOn) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endWithThisProcess() {
        ending = true;
        running.ifPresent(process -> process.end(Signal.TERM, SIGNAL_PATIENCE_NANOS));
    }

    @Override
    public void close() {
        waitIfEnding();
        running.ifPresent(ServingProcess::close);
        guard.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException thisProcessEnds) {
            // Nothing runs any more.
        }
    }
}
