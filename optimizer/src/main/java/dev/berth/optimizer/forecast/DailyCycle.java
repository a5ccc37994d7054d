package dev.berth.optimizer.forecast;

import java.util.Arrays;

/**
 * Seasonal factors of a day, multiplicative, from the requests of all models together: the popularity of one model
 * drifts within a day, the hours of the people who ask do not. 1 until a whole day was seen.
 */
final class DailyCycle {
    private static final double SECONDS_PER_DAY = 86_400;

    /** Weight of the newest day. */
    private static final double GAMMA = 0.3;

    /** Least factor: an hour that was empty yesterday need not be empty today. */
    private static final double LEAST_FACTOR = 0.05;

    private final double[] lastDay;
    private final double[] factors;
    private double dayTotal;
    private int observed;

    private DailyCycle(int slotsPerDay) {
        lastDay = new double[slotsPerDay];
        factors = new double[slotsPerDay];
        Arrays.fill(factors, 1);
    }

    /** No cycle. */
    static DailyCycle none() {
        return new DailyCycle(1);
    }

    /** A cycle where a day has at least two slots and the history to come is longer than a day; else none. */
    static DailyCycle of(double slotSeconds, int historySlots) {
        double slotsPerDay = Math.rint(SECONDS_PER_DAY / slotSeconds);
        return slotsPerDay >= 2 && slotsPerDay < historySlots ? new DailyCycle((int) slotsPerDay) : none();
    }

    int slotsPerDay() {
        return factors.length;
    }

    /** Takes the next slot; returns whether the factors were just learned for the first time. */
    boolean observe(double total) {
        int hour = observed % factors.length;
        dayTotal += total - lastDay[hour];
        lastDay[hour] = total;
        observed++;
        if (factors.length < 2 || observed < factors.length) {
            return false;
        }
        if (observed == factors.length) {
            learn();
            return true;
        }
        double mean = dayTotal / factors.length;
        if (mean > 0) {
            factors[hour] += GAMMA * (Math.max(LEAST_FACTOR, total / mean) - factors[hour]);
        }
        return false;
    }

    private void learn() {
        double mean = dayTotal / factors.length;
        for (int hour = 0; hour < factors.length && mean > 0; hour++) {
            factors[hour] = Math.max(LEAST_FACTOR, lastDay[hour] / mean);
        }
    }

    /** Factor of a slot, counted from the last one observed; 0 is that one. */
    double factor(int ahead) {
        return factors[(int) ((observed - 1L + ahead) % factors.length)];
    }
}
