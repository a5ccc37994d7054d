package dev.berth.optimizer.problem;

import java.util.List;

/** What the server has and what each model takes of it. */
final class Footprint {
    final Capacity capacity;

    /** A row for each resource, a value for each model. */
    final long[][] uses = new long[Resource.COUNT][];

    /** The same of what counts against a limit: 0 where there is none. */
    final long[][] limitedUses = new long[Resource.COUNT][];

    Footprint(Capacity capacity, List<Service> services) {
        this.capacity = capacity;
        for (int row = 0; row < Resource.COUNT; row++) {
            Resource resource = Resource.of(row);
            uses[row] = services.stream().mapToLong(resource::use).toArray();
            limitedUses[row] = resource.limit(capacity).isPresent() ? uses[row] : new long[services.size()];
        }
    }
}
