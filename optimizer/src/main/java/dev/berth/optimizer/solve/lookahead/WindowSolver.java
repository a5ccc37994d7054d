package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.horizon.JointStates;

/** Decides the first slot of a window of forecast demand. For one thread. */
interface WindowSolver {
    /** Joint states times slots up to which a window is solved exactly: about a millisecond. */
    long MAX_JOINT_CELLS = 50_000;

    /** Nodes of a branch and bound over forecasts, which are not worth a proof. */
    long MAX_NODES = 2_000;

    /** Longest window: up to here it matters how a forecast moves; beyond, what can be foreseen is the mean. */
    int MAX_FORECAST_SLOTS = 16;

    /**
     * Decides.
     *
     * @param window same server and models as the problem that this was made for
     * @param to filled with the residencies of the window's first slot, one index a model
     */
    void decideFirst(Problem window, byte[] to);

    /**
     * The one place where the solver of windows of a length is chosen, by size; one slot, which is known, is decided
     * exactly.
     *
     * @param effort what they use is counted
     */
    static WindowSolver of(Problem problem, int windowSlots, Effort effort) {
        long maxNodes = effort.limits().maxNodesPerSlot();
        if (windowSlots == 1) {
            return new HeldWindow(problem, maxNodes, effort);
        }
        HeldWindow held = new HeldWindow(problem, Math.min(MAX_NODES, maxNodes), effort);
        long mostStates = MAX_JOINT_CELLS / windowSlots;
        if (problem.isChain() && problem.models() <= JointStates.MAX_MODELS) {
            JointStates.Size size = JointStates.size(problem, mostStates);
            if (size.states() <= mostStates) {
                return new JointWindow(new JointStates(problem, size), held, effort);
            }
        }
        return new PricedWindow(held, effort);
    }
}
