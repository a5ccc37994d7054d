package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;
import java.util.Optional;

/** Makes new plans while one is followed, of the requests that it has seen. Stateful; for one run. For one thread. */
public interface Replanner {
    /** A request has arrived. */
    void requested(int model);

    /**
     * A slot begins.
     *
     * @param slot from 0
     * @param modes (indices) that models are kept in, one a model; not kept
     * @return a plan of this slot and those after it; empty to go on with the one that there is
     */
    Optional<Plan> slotBegins(int slot, byte[] modes);
}
