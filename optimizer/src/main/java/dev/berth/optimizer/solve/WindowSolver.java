package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/** Decides the first slot of a window of forecast demand. For one thread. */
interface WindowSolver {
    /** Joint states times slots up to which a window is solved exactly: about a millisecond. */
    long MAX_JOINT_CELLS = 50_000;

    /** Nodes of a branch and bound over forecasts, which are not worth a proof. */
    long MAX_NODES = 2_000;

    /** Slots of a window up to which prices of capacities are looked for; longer ones are forecast too badly. */
    int MAX_PRICED_SLOTS = 16;

    /**
     * Decides.
     *
     * @param window same server and models as the problem that this was made for
     * @param to filled with the residencies of the window's first slot, one index a model
     */
    void decideFirst(Problem window, byte[] to);

    /** The one place where the solver of windows of a length is chosen, by size. */
    static WindowSolver of(Problem problem, int windowSlots, SolveLimits limits) {
        HeldWindow held = new HeldWindow(problem, Math.min(MAX_NODES, limits.maxNodesPerSlot()));
        long mostStates = MAX_JOINT_CELLS / windowSlots;
        if (windowSlots > 1 && problem.models() <= JointStates.MAX_MODELS) {
            JointStates.Size size = JointStates.size(problem, mostStates);
            if (size.states() <= mostStates) {
                return new JointWindow(new JointStates(problem, size), held);
            }
        }
        return windowSlots > 1 && windowSlots <= MAX_PRICED_SLOTS ? new PricedWindow(held) : held;
    }
}
