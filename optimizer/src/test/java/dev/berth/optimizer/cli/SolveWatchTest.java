package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.command.StatusLine;
import dev.berth.optimizer.solve.SolveProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SolveWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter words = new StringWriter();
    private long now = 7 * SECOND;

    private SolveWatch watch(boolean terminal) {
        return new SolveWatch(new StatusLine(new PrintWriter(words), terminal), () -> now);
    }

    private static SolveProgress progress(String stage, long cost, long bound) {
        return new SolveProgress(stage, OptionalLong.of(cost), OptionalLong.of(bound));
    }

    private void tickAfter(SolveWatch watch, double seconds) {
        now += Math.round(seconds * SECOND);
        watch.tick();
    }

    @Test
    void nothingIsToldWithinTwoSecondsAndThenALineEveryFiveSeconds() {
        SolveWatch watch = watch(false);
        watch.begin("neighbourhood");
        watch.tell(progress("corridors", 12_500_000_000L, 12_000_000_000L));
        tickAfter(watch, 1.9);
        assertEquals("", words.toString());

        tickAfter(watch, 0.2);
        watch.tell(new SolveProgress("prices", OptionalLong.empty(), OptionalLong.empty()));
        tickAfter(watch, 4.8);
        tickAfter(watch, 0.3);
        watch.end();
        tickAfter(watch, 100);

        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "neighbourhood: 2 s, cost 12.5000, gap 4.000 %, corridors",
                        "neighbourhood: 7 s, cost 12.5000, gap 4.000 %, prices",
                        ""),
                words.toString());
    }

    @Test
    void whatIsLeftOfAStageIsToldByHowLongItsPartsTook() {
        SolveWatch watch = watch(false);
        watch.begin("auto");
        watch.tell(new SolveProgress("servers", OptionalLong.empty(), OptionalLong.empty(), 0, 100));
        tickAfter(watch, 2);
        watch.tell(new SolveProgress("servers", OptionalLong.empty(), OptionalLong.empty(), 5, 100));
        tickAfter(watch, 6);

        assertEquals(
                String.join(
                        System.lineSeparator(),
                        "auto: 2 s, servers, 0 of 100",
                        "auto: 8 s, servers, 5 of 100, 2 min 32 s left of it",
                        ""),
                words.toString());
    }

    @Test
    void aTerminalHasOneLineThatIsOverwrittenAndErased() {
        SolveWatch watch = watch(true);
        watch.begin("slot-exact");
        watch.tell(new SolveProgress("slot 3 of 9", OptionalLong.empty(), OptionalLong.empty()));
        tickAfter(watch, 2.1);
        tickAfter(watch, 0.4);
        tickAfter(watch, 0.2);
        watch.end();

        assertEquals(
                "\r\u001b[Kslot-exact: 2 s, slot 3 of 9\r\u001b[Kslot-exact: 2 s, slot 3 of 9\r\u001b[K",
                words.toString());
    }

    @Test
    void eachSolveBeginsAnew() {
        SolveWatch watch = watch(false);
        watch.begin("auto");
        watch.tell(progress("corridors", 5, 5));
        tickAfter(watch, 1.5);
        watch.end();
        watch.begin("paper-ga");
        tickAfter(watch, 1.5);
        assertEquals("", words.toString());
        tickAfter(watch, 1);

        assertEquals("paper-ga: 2 s" + System.lineSeparator(), words.toString());
    }

    @Test
    void whatIsSolvedComesBack() {
        assertEquals("plan", watch(false).during("auto", listener -> {
            listener.accept(progress("corridors", 5, 5));
            return "plan";
        }));
        assertEquals("", words.toString());
    }
}
