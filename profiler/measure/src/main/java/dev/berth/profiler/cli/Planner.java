package dev.berth.profiler.cli;

import dev.berth.command.ChildProcess;
import dev.berth.command.ExitCode;
import dev.berth.profiler.run.session.SessionFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The optimizer, a program of its own. */
final class Planner {
    /** Solvers keep limits of their own. */
    private static final Duration PATIENCE = Duration.ofDays(7);

    private final Path launcher;
    private final ProfilerConsole console;

    /**
     * A planner that says what this command would.
     *
     * @param launcher the script that runs the optimizer's commands
     */
    Planner(Path launcher, ProfilerConsole console) {
        this.launcher = launcher;
        this.console = console;
    }

    /**
     * Derives a scenario from the dataset in a folder and plans for it; its words go where this process's go.
     *
     * @return exit status of the optimizer
     * @throws IOException where it cannot be started
     */
    int plan(Path folder) throws IOException {
        Process process = new ProcessBuilder(words(folder)).inheritIO().start();
        try {
            return ChildProcess.await(process, PATIENCE).orElse(ExitCode.INTERRUPTED.status());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.status();
        }
    }

    private List<String> words(Path folder) {
        List<String> words = new ArrayList<>(List.of(
                launcher.toString(),
                "plan",
                "--profiles",
                folder.resolve(SessionFolder.PROFILES_FILE).toString(),
                "--derive-scenario",
                folder.resolve(SessionFolder.SCENARIO_FILE).toString(),
                "--out",
                folder.resolve(SessionFolder.PLAN_FILE).toString()));
        if (console.json()) {
            words.add("--json");
        }
        if (console.quiet()) {
            words.add("--quiet");
        }
        if (console.verbose()) {
            words.add("--verbose");
        }
        return words;
    }
}
