package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;

/** What is left of the server's capacities in one slot; energy is left out of account where it has no limit. */
public final class Room {
    private static final int RESOURCES = 3;
    private static final int LOADED = 2;

    private final Problem problem;
    private final boolean energyLimited;
    private long storage;
    private long memory;
    private long energy;

    public Room(Problem problem) {
        this.problem = problem;
        energyLimited = problem.capacity().energyMillijoules().isPresent();
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

    /** Number of resources that {@link #use} and {@link #left} know. */
    public static int resources() {
        return RESOURCES;
    }

    /** What a model takes of a resource at a residency (index). */
    public long use(int resource, int model, int residency) {
        return switch (resource) {
            case 0 -> residency > 0 ? problem.storageBytes(model) : 0;
            case 1 -> residency == LOADED ? problem.memoryBytes(model) : 0;
            default -> residency == LOADED && energyLimited ? problem.energyMillijoules(model) : 0;
        };
    }

    /** What is left of a resource. */
    public long left(int resource) {
        return switch (resource) {
            case 0 -> storage;
            case 1 -> memory;
            default -> energy;
        };
    }

    public boolean fits(int model, int residency) {
        return use(0, model, residency) <= storage
                && use(1, model, residency) <= memory
                && use(2, model, residency) <= energy;
    }

    /** Whether nothing is overrun by what was taken without asking. */
    public boolean keepsLimits() {
        return storage >= 0 && memory >= 0 && energy >= 0;
    }

    public void take(int model, int residency) {
        storage -= use(0, model, residency);
        memory -= use(1, model, residency);
        energy -= use(2, model, residency);
    }

    public void giveBack(int model, int residency) {
        storage += use(0, model, residency);
        memory += use(1, model, residency);
        energy += use(2, model, residency);
    }
}
