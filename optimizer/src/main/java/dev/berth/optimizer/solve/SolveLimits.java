package dev.berth.optimizer.solve;

/**
 * What a solver may use; counted in steps and bytes, never in time, so that results reproduce.
 *
 * @param maxMemoryBytes memory for states and tables, >= 1
 * @param maxNodesPerSlot nodes that a branch and bound opens in one slot before it settles for the best seen, >= 1
 * @param seed of solvers that draw at random; the same seed gives the same plan
 * @param maxSteps work of solvers that could go on for ever, >= 1: a step is one model in one slot looked at once,
 *     which takes about ten nanoseconds
 * @param targetGap difference of cost and bound, as a share of the cost, at which solvers that know a bound stop; >= 0
 */
public record SolveLimits(long maxMemoryBytes, long maxNodesPerSlot, long seed, long maxSteps, double targetGap) {
    /** Nodes a slot unless told otherwise: well below a second. */
    public static final long DEFAULT_NODES_PER_SLOT = 2_000_000;

    /** Steps that are said to take a second. */
    public static final double STEPS_PER_SECOND = 1e8;

    /** Steps unless told otherwise: ten seconds or so. */
    public static final long DEFAULT_STEPS = 1_000_000_000;

    /** Gap unless told otherwise: a hundredth of a per cent. */
    public static final double DEFAULT_TARGET_GAP = 1e-4;

    /** Seed unless told otherwise. */
    public static final long DEFAULT_SEED = 1;

    public SolveLimits {
        if (maxMemoryBytes < 1 || maxNodesPerSlot < 1 || maxSteps < 1) {
            throw new IllegalArgumentException("out of range: maxMemoryBytes=" + maxMemoryBytes + ", maxNodesPerSlot="
                    + maxNodesPerSlot + ", maxSteps=" + maxSteps + ", expected >= 1");
        }
        if (!(targetGap >= 0)) {
            throw new IllegalArgumentException("out of range: targetGap=" + targetGap + ", expected >= 0");
        }
    }

    /** With the defaults of everything else. */
    public SolveLimits(long maxMemoryBytes, long maxNodesPerSlot) {
        this(maxMemoryBytes, maxNodesPerSlot, DEFAULT_SEED, DEFAULT_STEPS, DEFAULT_TARGET_GAP);
    }

    /** Half of the heap. */
    public static SolveLimits ofThisMachine() {
        return new SolveLimits(Runtime.getRuntime().maxMemory() / 2, DEFAULT_NODES_PER_SLOT);
    }

    /** The same with another seed. */
    public SolveLimits withSeed(long otherSeed) {
        return new SolveLimits(maxMemoryBytes, maxNodesPerSlot, otherSeed, maxSteps, targetGap);
    }

    /** The same with other ends for solvers that could go on. */
    public SolveLimits withEffort(long otherSteps, double otherGap) {
        return new SolveLimits(maxMemoryBytes, maxNodesPerSlot, seed, otherSteps, otherGap);
    }
}
