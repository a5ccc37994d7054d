package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import java.util.Arrays;

/**
 * What is left of the server's capacities in one slot; a resource that has no limit is left out of account. Here and in
 * all arrays of the solvers a resource is the index of its {@link Resource}.
 */
public final class Room {
    public static final int STORAGE = Resource.STORAGE.index();
    public static final int MEMORY = Resource.MEMORY.index();
    public static final int ENERGY = Resource.ENERGY.index();

    private static final int[] FROM = Arrays.stream(Resource.values())
            .mapToInt(resource -> resource.from().index())
            .toArray();

    private final Problem problem;
    private final long[] limits = new long[Resource.COUNT];
    private final long[] left = new long[Resource.COUNT];

    public Room(Problem problem) {
        this.problem = problem;
        for (int resource = 0; resource < limits.length; resource++) {
            limits[resource] = Resource.of(resource).limit(problem.capacity()).orElse(0);
        }
        clear();
    }

    /** Everything is free again. */
    public void clear() {
        System.arraycopy(limits, 0, left, 0, limits.length);
    }

    /** Every model takes what its lowest residency needs, which always fits; nothing else is taken. */
    public void takeLowest() {
        clear();
        for (int model = 0; model < problem.models(); model++) {
            take(model, problem.lowest(model));
        }
    }

    /** The lowest residency (index) that takes of a resource. */
    public static int from(int resource) {
        return FROM[resource];
    }

    /** What a model takes of a resource at a residency (index). */
    public long use(int resource, int model, int residency) {
        return residency >= FROM[resource] ? problem.use(resource, model) : 0;
    }

    /** What is left of a resource. */
    public long left(int resource) {
        return left[resource];
    }

    public boolean fits(int model, int residency) {
        boolean fits = true;
        for (int resource = 0; resource < left.length; resource++) {
            fits &= use(resource, model, residency) <= left[resource];
        }
        return fits;
    }

    /** Whether nothing is overrun by what was taken without asking. */
    public boolean keepsLimits() {
        boolean keeps = true;
        for (long free : left) {
            keeps &= free >= 0;
        }
        return keeps;
    }

    public void take(int model, int residency) {
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] -= use(resource, model, residency);
        }
    }

    public void giveBack(int model, int residency) {
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] += use(resource, model, residency);
        }
    }
}
