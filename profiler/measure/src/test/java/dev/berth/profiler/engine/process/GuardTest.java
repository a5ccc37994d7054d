package dev.berth.profiler.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final int PATIENCE_SECONDS = 120;

    private final long self = ProcessHandle.current().pid();
    private final String marksBegin = "guard-test-" + self + "-";
    /** Stands in the command line of whatever is started. */
    private final String token = "86396." + self;

    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(token))
                .toList();
    }

    /** A marked shell with a child in another session and another environment, which is a program by now. */
    private void start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "env -i PATH=\"$PATH\" setsid sh -c 'sleep " + token + "; exit 0' & wait");
        builder.environment().put(RunMark.VARIABLE, marksBegin + "run");
        builder.start();
        while (running().stream()
                .noneMatch(process -> process.info()
                        .command()
                        .filter(program -> program.endsWith("sleep"))
                        .isPresent())) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void guard(String told) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(Guard.command(marksBegin)).start();
        try (var words = shell.outputWriter()) {
            words.write(told);
        }
        assertTrue(shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the guard has not ended");
    }

    @AfterEach
    void endAll() {
        running().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whatDescendsFromAMarkedProcessIsEndedWhateverItsEnvironment() throws Exception {
        start();

        guard("begin\n");

        assertEquals(List.of(), running());
    }

    @Test
    void whereAllIsWellNothingIsEnded() throws Exception {
        start();
        List<ProcessHandle> before = running();

        guard("begin\ndone\n");

        assertEquals(before, running());
    }
}
