package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.horizon.HorizonSweep;
import dev.berth.optimizer.solve.horizon.JointStates;

/** The cheapest plan of the whole window, by the joint-state programme; its states are enumerated once. */
final class JointWindow implements WindowSolver {
    private final JointStates states;
    private final HeldWindow held;
    private final Effort effort;

    JointWindow(JointStates states, HeldWindow held, Effort effort) {
        this.effort = effort;
        this.states = states;
        this.held = held;
    }

    @Override
    public void decideFirst(Problem window, byte[] to) {
        if (HeldWindow.optimalFor(window)) {
            held.decideFirst(window, to);
            return;
        }
        effort.spend(HorizonExact.steps(window, states.count()));
        Plan plan = new HorizonSweep(window, states, 1).plan();
        for (int model = 0; model < to.length; model++) {
            to[model] = (byte) plan.indexAt(0, model);
        }
    }
}
