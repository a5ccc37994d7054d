package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.optimizer.decide.Progress;
import dev.berth.optimizer.solve.SolveProgress;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells people at a console. */
final class ConsoleProgress implements Progress {
    private final Console console;
    private final SolveWatch watch;

    ConsoleProgress(Console console) {
        this.console = console;
        watch = SolveWatch.on(console.statusLine());
    }

    @Override
    public void warning(String line) {
        console.warning(line);
    }

    @Override
    public void remark(String line) {
        console.remark(line);
    }

    @Override
    public <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve) {
        return watch.during(solver, solve);
    }
}
