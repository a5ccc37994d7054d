package dev.berth.optimizer.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the server has, the modes of each service, and what they take: whether a problem has a plan at all, for which
 * all services at their lowest mode must fit, and what it can have kept before slot 0.
 */
final class Footprint {
    private static final double PPM_PER_PERCENT = 10_000;

    final Capacity capacity;

    /** Modes of each service. */
    final List<List<Mode>> modes;

    /** Most modes of a service: how far the first modes of two services are apart in arrays. */
    final int choices;

    /** Number of modes, one value a service. */
    final byte[] counts;

    /** The most that each service takes in any mode, limit or none; a row for each resource. */
    final long[][] most = new long[Resource.COUNT][];

    /** Rows of resources: storage, memory and energy, and the others up to the last one that has a limit. */
    final int resources;

    /**
     * What counts against the limits: {@link #resources} values for each of {@link #choices} modes a service; 0 where
     * no limit is.
     */
    final long[] uses;

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
        resources = resources(capacity);
        uses = new long[counts.length * choices * resources];
        for (Resource resource : Resource.values()) {
            most[resource.index()] = modes.stream()
                    .mapToLong(
                            own -> own.stream().mapToLong(resource::use).max().orElse(0))
                    .toArray();
            if (resource.limit(capacity).isPresent()) {
                fill(resource);
            }
        }
    }

    private static int resources(Capacity capacity) {
        int resources = Resource.COUNT;
        while (resources > Resource.ENERGY.index() + 1
                && Resource.of(resources - 1).limit(capacity).isEmpty()) {
            resources--;
        }
        return resources;
    }

    private void fill(Resource resource) {
        for (int service = 0; service < counts.length; service++) {
            for (int mode = 0; mode < counts[service]; mode++) {
                uses[(service * choices + mode) * resources + resource.index()] =
                        resource.use(modes.get(service).get(mode));
            }
        }
    }

    long use(int resource, int service, int mode) {
        return resource < resources ? uses[(service * choices + mode) * resources + resource] : 0;
    }

    /**
     * Does nothing where there is a plan.
     *
     * @throws InfeasibleException naming every capacity that is too small
     */
    void require(byte[] lowest) {
        List<String> faults = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            resource.limit(capacity).ifPresent(most -> check(resource, lowest, most, faults));
        }
        if (!faults.isEmpty()) {
            throw new InfeasibleException("no plan exists: " + String.join("; ", faults)
                    + "; lower minResidency of some models or give the server more");
        }
    }

    /** Whether modes of all services fit the server together. */
    boolean fits(byte[] modes) {
        for (Resource resource : Resource.values()) {
            if (resource.limit(capacity).isPresent()
                    && sum(resource, modes)
                                    .compareTo(BigInteger.valueOf(
                                            resource.limit(capacity).getAsLong()))
                            > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is kept before slot 0 of what is wanted: no service above its highest mode, and in the order of the services
     * what fits beside all of them at their lowest; what does not fit begins lower. A service that is wanted below its
     * lowest mode begins there, with room left for what it lacks.
     *
     * @param lowest modes that fit the server
     */
    byte[] before(byte[] wanted, byte[] lowest, byte[] highest) {
        long[] left = new long[Resource.COUNT];
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] = Resource.of(resource).limit(capacity).orElse(Long.MAX_VALUE);
            for (int service = 0; service < lowest.length; service++) {
                left[resource] -= use(resource, service, lowest[service]);
            }
        }
        byte[] before = new byte[wanted.length];
        for (int service = 0; service < before.length; service++) {
            int mode = Math.min(wanted[service], highest[service]);
            while (mode > lowest[service] && !rises(service, lowest[service], mode, left)) {
                mode--;
            }
            before[service] = (byte) Math.min(mode, wanted[service]);
        }
        return before;
    }

    /** Whether what a mode takes beyond another one fits; takes it then. */
    private boolean rises(int service, int from, int to, long[] left) {
        for (int resource = 0; resource < left.length; resource++) {
            if (use(resource, service, to) - use(resource, service, from) > left[resource]) {
                return false;
            }
        }
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] -= use(resource, service, to) - use(resource, service, from);
        }
        return true;
    }

    private void check(Resource resource, byte[] lowest, long most, List<String> faults) {
        BigInteger sum = sum(resource, lowest);
        if (sum.compareTo(BigInteger.valueOf(most)) > 0) {
            if (resource == Resource.COMPUTE) {
                faults.add(String.format(
                        Locale.ROOT,
                        "models that must stay loaded take %.1f %% of the compute at their smallest shares; name smaller"
                                + " ones",
                        sum.doubleValue() / PPM_PER_PERCENT));
                return;
            }
            faults.add(String.format(
                    Locale.ROOT,
                    "models that must stay %s take %s %s of %s, the server has %d",
                    resource == Resource.STORAGE ? Residency.STORED.label() : Residency.LOADED.label(),
                    sum,
                    resource.unit(),
                    resource.label(),
                    most));
        }
    }

    private BigInteger sum(Resource resource, byte[] modes) {
        BigInteger sum = BigInteger.ZERO;
        for (int service = 0; service < modes.length; service++) {
            sum = sum.add(BigInteger.valueOf(use(resource.index(), service, modes[service])));
        }
        return sum;
    }
}
