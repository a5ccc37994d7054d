package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;

/** What each choice of one slot costs after the slot before was decided; one array, filled again for each slot. */
public final class SlotCosts {
    private final Problem problem;
    private final long[] costs;

    public SlotCosts(Problem problem) {
        this.problem = problem;
        costs = new long[problem.models() * problem.choices()];
    }

    /**
     * Costs of a slot, switching from the slot before included, {@link Problem#choices} a model in nano-cost units;
     * {@link Problem#NEVER} and more where a mode cannot be gone to.
     *
     * @param residencies decided so far, the models of slot 0 first
     */
    public long[] after(byte[] residencies, int slot) {
        int models = problem.models();
        for (int model = 0; model < models; model++) {
            int before = slot == 0 ? problem.initialMode(model) : residencies[(slot - 1) * models + model];
            for (int to = 0; to < problem.modes(model); to++) {
                costs[model * problem.choices() + to] =
                        problem.slotCost(slot, model, to) + problem.switchingCost(slot, model, before, to);
            }
        }
        return costs;
    }

    /**
     * Ends a plan that was made slot by slot: slots that were not decided keep the residencies of the last one that
     * was.
     *
     * @param note for people; says so where it is so
     * @param residencies the models of slot 0 first; changed in place
     * @param decided slots, >= 1
     */
    public static String held(String note, byte[] residencies, int decided, int slots) {
        int models = residencies.length / slots;
        for (int slot = decided; slot < slots; slot++) {
            System.arraycopy(residencies, (decided - 1) * models, residencies, slot * models, models);
        }
        return decided == slots
                ? note
                : note + ", ended by the time limit after " + decided + " of " + slots
                        + " slots, later ones keep what that had";
    }
}
