package dev.berth.optimizer.decide;

import dev.berth.optimizer.solve.SolveProgress;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whom decisions tell how they go. */
public interface Progress {
    /** What makes the result another than was asked for, one line. */
    void warning(String line);

    /** How far it is, one line. */
    void remark(String line);

    /**
     * Watches one solve.
     *
     * @param solver its name
     * @param solve what solves, and tells how far it is
     * @return what came of it
     */
    <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve);

    /** The same; warnings begin with some words. */
    default Progress saying(String before) {
        Progress inner = this;
        return new Progress() {
            @Override
            public void warning(String line) {
                inner.warning(before + line);
            }

            @Override
            public void remark(String line) {
                inner.remark(line);
            }

            @Override
            public <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve) {
                return inner.during(solver, solve);
            }
        };
    }
}
