package dev.berth.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Corrects p-values for the number of tests by Holm's step-down rule (A simple sequentially rejective multiple test
 * procedure, 1979): testing many models does not by itself find a change.
 */
public final class Holm {
    private Holm() {}

    /** Adjusted p-values in the given order. */
    public static double[] adjusted(double[] pValues) {
        List<Integer> ascending = new ArrayList<>();
        for (int i = 0; i < pValues.length; i++) {
            ascending.add(i);
        }
        ascending.sort(Comparator.comparingDouble(i -> pValues[i]));
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < pValues.length; rank++) {
            int index = ascending.get(rank);
            largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
            adjusted[index] = largest;
        }
        return adjusted;
    }
}
