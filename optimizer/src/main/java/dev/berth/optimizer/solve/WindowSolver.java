package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/** Decides the first slot of a window of forecast demand. For one thread. */
interface WindowSolver {
    /** States of a joint programme up to which each window is solved exactly. */
    long MAX_JOINT_STATES = 20_000;

    /**
     * Decides.
     *
     * @param window same server and models as the problem that this was made for
     * @param to filled with the residencies of the window's first slot, one index a model
     */
    void decideFirst(Problem window, byte[] to);

    /** What it is, for people. */
    String describe();

    /** The one place where the solver of windows is chosen, by size. */
    static WindowSolver of(Problem problem, SolveLimits limits) {
        if (problem.models() <= JointStates.MAX_MODELS) {
            JointStates.Size size = JointStates.size(problem, MAX_JOINT_STATES);
            if (size.states() <= MAX_JOINT_STATES) {
                return new JointWindow(new JointStates(problem, size));
            }
        }
        return new HeldWindow(problem, limits);
    }
}
