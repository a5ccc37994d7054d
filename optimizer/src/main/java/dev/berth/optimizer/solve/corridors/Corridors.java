package dev.berth.optimizer.solve.corridors;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Improves a plan within corridors that are drawn around it, one after another: the first is what prices favour, others
 * give each model a weight of its own. A plan that became cheaper has its paths improved as well. For one thread.
 */
public final class Corridors {
    private static final int NARROW_STATES = 512;
    private static final int WIDE_STATES = 2048;

    /** Joint states of all slots together, at most: 64 MiB of costs. Of very many slots each has fewer. */
    private static final int MAX_TABLE = 1 << 23;

    /** Two models that are free, at least. */
    private static final int LEAST_STATES = 4;

    private final int models;
    private final PathImprovement paths;
    private final int maxStates;
    private int states;
    private final CorridorImprovement corridor;
    private final SplittableRandom random;
    private final float[] marginals;
    private final float[] weights;
    private boolean isFresh;
    private int drawn;
    private long pathSteps;

    /** @param seed of the weights */
    public Corridors(Problem problem, PathImprovement paths, long seed) {
        models = problem.models();
        this.paths = paths;
        maxStates = maxStates(problem);
        states = Math.min(NARROW_STATES, maxStates);
        corridor = new CorridorImprovement(problem, maxStates);
        random = new SplittableRandom(seed);
        marginals = new float[problem.slots() * models * problem.choices()];
        weights = new float[models];
    }

    /** Memory that corridors take beside the problem, in bytes. */
    public static long memoryBytes(Problem problem) {
        long marginals = (long) problem.models() * problem.choices() * Float.BYTES;
        return problem.slots() * (marginals + (long) maxStates(problem) * Long.BYTES);
    }

    private static int maxStates(Problem problem) {
        return Math.max(LEAST_STATES, Math.min(WIDE_STATES, MAX_TABLE / problem.slots()));
    }

    /** From now on more models are free at a time. */
    public void widen() {
        states = maxStates;
    }

    /** Takes the worth of residencies from prices of the whole capacities, a row for each resource. */
    public void value(PriceSweep sweep, double[][] prices) {
        sweep.marginals(prices, marginals);
        isFresh = true;
    }

    /** Takes the worth of residencies from where a bound is lowest; false where that is not known. */
    public boolean value(BoundAscent ascent) {
        isFresh = ascent.copyMarginals(marginals);
        return isFresh;
    }

    /**
     * Draws one corridor.
     *
     * @param residencies keeps the limits; models of slot 0 first; changed in place
     * @return by how much the plan became cheaper, >= 0
     */
    public long draw(byte[] residencies) {
        if (isFresh) {
            Arrays.fill(weights, 1);
        } else {
            for (int model = 0; model < models; model++) {
                // Cubed, a few models come far to the front.
                double weight = random.nextDouble();
                weights[model] = (float) (weight * weight * weight);
            }
        }
        isFresh = false;
        drawn++;
        long saved = corridor.improve(marginals, weights, states, residencies);
        if (saved > 0) {
            pathSteps += residencies.length;
            saved += paths.run(residencies);
        }
        return saved;
    }

    /** What was done, for people. */
    public String note() {
        return ", " + drawn + (drawn == 1 ? " corridor" : " corridors") + " of up to " + states + " states a slot";
    }

    /** Work so far, in steps of {@link SolveLimits#askedSteps}. */
    public long steps() {
        return corridor.steps() + pathSteps;
    }
}
