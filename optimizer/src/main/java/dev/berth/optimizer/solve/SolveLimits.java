package dev.berth.optimizer.solve;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a solver may use; counted in steps and bytes, never in time, so that results reproduce.
 *
 * @param maxMemoryBytes memory for states and tables, >= 1
 * @param maxNodesPerSlot nodes that a branch and bound opens in one slot before it settles for the best seen, >= 1
 * @param seed of solvers that draw at random; the same seed gives the same plan
 * @param askedSteps work after which every solver returns the best plan that it has, >= 1: a step is one model in one
 *     slot looked at once, which takes about ten nanoseconds; empty where solvers that end by themselves may do so
 * @param askedGap difference of cost and bound, as a share of the cost, at which solvers that know a bound stop; >= 0;
 *     empty for what each takes for small
 */
public record SolveLimits(
        long maxMemoryBytes, long maxNodesPerSlot, long seed, OptionalLong askedSteps, OptionalDouble askedGap) {
    /** Nodes a slot unless told otherwise: well below a second. */
    public static final long DEFAULT_NODES_PER_SLOT = 2_000_000;

    /** Steps that are said to take a second. */
    public static final double STEPS_PER_SECOND = 1e8;

    /** Steps of solvers that could go on for ever, unless told otherwise: ten seconds or so. */
    public static final long DEFAULT_STEPS = 1_000_000_000;

    /** Gap of a whole plan unless told otherwise: a hundredth of a per cent. */
    public static final double DEFAULT_TARGET_GAP = 1e-4;

    /** Seed unless told otherwise. */
    public static final long DEFAULT_SEED = 1;

    public SolveLimits {
        if (maxMemoryBytes < 1 || maxNodesPerSlot < 1 || askedSteps.orElse(1) < 1) {
            throw new IllegalArgumentException("out of range: maxMemoryBytes=" + maxMemoryBytes + ", maxNodesPerSlot="
                    + maxNodesPerSlot + ", askedSteps=" + askedSteps + ", expected >= 1");
        }
        if (!(askedGap.orElse(0) >= 0)) {
            throw new IllegalArgumentException("out of range: askedGap=" + askedGap + ", expected >= 0");
        }
    }

    /** With the defaults of everything else. */
    public SolveLimits(long maxMemoryBytes, long maxNodesPerSlot) {
        this(maxMemoryBytes, maxNodesPerSlot, DEFAULT_SEED, OptionalLong.empty(), OptionalDouble.empty());
    }

    /** Half of the heap. */
    public static SolveLimits ofThisMachine() {
        return new SolveLimits(Runtime.getRuntime().maxMemory() / 2, DEFAULT_NODES_PER_SLOT);
    }

    /** Steps of solvers that could go on for ever. */
    long anytimeSteps() {
        return askedSteps.orElse(DEFAULT_STEPS);
    }

    /** Gap between a whole plan and its bound that is small enough. */
    public double targetGap() {
        return askedGap.orElse(DEFAULT_TARGET_GAP);
    }

    /** The same with another seed. */
    public SolveLimits withSeed(long otherSeed) {
        return new SolveLimits(maxMemoryBytes, maxNodesPerSlot, otherSeed, askedSteps, askedGap);
    }

    /** The same with other ends. */
    public SolveLimits withEffort(long steps, double gap) {
        return new SolveLimits(maxMemoryBytes, maxNodesPerSlot, seed, OptionalLong.of(steps), OptionalDouble.of(gap));
    }
}
