package dev.berth.optimizer.cli;

import dev.berth.command.StatusLine;
import dev.berth.optimizer.solve.SolveProgress;
import dev.berth.text.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Tells people how solves go that take longer than two seconds: solver, time, cheapest plan and gap so far, and what is
 * being done. A thread of its own looks at the clock, so that solvers need not.
 */
final class SolveWatch {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEXT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NEXT_ON_TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TICK_MILLIS = 250;
    private static final double NANO = 1e9;

    private final StatusLine status;
    private final LongSupplier nanoTime;
    private volatile SolveProgress latest = nothing();
    private String solver = "";
    private long begin;
    private long stageBegin;
    private long next;

    /** @param nanoTime a clock as {@link System#nanoTime} */
    SolveWatch(StatusLine status, LongSupplier nanoTime) {
        this.status = status;
        this.nanoTime = nanoTime;
    }

    /** On the clock of this machine. */
    static SolveWatch on(StatusLine status) {
        return new SolveWatch(status, System::nanoTime);
    }

    private static SolveProgress nothing() {
        return new SolveProgress("", OptionalLong.empty(), OptionalLong.empty());
    }

    /** Watches one solve, which tells how far it is. */
    <T> T during(String solverName, Function<Consumer<SolveProgress>, T> solve) {
        begin(solverName);
        Thread ticker = new Thread(this::tickUntilInterrupted, "solve-watch");
        ticker.setDaemon(true);
        ticker.start();
        try {
            return solve.apply(this::tell);
        } finally {
            ticker.interrupt();
            end();
        }
    }

    private void tickUntilInterrupted() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                tick();
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void begin(String solverName) {
        solver = solverName;
        latest = nothing();
        begin = nanoTime.getAsLong();
        next = FIRST_NANOS;
    }

    /** What was known of cost and bound stays so until something newer is. */
    synchronized void tell(SolveProgress progress) {
        SolveProgress before = latest;
        if (!progress.stage().equals(before.stage())) {
            stageBegin = nanoTime.getAsLong();
        }
        latest = progress.cost().isPresent()
                ? progress
                : new SolveProgress(progress.stage(), before.cost(), before.bound(), progress.done(), progress.of());
    }

    /** Looks at the clock; tells where it is time to. */
    synchronized void tick() {
        long elapsed = nanoTime.getAsLong() - begin;
        if (solver.isEmpty() || elapsed < next) {
            return;
        }
        next = elapsed + (status.isTerminal() ? NEXT_ON_TERMINAL_NANOS : NEXT_NANOS);
        String line = line(elapsed);
        if (status.isTerminal()) {
            status.overwrite(line);
        } else {
            status.println(line);
        }
    }

    private String line(long elapsedNanos) {
        SolveProgress now = latest;
        StringBuilder line = new StringBuilder();
        line.append(solver)
                .append(": ")
                .append(TimeUnit.NANOSECONDS.toSeconds(elapsedNanos))
                .append(" s");
        if (now.cost().isPresent()) {
            double cost = (double) now.cost().getAsLong();
            line.append(String.format(Locale.ROOT, ", cost %.6g", cost / NANO));
            if (now.bound().isPresent() && cost > 0) {
                line.append(", gap ")
                        .append(Figures.percent((cost - (double) now.bound().getAsLong()) / cost, 3));
            }
        }
        return line.append(now.stage().isEmpty() ? "" : ", ")
                .append(now.stage())
                .append(part(now))
                .toString();
    }

    /** What of the stage is done, and how long the rest takes if it goes on so. */
    private String part(SolveProgress now) {
        if (now.of() == 0) {
            return "";
        }
        String part = ", " + now.done() + " of " + now.of();
        double elapsed = nanoTime.getAsLong() - stageBegin;
        return now.done() == 0
                ? part
                : part + ", "
                        + Figures.clock(Duration.ofNanos((long) (elapsed / now.done() * (now.of() - now.done()))))
                        + " left of it";
    }

    synchronized void end() {
        solver = "";
        status.erase();
    }
}
