package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The measures of worth that the classical policies use. */
final class Worths {
    private Worths() {}

    /** Least recently used. */
    static final class Recency implements Worth {
        private final long[] last;
        private long requests;

        Recency(int models) {
            last = new long[models];
        }

        @Override
        public void requested(int model) {
            last[model] = ++requests;
        }

        @Override
        public double of(int model) {
            return last[model];
        }
    }

    /** Least frequently used since the beginning, requests of absent models included. */
    static final class Frequency implements Worth {
        private final long[] counts;

        Frequency(int models) {
            counts = new long[models];
        }

        @Override
        public void requested(int model) {
            counts[model]++;
        }

        @Override
        public double of(int model) {
            return counts[model];
        }
    }

    /**
     * An age that rises to the worth of what gives way, plus requests times a weight fixed for each model, as of its
     * last request. Weight 1 is LFU with dynamic ageing, weight cost over size GreedyDual-Size-Frequency (Arlitt,
     * Cherkasova, Dilley, Friedrich and Jin, "Evaluating content management techniques for Web proxy caches", 1999).
     * Requests of a model that stays out count too: else one that is asked for more and more would never get in.
     * Counting at most one request gives Landlord (Young, "On-line file caching", 1998): its credit is full after each
     * request, and charging all that is kept the same rent per size is the same as raising the age. A newcomer pays
     * that rent too; where it can pay least, it stays out, and the others have paid what it had.
     */
    static final class Ageing implements Worth {
        private final double[] weights;
        private final double[] worths;
        private final long[] counts;
        private final long mostCounted;
        private double age;

        Ageing(double[] weights, long mostCounted) {
            this.weights = weights;
            this.mostCounted = mostCounted;
            worths = new double[weights.length];
            counts = new long[weights.length];
        }

        @Override
        public void requested(int model) {
            counts[model] = Math.min(mostCounted, counts[model] + 1);
            worths[model] = age + weights[model] * (double) counts[model];
        }

        @Override
        public double of(int model) {
            return worths[model];
        }

        @Override
        public void gaveWay(double worth) {
            age = Math.max(age, worth);
        }

        @Override
        public void stayedOut(double worth) {
            // Where requests add up they let a newcomer in by themselves.
            if (mostCounted == 1) {
                age = Math.max(age, worth);
            }
        }
    }

    /** Anything gives way to what was just requested. */
    static final class Chance implements Worth {
        private final SplittableRandom random;

        Chance(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void requested(int model) {}

        @Override
        public double of(int model) {
            return random.nextDouble();
        }

        @Override
        public double ofNewcomer(int model) {
            return 1;
        }
    }

    static double[] equal(int models) {
        double[] weights = new double[models];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** What a request saves where the model is loaded, and the load itself, over the larger share it takes. */
    static double[] costOverSize(ServerTerms terms) {
        double[] weights = new double[terms.models()];
        for (int model = 0; model < weights.length; model++) {
            double saved = terms.waitCost(model, Residency.ABSENT) - terms.waitCost(model, Residency.LOADED);
            double load = terms.switchingCost(model, Residency.ABSENT, Residency.LOADED);
            weights[model] = Math.max(0, saved + load) / terms.largestShare(model);
        }
        return weights;
    }
}
