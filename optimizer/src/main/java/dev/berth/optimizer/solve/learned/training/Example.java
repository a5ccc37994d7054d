package dev.berth.optimizer.solve.learned.training;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.learned.Cells;
import dev.berth.optimizer.solve.learned.Inputs;
import dev.berth.optimizer.solve.learned.Noise;
import java.util.SplittableRandom;

/** A problem with its cheapest plan: 1 for the mode that a service is in, -1 for the others. For one thread. */
final class Example {
    private final Problem problem;
    private final long cheapest;
    private final Cells cells;
    private final Inputs inputs;
    private final float[] plan;
    private final float[] noisy;

    /** Who sees cells one by one. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Sees one.
         *
         * @param inputs of the network; to be copied
         * @param value of the plan
         */
        void see(double[] inputs, double value);
    }

    /** @param solution the cheapest of the problem */
    Example(Problem problem, Solution solution) {
        this.problem = problem;
        cheapest = solution.cost().total();
        cells = new Cells(problem);
        inputs = new Inputs(cells);
        plan = new float[cells.count()];
        noisy = new float[plan.length];
        Plan modes = solution.plan();
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    plan[cells.at(slot, model, mode)] = modes.indexAt(slot, model) == mode ? 1 : -1;
                }
            }
        }
    }

    Problem problem() {
        return problem;
    }

    /** What the cheapest plan costs, in nano-cost units. */
    long cheapest() {
        return cheapest;
    }

    /**
     * Mixes noise into the plan and shows every cell.
     *
     * @param time 0 to 1, as in {@link Noise#at}
     */
    void show(double time, SplittableRandom random, Visitor visitor) {
        Noise noise = Noise.at(time);
        Noise.draw(noisy, random);
        for (int cell = 0; cell < noisy.length; cell++) {
            noisy[cell] = (float) (noise.signal() * plan[cell] + noise.level() * noisy[cell]);
        }
        for (int slot = 0; slot < problem.slots(); slot++) {
            inputs.begin(slot, noisy);
            for (int model = 0; model < problem.models(); model++) {
                for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                    visitor.see(inputs.of(slot, model, mode, noisy, noise.level()), plan[cells.at(slot, model, mode)]);
                }
            }
        }
    }
}
