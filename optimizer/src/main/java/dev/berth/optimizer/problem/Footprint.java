package dev.berth.optimizer.problem;

import java.util.List;

/** What the server has, the modes of each service, and what they take. */
final class Footprint {
    final Capacity capacity;

    /** Modes of each service. */
    final List<List<Mode>> modes;

    /** Most modes of a service: how far the first modes of two services are apart in arrays. */
    final int choices;

    /** Number of modes, one value a service. */
    final byte[] counts;

    /** The most that each service takes in any mode, limit or none; a row for each resource. */
    final long[][] most = new long[Resource.COUNT][];

    /** What counts against the limits, a row for each resource, {@link #choices} values a service: 0 where no limit. */
    final long[][] uses = new long[Resource.COUNT][];

    Footprint(Capacity capacity, List<List<Mode>> modes) {
        this.capacity = capacity;
        this.modes = List.copyOf(modes);
        counts = new byte[modes.size()];
        int width = 0;
        for (int service = 0; service < counts.length; service++) {
            counts[service] = (byte) modes.get(service).size();
            width = Math.max(width, counts[service]);
        }
        choices = width;
        for (Resource resource : Resource.values()) {
            uses[resource.index()] = row(resource);
            most[resource.index()] = modes.stream()
                    .mapToLong(
                            own -> own.stream().mapToLong(resource::use).max().orElse(0))
                    .toArray();
        }
    }

    private long[] row(Resource resource) {
        long[] row = new long[modes.size() * choices];
        if (resource.limit(capacity).isPresent()) {
            for (int service = 0; service < counts.length; service++) {
                for (int mode = 0; mode < counts[service]; mode++) {
                    row[service * choices + mode] =
                            resource.use(modes.get(service).get(mode));
                }
            }
        }
        return row;
    }

    long use(int resource, int service, int mode) {
        return uses[resource][service * choices + mode];
    }
}
