package dev.berth.profiler.engine.process;

import dev.berth.profiler.engine.process.ProcessTable.ProcessId;
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

    /**
     * $1: the beginning of the marks. What descends from a marked process is ended too: it may have been given another
     * environment a moment ago. It is stopped first, so that nothing begins while it looks; again, for what was given
     * to another parent meanwhile.
     */
    private static final String SCRIPT = """
            trap '' HUP INT TERM QUIT
            hidden=
            while IFS= read -r word; do
              case $word in
                done) exit 0 ;;
                begin) hidden= ;;
                *) hidden="$hidden $word" ;;
              esac
            done
            for round in 1 2 3; do
              family=' '
              for known in $hidden; do
                pid=${known%:*}
                if [ "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)" = "${known#*:}" ]; then
                  kill -STOP "$pid" 2>/dev/null
                  family="$family$pid "
                fi
              done
              for process in /proc/[0-9]*; do
                if tr '\\0' '\\n' < "$process/environ" 2>/dev/null | grep -q "^VARIABLE=$1"; then
                  kill -STOP "${process#/proc/}" 2>/dev/null
                  family="$family${process#/proc/} "
                fi
              done
              grown=yes
              while [ -n "$grown" ]; do
                grown=
                while read -r pid parent; do
                  case $family in
                    *" $pid "*) ;;
                    *" $parent "*)
                      kill -STOP "$pid" 2>/dev/null
                      family="$family$pid "
                      grown=yes
                      ;;
                  esac
                done <<STATS
            $(sed 's/ (.*) . / /' /proc/[0-9]*/stat 2>/dev/null | cut -d ' ' -f 1,2)
            STATS
              done
              for pid in $family; do
                kill -9 "$pid" 2>/dev/null
              done
            done
            """.replace("VARIABLE", RunMark.VARIABLE);

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
        ProcessBuilder builder = new ProcessBuilder(command(marksBegin));
        // Its output goes nowhere: a pipe that outlives its reader would end it.
        builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        return new Guard(builder.start());
    }

    /** The shell, which acts once what it reads ends without a word that all is well. */
    static List<String> command(String marksBegin) {
        return Programs.inOwnSession(List.of("sh", "-c", SCRIPT, "berth-guard", marksBegin));
    }

    /** A new run begins: nothing of the one before is left. */
    void begin() {
        tell("begin\n");
    }

    /** A process of the run that has no mark, because it was given another environment. */
    void tellOf(ProcessId hidden) {
        tell(hidden.pid() + ":" + hidden.startTicks() + "\n");
    }

    private synchronized void tell(String line) {
        try {
            OutputStream words = shell.getOutputStream();
            words.write(line.getBytes(StandardCharsets.US_ASCII));
            words.flush();
        } catch (IOException gone) {
            // Without it only the next start ends what is left.
        }
    }

    @Override
    public void close() {
        tell(ALL_IS_WELL);
        try {
            shell.getOutputStream().close();
        } catch (IOException gone) {
            // Then it has nothing more to do.
        }
    }
}
