package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/**
 * Expected requests from few figures: Zipf popularity whose ranks drift, times a daily cycle. The same figures give the
 * same bits on every JDK.
 *
 * <p>λ of slot t and model m is {@code requestsPerSecond·Δ·(1 + a·cos(2π·(h(t) - 18)/24))·w(rank_m(t))}, with h the
 * hour of the day at the middle of the slot (slot 0 begins at midnight, the peak is at 18 h) and {@code w(r) = r^-s / Σ
 * k^-s}. Ranks begin as a random order; every {@code driftSlots} slots two of them, drawn at random, change places.
 *
 * @param requestsPerSecond mean over the day and all models, finite and >= 0
 * @param zipfExponent s, finite and >= 0; 0 makes all models equally popular
 * @param driftSlots slots between two exchanges of rank, >= 0; 0 for no drift
 * @param dailyAmplitude a, 0 to 1
 * @param seed of the random order and the exchanges
 */
public record DemandGenerator(
        double requestsPerSecond, double zipfExponent, int driftSlots, double dailyAmplitude, long seed) {
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double PEAK_OF_DAY = 0.75;

    public DemandGenerator {
        require("requestsPerSecond", requestsPerSecond, Double.MAX_VALUE);
        require("zipfExponent", zipfExponent, Double.MAX_VALUE);
        require("driftSlots", driftSlots, Integer.MAX_VALUE);
        require("dailyAmplitude", dailyAmplitude, 1);
    }

    private static void require(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            String range = most > 1 ? "a finite number >= 0" : "0 to 1";
            throw new IllegalArgumentException("out of range: " + name + "=" + value + ", expected " + range);
        }
    }

    /**
     * Expected requests, one row a slot, one value a model in each.
     *
     * @param slots >= 1
     * @param models >= 1
     * @param slotSeconds Δ, > 0
     */
    public double[][] expectedRequests(int slots, int models, double slotSeconds) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ranks = randomOrder(models, random);
        double[] weights = weights(models);
        double[][] requests = new double[slots][models];
        for (int slot = 0; slot < slots; slot++) {
            if (driftSlots > 0 && slot > 0 && slot % driftSlots == 0) {
                swap(ranks, random.nextInt(models), random.nextInt(models));
            }
            double day = (slot + 0.5) * slotSeconds / SECONDS_PER_DAY;
            double cycle = 1 + dailyAmplitude * StrictMath.cos(2 * Math.PI * (day - PEAK_OF_DAY));
            for (int model = 0; model < models; model++) {
                requests[slot][model] = requestsPerSecond * slotSeconds * cycle * weights[ranks[model]];
            }
        }
        return requests;
    }

    private static int[] randomOrder(int models, SplittableRandom random) {
        int[] ranks = new int[models];
        for (int model = 0; model < models; model++) {
            ranks[model] = model;
            swap(ranks, model, random.nextInt(model + 1));
        }
        return ranks;
    }

    private static void swap(int[] ranks, int one, int other) {
        int kept = ranks[one];
        ranks[one] = ranks[other];
        ranks[other] = kept;
    }

    private double[] weights(int models) {
        double[] weights = new double[models];
        double sum = 0;
        for (int rank = 0; rank < models; rank++) {
            weights[rank] = StrictMath.pow(rank + 1, -zipfExponent);
            sum += weights[rank];
        }
        for (int rank = 0; rank < models; rank++) {
            weights[rank] /= sum;
        }
        return weights;
    }
}
