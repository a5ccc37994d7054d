package dev.berth.optimizer.workload;

import java.util.Optional;
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
 * @param churn models that retire and come back, whose requests the others get meanwhile; empty where all are always on
 *     offer
 * @param seed of the random order, the exchanges and the churn
 */
public record DemandGenerator(
        double requestsPerSecond,
        double zipfExponent,
        int driftSlots,
        double dailyAmplitude,
        Optional<Churn> churn,
        long seed) {
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

    /** Without churn. */
    public DemandGenerator(
            double requestsPerSecond, double zipfExponent, int driftSlots, double dailyAmplitude, long seed) {
        this(requestsPerSecond, zipfExponent, driftSlots, dailyAmplitude, Optional.empty(), seed);
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
        // Of its own, so that the ranks do not depend on whether there is churn.
        SplittableRandom churnRandom = new SplittableRandom(~seed);
        int[] ranks = Zipf.randomRanks(models, random);
        double[] weights = Zipf.weights(models, zipfExponent);
        boolean[] offered = churn.map(some -> some.first(models, churnRandom)).orElse(new boolean[0]);
        double[][] requests = new double[slots][models];
        for (int slot = 0; slot < slots; slot++) {
            if (driftSlots > 0 && slot > 0 && slot % driftSlots == 0) {
                Zipf.swap(ranks, random.nextInt(models), random.nextInt(models));
            }
            if (churn.isPresent() && slot > 0) {
                churn.get().advance(offered, churnRandom);
            }
            double day = (slot + 0.5) * slotSeconds / SECONDS_PER_DAY;
            double cycle = 1 + dailyAmplitude * StrictMath.cos(2 * Math.PI * (day - PEAK_OF_DAY));
            for (int model = 0; model < models; model++) {
                requests[slot][model] = requestsPerSecond * slotSeconds * cycle * weights[ranks[model]];
            }
            if (churn.isPresent()) {
                moveToOffered(requests[slot], offered, requestsPerSecond * slotSeconds * cycle);
            }
        }
        return requests;
    }

    /** Requests of withdrawn models go to those on offer, in proportion; to none where none is. */
    private static void moveToOffered(double[] requests, boolean[] offered, double total) {
        double kept = 0;
        for (int model = 0; model < requests.length; model++) {
            requests[model] = offered[model] ? requests[model] : 0;
            kept += requests[model];
        }
        for (int model = 0; model < requests.length && kept > 0; model++) {
            requests[model] *= total / kept;
        }
    }
}
