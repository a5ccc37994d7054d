package dev.berth.optimizer.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a problem has a plan at all: all models at their lowest residency must fit the server. */
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
