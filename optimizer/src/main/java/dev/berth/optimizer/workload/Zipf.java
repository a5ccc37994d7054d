package dev.berth.optimizer.workload;

import java.util.SplittableRandom;

/** Zipf popularity: rank r, from 0, has weight {@code (r + 1)^-s}; the same bits on every JDK. */
final class Zipf {
    private Zipf() {}

    /** Weights of the ranks, of sum 1. */
    static double[] weights(int models, double exponent) {
        double[] weights = new double[models];
        double sum = 0;
        for (int rank = 0; rank < models; rank++) {
            weights[rank] = StrictMath.pow(rank + 1, -exponent);
            sum += weights[rank];
        }
        for (int rank = 0; rank < models; rank++) {
            weights[rank] /= sum;
        }
        return weights;
    }

    /** A rank for each model, in random order. */
    static int[] randomRanks(int models, SplittableRandom random) {
        int[] ranks = new int[models];
        for (int model = 0; model < models; model++) {
            ranks[model] = model;
            swap(ranks, model, random.nextInt(model + 1));
        }
        return ranks;
    }

    static void swap(int[] ranks, int one, int other) {
        int kept = ranks[one];
        ranks[one] = ranks[other];
        ranks[other] = kept;
    }
}
