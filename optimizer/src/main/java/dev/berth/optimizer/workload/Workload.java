package dev.berth.optimizer.workload;

/** Requests one by one that agree with the demand a problem was built from. */
@FunctionalInterface
public interface Workload {
    /**
     * The requests from the first one on.
     *
     * @param seed of what is random in them; the same seed gives the same requests. A recorded trace has nothing random
     *     and is always the same.
     */
    Requests open(long seed);
}
