package dev.berth.optimizer.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What fits the server: whether a problem has a plan at all, for which all services at their lowest mode must, and what
 * it can have kept before slot 0.
 */
final class Feasibility {
    private Feasibility() {}

    /**
     * Does nothing where there is a plan.
     *
     * @throws InfeasibleException naming every capacity that is too small
     */
    static void require(Footprint footprint, byte[] lowest) {
        List<String> faults = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            resource.limit(footprint.capacity).ifPresent(most -> check(resource, footprint, lowest, most, faults));
        }
        if (!faults.isEmpty()) {
            throw new InfeasibleException("no plan exists: " + String.join("; ", faults)
                    + "; lower minResidency of some models or give the server more");
        }
    }

    /** Whether modes of all services fit the server together. */
    static boolean fits(Footprint footprint, byte[] modes) {
        for (Resource resource : Resource.values()) {
            if (resource.limit(footprint.capacity).isPresent()
                    && sum(resource, footprint, modes)
                                    .compareTo(BigInteger.valueOf(
                                            resource.limit(footprint.capacity).getAsLong()))
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
    static byte[] before(Footprint footprint, byte[] wanted, byte[] lowest, byte[] highest) {
        long[] left = new long[Resource.COUNT];
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] = Resource.of(resource).limit(footprint.capacity).orElse(Long.MAX_VALUE);
            for (int service = 0; service < lowest.length; service++) {
                left[resource] -= footprint.use(resource, service, lowest[service]);
            }
        }
        byte[] before = new byte[wanted.length];
        for (int service = 0; service < before.length; service++) {
            int mode = Math.min(wanted[service], highest[service]);
            while (mode > lowest[service] && !rises(footprint, service, lowest[service], mode, left)) {
                mode--;
            }
            before[service] = (byte) Math.min(mode, wanted[service]);
        }
        return before;
    }

    /** Whether what a mode takes beyond another one fits; takes it then. */
    private static boolean rises(Footprint footprint, int service, int from, int to, long[] left) {
        for (int resource = 0; resource < left.length; resource++) {
            if (footprint.use(resource, service, to) - footprint.use(resource, service, from) > left[resource]) {
                return false;
            }
        }
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] -= footprint.use(resource, service, to) - footprint.use(resource, service, from);
        }
        return true;
    }

    private static void check(Resource resource, Footprint footprint, byte[] lowest, long most, List<String> faults) {
        BigInteger sum = sum(resource, footprint, lowest);
        if (sum.compareTo(BigInteger.valueOf(most)) > 0) {
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

    private static BigInteger sum(Resource resource, Footprint footprint, byte[] modes) {
        BigInteger sum = BigInteger.ZERO;
        for (int service = 0; service < modes.length; service++) {
            sum = sum.add(BigInteger.valueOf(footprint.use(resource.index(), service, modes[service])));
        }
        return sum;
    }
}
