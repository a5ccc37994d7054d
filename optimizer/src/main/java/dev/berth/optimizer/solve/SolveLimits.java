package dev.berth.optimizer.solve;

/**
 * What a solver may use; counted in steps and bytes, never in time, so that results reproduce.
 *
 * @param maxMemoryBytes memory for states and tables, >= 1
 * @param maxNodesPerSlot nodes that a branch and bound opens in one slot before it settles for the best seen, >= 1
 */
public record SolveLimits(long maxMemoryBytes, long maxNodesPerSlot) {
    /** Nodes a slot unless told otherwise: well below a second. */
    public static final long DEFAULT_NODES_PER_SLOT = 2_000_000;

    public SolveLimits {
        if (maxMemoryBytes < 1 || maxNodesPerSlot < 1) {
            throw new IllegalArgumentException("out of range: maxMemoryBytes=" + maxMemoryBytes + ", maxNodesPerSlot="
                    + maxNodesPerSlot + ", expected >= 1");
        }
    }

    /** Half of the heap. */
    public static SolveLimits ofThisMachine() {
        return new SolveLimits(Runtime.getRuntime().maxMemory() / 2, DEFAULT_NODES_PER_SLOT);
    }
}
