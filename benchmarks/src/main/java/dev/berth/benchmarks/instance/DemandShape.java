package dev.berth.benchmarks.instance;

import dev.berth.optimizer.workload.DemandGenerator;
import java.util.Locale;
import java.util.SplittableRandom;

/** How demand moves over the slots; about the same mean in all of them, Zipf 0.9 over the models. */
public enum DemandShape {
    /** One daily cycle for all; every four slots two models exchange their popularity. */
    DRIFT,
    /** Each model has an hour of its own at which it is asked for most, and nearly none half a day later. */
    DAILY,
    /** Each model is quiet or, for about eight slots at a time, asked for eleven times as often. */
    BURSTS;

    /** Mean demand of all shapes. */
    public static final double REQUESTS_PER_SECOND_PER_MODEL = 0.05;

    private static final double ZIPF_EXPONENT = 0.9;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double BURST_FACTOR = 11;
    private static final double BURST_BEGINS = 0.03;
    private static final double BURST_ENDS = 0.12;

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Requests of each slot, one row a slot, one value a model; rates, without noise. */
    public double[][] expectedRequests(int slots, int models, double slotSeconds, long seed) {
        int driftSlots = this == DRIFT ? 4 : 0;
        double amplitude = this == DRIFT ? 0.6 : 0;
        double[][] requests = new DemandGenerator(
                        REQUESTS_PER_SECOND_PER_MODEL * models, ZIPF_EXPONENT, driftSlots, amplitude, seed)
                .expectedRequests(slots, models, slotSeconds);
        if (this != DRIFT) {
            SplittableRandom random = new SplittableRandom(seed + 1);
            for (int model = 0; model < models; model++) {
                double[] factors =
                        this == DAILY ? dailyCycle(slots, slotSeconds, random.nextDouble()) : bursts(slots, random);
                for (int slot = 0; slot < slots; slot++) {
                    requests[slot][model] *= factors[slot];
                }
            }
        }
        return requests;
    }

    private static double[] dailyCycle(int slots, double slotSeconds, double peak) {
        double[] factors = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            double day = (slot + 0.5) * slotSeconds / SECONDS_PER_DAY;
            factors[slot] = 1 + 0.95 * StrictMath.cos(2 * Math.PI * (day - peak));
        }
        return factors;
    }

    private static double[] bursts(int slots, SplittableRandom random) {
        double share = BURST_BEGINS / (BURST_BEGINS + BURST_ENDS);
        double quiet = 1 / (1 + share * (BURST_FACTOR - 1));
        boolean burst = random.nextDouble() < share;
        double[] factors = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            factors[slot] = burst ? quiet * BURST_FACTOR : quiet;
            burst = burst ? random.nextDouble() >= BURST_ENDS : random.nextDouble() < BURST_BEGINS;
        }
        return factors;
    }
}
