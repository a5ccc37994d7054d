package dev.berth.profiler.engine.exec;

import dev.berth.profiler.engine.process.ServingProcess;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Waits until a process is ready to serve: for a line of its output, an answer, or a file. */
final class Readiness {
    /** Between looks goes by this share of the time so far: rarely enough not to disturb, often enough to tell it. */
    private static final int LOOKS_A_START = 200;

    private static final long LEAST_BETWEEN_LOOKS_NANOS = 250_000;
    private static final long MOST_BETWEEN_LOOKS_NANOS = 2_000_000;

    /** A line wakes whoever waits for it. */
    private static final long LINE_PATIENCE_MILLIS = 20;

    private final Recipe.Readiness wanted;
    private final Placeholders placeholders;
    private final StageClock clock;
    private boolean listens;
    private String lastAnswer = "";

    Readiness(Recipe.Readiness wanted, Placeholders placeholders, StageClock clock) {
        this.wanted = wanted;
        this.placeholders = placeholders;
        this.clock = clock;
    }

    /**
     * Waits.
     *
     * @return {@link System#nanoTime} when it was ready
     * @throws IOException where it will not be, or not in time; the message says why
     */
    long await(ServingProcess process, Supervisor supervisor) throws IOException, InterruptedException {
        long patienceNanos = TimeUnit.SECONDS.toNanos(wanted.timeoutSeconds());
        while (true) {
            OptionalLong ready = look(process.startNanos() + patienceNanos - System.nanoTime());
            if (ready.isPresent()) {
                return ready.getAsLong();
            }
            supervisor.waitIfEnding();
            if (process.fault().isPresent()) {
                throw new IOException("not ready: it " + process.fault().get());
            }
            if (System.nanoTime() - process.startNanos() >= patienceNanos) {
                throw new IOException("not ready within " + wanted.timeoutSeconds() + " s (ready.timeoutSeconds): "
                        + missing() + process.lastLine());
            }
            if (wanted.output() == null) {
                TimeUnit.NANOSECONDS.sleep(betweenLooksNanos(System.nanoTime() - process.startNanos()));
            }
        }
    }

    /** Asks while nobody can answer: what a first request loads of Java is there before anything is timed. */
    void rehearse() {
        if (wanted.http() != null) {
            try {
                new HttpAsk(wanted.http(), placeholders).ask(TimeUnit.SECONDS.toNanos(1));
            } catch (IOException nobodyYet) {
                // As it should be.
            }
        }
    }

    /** From one look to the next, nanoseconds. */
    static long betweenLooksNanos(long sinceStartNanos) {
        return Math.max(LEAST_BETWEEN_LOOKS_NANOS, Math.min(MOST_BETWEEN_LOOKS_NANOS, sinceStartNanos / LOOKS_A_START));
    }

    private OptionalLong look(long patienceNanos) throws InterruptedException {
        if (wanted.output() != null) {
            return clock.awaitReady(LINE_PATIENCE_MILLIS);
        }
        if (wanted.file() != null) {
            return Files.exists(Path.of(placeholders.in(wanted.file())))
                    ? OptionalLong.of(System.nanoTime())
                    : OptionalLong.empty();
        }
        HttpAsk ask = new HttpAsk(wanted.http(), placeholders);
        listens = listens || ask.isListened();
        if (!listens) {
            return OptionalLong.empty();
        }
        try {
            HttpAsk.Answer answer = ask.ask(Math.max(1, patienceNanos));
            if (ask.isExpected(answer)) {
                return OptionalLong.of(System.nanoTime());
            }
            lastAnswer = "; its last answer: status " + answer.status() + ", " + answer.firstLine();
        } catch (IOException nobodyYet) {
            // It may listen before it answers.
        }
        return OptionalLong.empty();
    }

    private String missing() {
        if (wanted.output() != null) {
            return "no line like \"" + wanted.output() + "\"";
        }
        return wanted.file() != null
                ? "no file " + placeholders.in(wanted.file())
                : "no status " + wanted.http().status() + " for " + new HttpAsk(wanted.http(), placeholders).describe()
                        + lastAnswer;
    }
}
