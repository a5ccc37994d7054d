package dev.berth.command;

import dev.berth.text.VisibleText;
import java.io.PrintWriter;

/** Progress for people: on a terminal one line that is overwritten, elsewhere lines. Safe for several threads. */
public final class StatusLine {
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;

    /** @param terminal whether what is written there can be overwritten */
    public StatusLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether it is overwritten. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Takes the place of the last line on a terminal; nothing elsewhere. */
    public synchronized void overwrite(String line) {
        if (terminal) {
            out.print(ERASE_LINE + VisibleText.of(line));
            out.flush();
        }
    }

    /** A line that stays. */
    public synchronized void println(String line) {
        out.println((terminal ? ERASE_LINE : "") + VisibleText.of(line));
        out.flush();
    }

    /** Leaves a terminal on a line of its own. */
    public synchronized void erase() {
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
