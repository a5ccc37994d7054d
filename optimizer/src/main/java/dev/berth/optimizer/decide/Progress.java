package dev.berth.optimizer.decide;

import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.solve.SolveProgress;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Whom decisions tell how they go. */
public interface Progress {
    /** What makes the result another than was asked for, one line. */
    void warning(String line);

    /**
     * How far it is.
     *
     * @param what begins now
     * @param done steps that are done, >= 0
     * @param of how many there are, > 0
     */
    void step(String what, int done, int of);

    /**
     * A method's simulation begins; tells of a fleet's servers too where they are simulated a block at a time.
     *
     * @param done methods that are through
     * @param of methods
     * @return to be told how many servers are through
     */
    default IntConsumer simulating(String label, int done, int of, Simulation simulation) {
        if (!simulation.isInBlocks()) {
            step("simulating " + label, done, of);
            return through -> {};
        }
        int servers = simulation.sites().size();
        IntConsumer told = through ->
                step("simulating " + label + ", servers of all methods", done * servers + through, of * servers);
        told.accept(0);
        return told;
    }

    /** Whether nobody waits for more than the best that there is. */
    default boolean stopRequested() {
        return false;
    }

    /**
     * Watches one solve.
     *
     * @param solver its name
     * @param solve what solves, and tells how far it is
     * @return what came of it
     */
    <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve);

    /**
     * One of several parts of equal length; its warnings and steps begin with some words.
     *
     * @param part 0 to parts - 1
     */
    default Progress part(String before, int part, int parts) {
        Progress inner = this;
        return new Progress() {
            @Override
            public void warning(String line) {
                inner.warning(before + line);
            }

            @Override
            public void step(String what, int done, int of) {
                inner.step(before + what, part * of + done, parts * of);
            }

            @Override
            public boolean stopRequested() {
                return inner.stopRequested();
            }

            @Override
            public <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve) {
                return inner.during(solver, solve);
            }
        };
    }
}
