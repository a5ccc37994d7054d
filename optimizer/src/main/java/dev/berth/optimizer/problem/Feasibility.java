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
        Capacity capacity = footprint.capacity;
        check("storage", "bytes", footprint.storageBytes, lowest, Residency.STORED, capacity.storageBytes(), faults);
        check("memory", "bytes", footprint.memoryBytes, lowest, Residency.LOADED, capacity.memoryBytes(), faults);
        capacity.energyMillijoules()
                .ifPresent(most ->
                        check("energy", "mJ", footprint.energyMillijoules, lowest, Residency.LOADED, most, faults));
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
        Capacity capacity = footprint.capacity;
        long storage = capacity.storageBytes();
        long memory = capacity.memoryBytes();
        long energy = capacity.energyMillijoules().orElse(Long.MAX_VALUE);
        byte[] before = new byte[wanted.length];
        for (int model = 0; model < before.length; model++) {
            before[model] = (byte) Math.min(wanted[model], lowest[model]);
            storage -= lowest[model] > 0 ? footprint.storageBytes[model] : 0;
            memory -= lowest[model] > 1 ? footprint.memoryBytes[model] : 0;
            energy -= lowest[model] > 1 ? energy(footprint, model) : 0;
        }
        for (int model = 0; model < before.length; model++) {
            int most = Math.min(wanted[model], highest[model]);
            if (most > 0 && lowest[model] == 0 && footprint.storageBytes[model] <= storage) {
                storage -= footprint.storageBytes[model];
                before[model] = 1;
            }
            boolean rises = most > 1 && lowest[model] < 2 && before[model] == 1;
            if (rises && footprint.memoryBytes[model] <= memory && energy(footprint, model) <= energy) {
                memory -= footprint.memoryBytes[model];
                energy -= energy(footprint, model);
                before[model] = 2;
            }
        }
        return before;
    }

    /** What a loaded model takes of the energy limit; nothing where there is none. */
    private static long energy(Footprint footprint, int model) {
        return footprint.capacity.energyMillijoules().isPresent() ? footprint.energyMillijoules[model] : 0;
    }

    private static void check(
            String what, String unit, long[] uses, byte[] lowest, Residency from, long most, List<String> faults) {
        BigInteger sum = BigInteger.ZERO;
        for (int model = 0; model < uses.length; model++) {
            if (lowest[model] >= from.index()) {
                sum = sum.add(BigInteger.valueOf(uses[model]));
            }
        }
        if (sum.compareTo(BigInteger.valueOf(most)) > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "models that must stay %s take %s %s of %s, the server has %d",
                    from.label(),
                    sum,
                    unit,
                    what,
                    most));
        }
    }
}
