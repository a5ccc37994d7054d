package dev.berth.command;

import dev.berth.text.Figures;
import dev.berth.text.Ink;
import dev.berth.text.VisibleText;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Progress for people: on a terminal one line that is overwritten, with a bar, elsewhere a line a tenth. Safe for
 * several threads.
 */
public final class StatusLine {
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final int BAR_WIDTH = 20;
    private static final int PLAIN_STEPS = 10;

    /** One in so many steps is done before it is told how long the others take: the first may be much shorter. */
    private static final int FIRST_PART = 5;

    private final PrintWriter out;
    private final boolean terminal;
    private final int width;
    private int lastStep = -1;
    private boolean ended;

    /** As wide as {@link Console#WIDTH}. */
    public StatusLine(PrintWriter out, boolean terminal) {
        this(out, terminal, Console.WIDTH);
    }

    /**
     * @param terminal whether what is written there can be overwritten
     * @param width columns of the terminal: a line that is longer could not be overwritten
     */
    public StatusLine(PrintWriter out, boolean terminal, int width) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
    }

    /**
     * How long the rest takes if it goes on as it did: {@code , 3 min 5 s left}; empty as long as that cannot be told.
     *
     * @param done of {@code of}, >= 0
     */
    public static String left(long elapsedNanos, long done, long of) {
        return done == 0 || done * FIRST_PART < of
                ? ""
                : ", " + Figures.clock(Duration.ofNanos((long) ((double) elapsedNanos / done * (of - done)))) + " left";
    }

    /** Whether it is overwritten. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Takes the place of the last line on a terminal; nothing elsewhere. */
    public synchronized void overwrite(String line) {
        if (terminal && !ended) {
            out.print(ERASE_LINE + VisibleText.begin(Ink.PLAIN.of(line, false), width - 1));
            out.flush();
        }
    }

    /**
     * How far it is: on a terminal a bar in place of the last line, elsewhere a line where another tenth is done.
     *
     * @param done of {@code total}, >= 0
     * @param total > 0
     * @param line what is told beside the bar, what matters most first
     */
    public synchronized void progress(long done, long total, String line) {
        double share = Math.min(1, (double) done / total);
        if (terminal) {
            int full = (int) (share * BAR_WIDTH);
            overwrite("[" + "=".repeat(full) + (full < BAR_WIDTH ? ">" : "")
                    + " ".repeat(Math.max(0, BAR_WIDTH - full - 1)) + "] " + line);
            return;
        }
        int step = (int) (share * PLAIN_STEPS);
        if (step != lastStep) {
            lastStep = step;
            println(line);
        }
    }

    /** A line that stays. */
    public synchronized void println(String line) {
        if (ended) {
            return;
        }
        out.println((terminal ? ERASE_LINE : "") + Ink.PLAIN.of(line, terminal));
        out.flush();
    }

    /** Nothing is told any more. */
    public synchronized void end() {
        erase();
        ended = true;
    }

    /** Leaves a terminal on a line of its own. */
    public synchronized void erase() {
        if (terminal && !ended) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
