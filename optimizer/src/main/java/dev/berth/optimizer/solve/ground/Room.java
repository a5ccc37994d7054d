package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;

/**
 * What is left of the server's capacities in one slot; a resource that has no limit is left out of account. Here and in
 * all arrays of the solvers a resource is the index of its {@link Resource}, and there are {@link Problem#resources}.
 */
public final class Room {
    public static final int STORAGE = Resource.STORAGE.index();
    public static final int MEMORY = Resource.MEMORY.index();
    public static final int ENERGY = Resource.ENERGY.index();

    private final int choices;
    private final int resources;
    private final long[] uses;
    private final long[] whole;
    private final long[] left;

    /** What is left where every model takes what its lowest mode needs. */
    private final long[] leftByLowest;

    public Room(Problem problem) {
        choices = problem.choices();
        resources = problem.resources();
        uses = problem.uses();
        whole = new long[resources];
        for (int resource = 0; resource < whole.length; resource++) {
            whole[resource] = Resource.of(resource).limit(problem.capacity()).orElse(0);
        }
        left = whole.clone();
        for (int model = 0; model < problem.models(); model++) {
            take(model, problem.lowest(model));
        }
        leftByLowest = left.clone();
        clear();
    }

    /** Rows there are of resources. */
    public int resources() {
        return resources;
    }

    /** Everything is free again. */
    public void clear() {
        System.arraycopy(whole, 0, left, 0, resources);
    }

    /** Every model takes what its lowest mode needs, which always fits; nothing else is taken. */
    public void takeLowest() {
        System.arraycopy(leftByLowest, 0, left, 0, resources);
    }

    /** What a model takes of a resource in a mode (index). */
    public long use(int resource, int model, int mode) {
        return uses[(model * choices + mode) * resources + resource];
    }

    /** What is left of a resource. */
    public long left(int resource) {
        return left[resource];
    }

    // The first three are written out: this is what searches spend most of their time on.

    public boolean fits(int model, int mode) {
        int at = (model * choices + mode) * resources;
        boolean fits = uses[at] <= left[0] && uses[at + 1] <= left[1] && uses[at + 2] <= left[2];
        for (int more = 3; more < resources; more++) {
            fits &= uses[at + more] <= left[more];
        }
        return fits;
    }

    /** Whether a model that has taken what one mode takes could take what another does instead. */
    public boolean fitsInstead(int model, int taken, int mode) {
        int at = (model * choices + mode) * resources;
        int before = (model * choices + taken) * resources;
        boolean fits = uses[at] - uses[before] <= left[0]
                && uses[at + 1] - uses[before + 1] <= left[1]
                && uses[at + 2] - uses[before + 2] <= left[2];
        for (int more = 3; more < resources; more++) {
            fits &= uses[at + more] - uses[before + more] <= left[more];
        }
        return fits;
    }

    /** Whether nothing is overrun by what was taken without asking. */
    public boolean keepsLimits() {
        boolean keeps = left[0] >= 0 && left[1] >= 0 && left[2] >= 0;
        for (int more = 3; more < resources; more++) {
            keeps &= left[more] >= 0;
        }
        return keeps;
    }

    public void take(int model, int mode) {
        int at = (model * choices + mode) * resources;
        left[0] -= uses[at];
        left[1] -= uses[at + 1];
        left[2] -= uses[at + 2];
        for (int more = 3; more < resources; more++) {
            left[more] -= uses[at + more];
        }
    }

    /** Gives back what a model has taken by one mode, and takes what another does. */
    public void takeInstead(int model, int taken, int mode) {
        int at = (model * choices + mode) * resources;
        int before = (model * choices + taken) * resources;
        left[0] -= uses[at] - uses[before];
        left[1] -= uses[at + 1] - uses[before + 1];
        left[2] -= uses[at + 2] - uses[before + 2];
        for (int more = 3; more < resources; more++) {
            left[more] -= uses[at + more] - uses[before + more];
        }
    }

    public void giveBack(int model, int mode) {
        int at = (model * choices + mode) * resources;
        left[0] += uses[at];
        left[1] += uses[at + 1];
        left[2] += uses[at + 2];
        for (int more = 3; more < resources; more++) {
            left[more] += uses[at + more];
        }
    }
}
