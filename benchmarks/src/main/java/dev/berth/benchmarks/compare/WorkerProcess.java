package dev.berth.benchmarks.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} in a process of its own that is started when it is needed, and again where it ended. */
final class WorkerProcess implements AutoCloseable {
    private static final int FIRST_JDK_THAT_WARNS_OF_NATIVE_ACCESS = 22;

    private final Rules rules;
    private Process process;
    private BufferedWriter requests;
    private BufferedReader answers;

    WorkerProcess(Rules rules) {
        this.rules = rules;
    }

    /**
     * Solves, or says why there is no plan.
     *
     * @param stopSeconds after which the solve is ended with its process, > 0
     */
    Outcome solve(String solver, Task task, double stopSeconds) {
        try {
            start();
            requests.write(solver + " " + task.reference() + " " + stopSeconds + "\n");
            requests.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(Worker.ANSWER)) {
                    return Outcome.parse(line.substring(Worker.ANSWER.length()));
                }
            }
            return ended(stopSeconds);
        } catch (IOException failed) {
            return ended(stopSeconds);
        }
    }

    private void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + rules.heapMebibytes() + "m");
        if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_OF_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Worker.class.getName());
        command.addAll(List.of(Worker.arguments(rules)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    private Outcome ended(double stopSeconds) {
        try {
            int status = process.waitFor();
            return Outcome.none(
                    status == Worker.STOPPED
                            ? "stopped after " + stopSeconds + " s"
                            : "its process ended with exit status " + status);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Outcome.none("interrupted");
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                requests.close();
                answers.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
