package dev.berth.optimizer.solve.corridors;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.prices.OpenModes;

/** The cheapest of all plans whose modes are open, by a dynamic programme over their joint modes. */
public final class OpenPlans {
    private OpenPlans() {}

    /**
     * Memory that a programme takes beside the problem, in bytes.
     *
     * @param states joint modes of a slot at most
     */
    public static double memoryBytes(Problem problem, long states) {
        return ((double) problem.slots() + 8) * states * Long.BYTES;
    }

    /**
     * Work of a programme, in steps of {@link SolveLimits#askedSteps}.
     *
     * @param states joint modes of a slot at most
     */
    public static double steps(Problem problem, long states) {
        return (double) states * problem.slots() * problem.models();
    }

    /**
     * Finds it.
     *
     * @param open at least one mode of each cell, of no slot more than 2^27 joint modes
     * @param modes filled, models of slot 0 first
     * @return whether there is such a plan that keeps the limits
     */
    public static boolean cheapest(Problem problem, OpenModes open, byte[] modes) {
        return new CorridorImprovement(problem, (int) Math.max(2, open.states())).decide(open, modes);
    }
}
