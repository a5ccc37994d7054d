package dev.berth.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.text.Ink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final String ERASE = "\r\u001b[K";

    private final StringWriter written = new StringWriter();

    private StatusLine terminal(int width) {
        return new StatusLine(new PrintWriter(written), true, width);
    }

    private StatusLine elsewhere() {
        return new StatusLine(new PrintWriter(written), false);
    }

    @Test
    void aTerminalShowsABarInPlaceOfTheLastLine() {
        StatusLine status = terminal(80);
        status.progress(0, 40, "none");
        status.progress(10, 40, "a quarter");
        status.progress(40, 40, "all");

        assertEquals(
                ERASE + "[>                   ] none" + ERASE + "[=====>              ] a quarter" + ERASE
                        + "[====================] all",
                written.toString());
    }

    /** A line that wraps could not be overwritten. */
    @Test
    void whatIsTooLongForTheTerminalIsCut() {
        StatusLine status = terminal(40);
        status.progress(1, 2, "a line that is a good deal longer than forty columns");
        assertEquals(39, written.toString().substring(ERASE.length()).length());
    }

    @Test
    void afterItsEndNothingIsTold() {
        StatusLine status = terminal(80);
        status.end();
        status.progress(1, 2, "half");
        status.println("a line");
        status.erase();

        assertEquals(ERASE, written.toString());
    }

    @Test
    void whatIsLeftIsToldOnceSomeIsDone() {
        assertEquals("", StatusLine.left(4_000_000_000L, 0, 10));
        assertEquals("", StatusLine.left(4_000_000_000L, 1, 10));
        assertEquals(", 16 s left", StatusLine.left(4_000_000_000L, 2, 10));
        assertEquals(", 0 s left", StatusLine.left(4_000_000_000L, 10, 10));
    }

    @Test
    void moreThanAllIsAFullBar() {
        terminal(80).progress(50, 40, "more");

        assertEquals(ERASE + "[====================] more", written.toString());
    }

    @Test
    void elsewhereALineStandsForEachTenth() {
        StatusLine status = elsewhere();
        for (int done = 0; done <= 100; done++) {
            status.progress(done, 100, done + " done");
        }
        status.overwrite("on terminals alone");
        status.erase();

        assertEquals(
                List.of(
                        "0 done",
                        "10 done",
                        "20 done",
                        "30 done",
                        "40 done",
                        "50 done",
                        "60 done",
                        "70 done",
                        "80 done",
                        "90 done",
                        "100 done"),
                written.toString().lines().toList());
    }

    @Test
    void aLineThatStaysTakesThePlaceOfTheBar() {
        StatusLine status = terminal(80);
        status.progress(1, 2, "half");
        status.println(Ink.bold("kept"));
        status.erase();

        assertTrue(written.toString().endsWith(ERASE + "\u001b[1mkept\u001b[0m" + System.lineSeparator() + ERASE));
    }

    @Test
    void elsewhereNothingIsPainted() {
        StatusLine status = elsewhere();
        status.println(Ink.bold("kept"));
        status.progress(1, 2, Ink.bold("half"));

        assertFalse(written.toString().contains("\u001b"), written::toString);
        assertEquals(List.of("kept", "half"), written.toString().lines().toList());
    }
}
