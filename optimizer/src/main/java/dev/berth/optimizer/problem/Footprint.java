package dev.berth.optimizer.problem;

import java.util.List;

/** What the server has and what each model takes of it; one value a model. */
final class Footprint {
    final Capacity capacity;
    final long[] storageBytes;
    final long[] memoryBytes;
    final long[] energyMillijoules;

    /** What counts against the limits, a row for each resource: 0 where there is none. */
    final long[][] uses = new long[Resource.COUNT][];

    Footprint(Capacity capacity, List<Service> services) {
        this.capacity = capacity;
        storageBytes = row(Resource.STORAGE, services);
        memoryBytes = row(Resource.MEMORY, services);
        energyMillijoules = row(Resource.ENERGY, services);
        uses[Resource.STORAGE.index()] = storageBytes;
        uses[Resource.MEMORY.index()] = memoryBytes;
        uses[Resource.ENERGY.index()] =
                Resource.ENERGY.limit(capacity).isPresent() ? energyMillijoules : new long[services.size()];
    }

    private static long[] row(Resource resource, List<Service> services) {
        return services.stream().mapToLong(resource::use).toArray();
    }
}
