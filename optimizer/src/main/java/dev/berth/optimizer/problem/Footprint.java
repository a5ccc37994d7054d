package dev.berth.optimizer.problem;

/** What the server has and what each model takes of it; one value a model. */
final class Footprint {
    final Capacity capacity;
    final long[] storageBytes;
    final long[] memoryBytes;
    final long[] energyMillijoules;

    Footprint(Capacity capacity, long[] storageBytes, long[] memoryBytes, long[] energyMillijoules) {
        this.capacity = capacity;
        this.storageBytes = storageBytes;
        this.memoryBytes = memoryBytes;
        this.energyMillijoules = energyMillijoules;
    }
}
