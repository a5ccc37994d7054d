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
     * was. A model that may not stay in its mode goes to the cheapest one that fits.
     *
     * @param note for people; says so where it is so
     * @param residencies the models of slot 0 first; changed in place, before a plan is made of them
     * @param decided slots, >= 1
     */
    public static String held(Problem problem, String note, byte[] residencies, int decided) {
        int slots = problem.slots();
        if (decided == slots) {
            return note;
        }
        SlotCosts costs = new SlotCosts(problem);
        Room room = new Room(problem);
        for (int slot = decided; slot < slots; slot++) {
            costs.after(residencies, slot);
            costs.hold(room, residencies, slot);
        }
        return note + ", ended by the time limit after " + decided + " of " + slots
                + " slots, later ones keep what that had";
    }

    private void hold(Room room, byte[] residencies, int slot) {
        int models = problem.models();
        room.clear();
        for (int model = 0; model < models; model++) {
            int before = residencies[(slot - 1) * models + model];
            residencies[slot * models + model] = (byte) before;
            room.take(model, before);
        }
        for (int model = 0; model < models; model++) {
            int at = slot * models + model;
            int before = residencies[at];
            if (!isPossible(slot, model, before)) {
                room.giveBack(model, before);
                residencies[at] = (byte) cheapest(room, slot, model);
                room.take(model, residencies[at]);
            }
        }
    }

    private boolean isPossible(int slot, int model, int to) {
        return cost(model, to) < Problem.NEVER && problem.isLetThrough(slot, model, to);
    }

    private int cheapest(Room room, int slot, int model) {
        int best = problem.lowest(model);
        for (int to = best + 1; to <= problem.highest(model); to++) {
            if (cost(model, to) < cost(model, best) && isPossible(slot, model, to) && room.fits(model, to)) {
                best = to;
            }
        }
        return best;
    }

    private long cost(int model, int mode) {
        return costs[model * problem.choices() + mode];
    }
}
