package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.StatusLine;
import dev.berth.optimizer.decide.Progress;
import dev.berth.optimizer.solve.SolveProgress;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells people at a console. */
final class ConsoleProgress implements Progress {
    private final Console console;
    private final BooleanSupplier stop;
    /** What ends sooner needs no lines. */
    private static final long SILENT_NANOS = 2_000_000_000L;

    private final StatusLine status;
    private final SolveWatch watch;
    private final long beginNanos = System.nanoTime();

    ConsoleProgress(Console console) {
        this(console, () -> false);
    }

    /** @param stop whether solvers are to end with the best plan that they have */
    ConsoleProgress(Console console, BooleanSupplier stop) {
        this.console = console;
        this.stop = stop;
        status = console.statusLine();
        watch = SolveWatch.on(status);
    }

    @Override
    public void warning(String line) {
        status.erase();
        console.warning(line);
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }

    @Override
    public void step(String what, int done, int of) {
        long elapsed = System.nanoTime() - beginNanos;
        if (!status.isTerminal() && elapsed < SILENT_NANOS) {
            return;
        }
        status.progress(done, of, done + " of " + of + StatusLine.left(elapsed, done, of) + "; " + what);
    }

    /** Leaves the terminal on a line of its own. */
    void finish() {
        status.erase();
    }

    @Override
    public <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve) {
        return watch.during(solver, solve);
    }
}
