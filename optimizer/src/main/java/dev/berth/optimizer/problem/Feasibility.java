package dev.berth.optimizer.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What fits the server: whether a problem has a plan at all, for which all models at their lowest residency must, and
 * what it can have kept before slot 0.
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

    /**
     * What is kept before slot 0 of what is wanted: no model above its highest residency, and in the order of the
     * models what fits beside all of them at their lowest; what does not fit begins lower. A model that is wanted below
     * its lowest residency begins there, with room left for what it lacks.
     *
     * @param lowest residencies that fit the server
     */
    static byte[] before(Footprint footprint, byte[] wanted, byte[] lowest, byte[] highest) {
        long[] left = new long[Resource.COUNT];
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] = Resource.of(resource).limit(footprint.capacity).orElse(Long.MAX_VALUE);
            int from = Resource.of(resource).from().index();
            for (int model = 0; model < lowest.length; model++) {
                left[resource] -= lowest[model] >= from ? footprint.uses[resource][model] : 0;
            }
        }
        byte[] before = new byte[wanted.length];
        for (int model = 0; model < before.length; model++) {
            before[model] = (byte) Math.min(wanted[model], lowest[model]);
        }
        for (int model = 0; model < before.length; model++) {
            int most = Math.min(wanted[model], highest[model]);
            if (most > 0 && lowest[model] == 0 && rises(footprint, model, Residency.STORED, left)) {
                before[model] = 1;
            }
            boolean mayLoad = most > 1 && lowest[model] < 2 && before[model] == 1;
            if (mayLoad && rises(footprint, model, Residency.LOADED, left)) {
                before[model] = 2;
            }
        }
        return before;
    }

    /** Whether what a model takes from a residency on fits; takes it then. */
    private static boolean rises(Footprint footprint, int model, Residency to, long[] left) {
        for (int resource = 0; resource < left.length; resource++) {
            if (use(footprint, resource, model, to) > left[resource]) {
                return false;
            }
        }
        for (int resource = 0; resource < left.length; resource++) {
            left[resource] -= use(footprint, resource, model, to);
        }
        return true;
    }

    private static long use(Footprint footprint, int resource, int model, Residency to) {
        return Resource.of(resource).from() == to ? footprint.uses[resource][model] : 0;
    }

    private static void check(Resource resource, Footprint footprint, byte[] lowest, long most, List<String> faults) {
        BigInteger sum = BigInteger.ZERO;
        for (int model = 0; model < lowest.length; model++) {
            if (lowest[model] >= resource.from().index()) {
                sum = sum.add(BigInteger.valueOf(footprint.uses[resource.index()][model]));
            }
        }
        if (sum.compareTo(BigInteger.valueOf(most)) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "models that must stay %s take %s %s of %s, the server has %d",
                    resource.from().label(),
                    sum,
                    resource.unit(),
                    resource.label(),
                    most));
        }
    }
}
