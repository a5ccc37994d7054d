package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;

/**
 * What is left of the server's capacities in one slot; a resource that has no limit is left out of account. Here and in
 * all arrays of the solvers a resource is the index of its {@link Resource}.
 */
public final class Room {
    public static final int STORAGE = Resource.STORAGE.index();
    public static final int MEMORY = Resource.MEMORY.index();
    public static final int ENERGY = Resource.ENERGY.index();

    private static final int STORED = Residency.STORED.index();
    private static final int LOADED = Residency.LOADED.index();

    private final Problem problem;
    private final boolean energyLimited;
    private long storage;
    private long memory;
    private long energy;

    public Room(Problem problem) {
        this.problem = problem;
        energyLimited = Resource.ENERGY.limit(problem.capacity()).isPresent();
        clear();
    }

    /** Everything is free again. */
    public void clear() {
        storage = problem.capacity().storageBytes();
        memory = problem.capacity().memoryBytes();
        energy = problem.capacity().energyMillijoules().orElse(0);
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
        return Resource.of(resource).from().index();
    }

    /** What a model takes of a resource at a residency (index). */
    public long use(int resource, int model, int residency) {
        if (resource == STORAGE) {
            return storage(model, residency);
        }
        return resource == MEMORY ? memory(model, residency) : energy(model, residency);
    }

    private long storage(int model, int residency) {
        return residency >= STORED ? problem.storageBytes(model) : 0;
    }

    private long memory(int model, int residency) {
        return residency == LOADED ? problem.memoryBytes(model) : 0;
    }

    private long energy(int model, int residency) {
        return residency == LOADED && energyLimited ? problem.energyMillijoules(model) : 0;
    }

    /** What is left of a resource. */
    public long left(int resource) {
        if (resource == STORAGE) {
            return storage;
        }
        return resource == MEMORY ? memory : energy;
    }

    public boolean fits(int model, int residency) {
        return storage(model, residency) <= storage
                && memory(model, residency) <= memory
                && energy(model, residency) <= energy;
    }

    /** Whether nothing is overrun by what was taken without asking. */
    public boolean keepsLimits() {
        return storage >= 0 && memory >= 0 && energy >= 0;
    }

    public void take(int model, int residency) {
        storage -= storage(model, residency);
        memory -= memory(model, residency);
        energy -= energy(model, residency);
    }

    public void giveBack(int model, int residency) {
        storage += storage(model, residency);
        memory += memory(model, residency);
        energy += energy(model, residency);
    }
}
