package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import java.util.Arrays;

/**
 * Makes room for a model: the models worth least give way, out of memory or off the server; allocates nothing per call.
 */
final class Displacement {
    private final Berths berths;
    private final Worth worth;
    private final boolean[] givesWay;

    /** Of each resource. */
    private final long[] missing = new long[Resource.COUNT];

    private double worthOfLeast;

    Displacement(ServerTerms terms, Berths berths, Worth worth) {
        this.berths = berths;
        this.worth = worth;
        givesWay = new boolean[terms.models()];
    }

    /**
     * Moves a model one level up, others down where they must and are worth no more than it; changes nothing where that
     * makes too little room.
     */
    void climb(int model, Residency to, double newcomer) {
        if (!berths.allowed(model, to)) {
            return;
        }
        Residency lower = to == Residency.STORED ? Residency.ABSENT : Residency.STORED;
        if (chooseVictims(model, to, lower, newcomer)) {
            for (int victim = 0; victim < givesWay.length; victim++) {
                if (givesWay[victim]) {
                    givesWay[victim] = false;
                    berths.keep(victim, wayOut(victim, to, lower));
                }
            }
            berths.keep(model, to);
        }
    }

    /** From device memory into host memory where there is room for it. */
    private Residency wayOut(int victim, Residency to, Residency lower) {
        boolean sleeps = to == Residency.LOADED
                && berths.allowed(victim, Residency.HOSTED)
                && berths.fits(victim, Residency.HOSTED);
        return sleeps ? Residency.HOSTED : lower;
    }

    /** Marks what gives way, the least worth first; marks nothing where the model itself is worth less. */
    private boolean chooseVictims(int model, Residency to, Residency lower, double newcomer) {
        for (int row = 0; row < missing.length; row++) {
            missing[row] = berths.missing(Resource.of(row), model, to);
        }
        double dearest = Double.NEGATIVE_INFINITY;
        while (isAnyMissing()) {
            int victim = leastWorth(model, lower);
            if (victim < 0 || worthOfLeast > newcomer) {
                Arrays.fill(givesWay, false);
                if (victim >= 0) {
                    worth.stayedOut(newcomer);
                }
                return false;
            }
            givesWay[victim] = true;
            dearest = worthOfLeast;
            for (int row = 0; row < missing.length; row++) {
                missing[row] -= berths.use(Resource.of(row), victim) - berths.use(Resource.of(row), victim, lower);
            }
        }
        worth.gaveWay(dearest);
        return true;
    }

    private boolean isAnyMissing() {
        boolean any = false;
        for (long amount : missing) {
            any |= amount > 0;
        }
        return any;
    }

    /** Of those that would free some of what is short; of equals the first; negative where there is none. */
    private int leastWorth(int model, Residency lower) {
        int least = -1;
        for (int other = 0; other < givesWay.length; other++) {
            if (other != model && !givesWay[other] && berths.allowed(other, lower) && frees(other, lower)) {
                double worthOfOther = worth.of(other);
                if (least < 0 || worthOfOther < worthOfLeast) {
                    least = other;
                    worthOfLeast = worthOfOther;
                }
            }
        }
        return least;
    }

    private boolean frees(int model, Residency lower) {
        boolean frees = false;
        for (int row = 0; row < missing.length; row++) {
            frees |= missing[row] > 0
                    && berths.use(Resource.of(row), model) > berths.use(Resource.of(row), model, lower);
        }
        return frees;
    }
}
