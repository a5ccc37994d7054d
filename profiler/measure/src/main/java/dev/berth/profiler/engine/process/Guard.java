package dev.berth.profiler.engine.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shell that waits for this process to end, however it ends, and then ends what it left running: where this process
 * is killed, none of its own code runs any more.
 */
final class Guard implements AutoCloseable {
    private static final String ALL_IS_WELL = "done\n";

    /** $1: the beginning of the marks. Twice, for what began while it looked. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM QUIT
            IFS= read -r word
            [ "$word" = done ] && exit 0
            for round in 1 2 3; do
              for process in /proc/[0-9]*; do
                if tr '\\0' '\\n' < "$process/environ" 2>/dev/null | grep -q "^%s=$1"; then
                  kill -9 "${process#/proc/}" 2>/dev/null
                fi
              done
            done
            """.formatted(RunMark.VARIABLE);

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    /**
     * Begins to wait.
     *
     * @param marksBegin what the marks of the processes begin with that it ends
     * @throws IOException where no shell can be started
     */
    static Guard over(String marksBegin) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Programs.inOwnSession(List.of("sh", "-c", SCRIPT, "berth-guard", marksBegin)));
        // Its output goes nowhere: a pipe that outlives its reader would end it.
        builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        return new Guard(builder.start());
    }

    @Override
    public void close() {
        try (OutputStream words = shell.getOutputStream()) {
            words.write(ALL_IS_WELL.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // Then it has nothing more to do.
        }
    }
}
