package dev.berth.optimizer.solve;

/**
 * What a solver may use; counted in steps and bytes, never in time, so that results reproduce.
 *
 * @param maxMemoryBytes memory for states and tables, >= 1
 * @param maxNodesPerSlot nodes that a branch and bound opens in one slot before it settles for the best seen, >= 1
 * @param seed of solvers that draw at random; the same seed gives the same plan
 */
public record SolveLimits(long maxMemoryBytes, long maxNodesPerSlot, long seed) {
    /** Nodes a slot unless told otherwise: well below a second. */
    public static final long DEFAULT_NODES_PER_SLOT = 2_000_000;

    /** Seed unless told otherwise. */
    public static final long DEFAULT_SEED = 1;

    public SolveLimits {
        if (maxMemoryBytes < 1 || maxNodesPerSlot < 1) {
            throw new IllegalArgumentException("out of range: maxMemoryBytes=" + maxMemoryBytes + ", maxNodesPerSlot="
                    + maxNodesPerSlot + ", expected >= 1");
        }
    }

    /** With the default seed. */
    public SolveLimits(long maxMemoryBytes, long maxNodesPerSlot) {
        this(maxMemoryBytes, maxNodesPerSlot, DEFAULT_SEED);
    }

    /** Half of the heap. */
    public static SolveLimits ofThisMachine() {
        return new SolveLimits(Runtime.getRuntime().maxMemory() / 2, DEFAULT_NODES_PER_SLOT);
    }

    /** The same with another seed. */
    public SolveLimits withSeed(long otherSeed) {
        return new SolveLimits(maxMemoryBytes, maxNodesPerSlot, otherSeed);
    }
}
