package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;

/**
 * What is left of the server's capacities in one slot; a resource that has no limit is left out of account. Here and in
 * all arrays of the solvers a resource is the index of its {@link Resource}, and rows of resources end with the last
 * one that has a limit, {@link #resources()}.
 */
public final class Room {
    public static final int STORAGE = Resource.STORAGE.index();
    public static final int MEMORY = Resource.MEMORY.index();
    public static final int ENERGY = Resource.ENERGY.index();

    private final Problem problem;
    private final long[] whole;
    private final long[] left;

    public Room(Problem problem) {
        this.problem = problem;
        whole = new long[resources(problem)];
        for (int resource = 0; resource < whole.length; resource++) {
            whole[resource] = Resource.of(resource).limit(problem.capacity()).orElse(0);
        }
        left = whole.clone();
    }

    /** Rows there are of resources: storage, memory and energy, and the others as far as they have limits. */
    public static int resources(Problem problem) {
        int rows = Resource.COUNT;
        while (rows > ENERGY + 1
                && Resource.of(rows - 1).limit(problem.capacity()).isEmpty()) {
            rows--;
        }
        return rows;
    }

    /** Rows there are of resources. */
    public int resources() {
        return left.length;
    }

    /** Everything is free again. */
    public void clear() {
        System.arraycopy(whole, 0, left, 0, left.length);
    }

    /** Every model takes what its lowest mode needs, which always fits; nothing else is taken. */
    public void takeLowest() {
        clear();
        for (int model = 0; model < problem.models(); model++) {
            take(model, problem.lowest(model));
        }
    }

    /** What a model takes of a resource in a mode (index). */
    public long use(int resource, int model, int mode) {
        return problem.use(resource, model, mode);
    }

    /** What is left of a resource. */
    public long left(int resource) {
        return left[resource];
    }

    public boolean fits(int model, int mode) {
        for (int resource = 0; resource < left.length; resource++) {
            if (problem.use(resource, model, mode) > left[resource]) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing is overrun by what was taken without asking. */
    public boolean keepsLimits() {
        for (long free : left) {
            if (free < 0) {
                return false;
            }
        }
        return true;
    }

    public void take(int model, int mode) {
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] -= problem.use(resource, model, mode);
        }
    }

    public void giveBack(int model, int mode) {
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] += problem.use(resource, model, mode);
        }
    }
}
