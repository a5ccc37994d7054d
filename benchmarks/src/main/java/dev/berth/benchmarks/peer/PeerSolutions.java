package dev.berth.benchmarks.peer;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.TooLargeException;
import java.util.OptionalLong;

/** Peers' plans as solutions: costs are evaluated again, limits checked; what a peer says of itself is only a bound. */
final class PeerSolutions {
    private PeerSolutions() {}

    /**
     * Does nothing where models are ABSENT, STORED or LOADED and nothing else.
     *
     * @throws TooLargeException else
     */
    static void requireChain(String peer, Problem problem) {
        if (!problem.isChain()) {
            throw new TooLargeException(peer + ": written for models that are absent, stored or loaded alone");
        }
    }

    /** Every model at its lowest residency in all slots, those of slot 0 first: the plan of a peer that found none. */
    static byte[] lowest(Problem problem) {
        byte[] residencies = new byte[problem.slots() * problem.models()];
        for (int cell = 0; cell < residencies.length; cell++) {
            residencies[cell] = (byte) problem.lowest(cell % problem.models());
        }
        return residencies;
    }

    /**
     * Checks a peer's plan.
     *
     * @param bound as the peer gives it; lowered to the cost where rounding in the peer left it above, by at most
     *     {@code tolerance} of the cost
     * @throws IllegalStateException where the plan breaks a limit, or the bound is above the cost by more
     */
    static Solution of(
            String peer,
            Problem problem,
            Plan plan,
            OptionalLong bound,
            double tolerance,
            boolean proven,
            String note) {
        Limits.broken(problem, plan).ifPresent(broken -> {
            throw new IllegalStateException(peer + ": plan breaks a limit, " + broken);
        });
        PlanCost cost = PlanCost.of(problem, plan);
        if (bound.isEmpty() || bound.getAsLong() < 0) {
            // No cost is negative: a peer that was stopped early says minus infinity where it knows nothing.
            return new Solution(plan, cost, OptionalLong.empty(), proven, note);
        }
        if ((double) (bound.getAsLong() - cost.total()) > tolerance * (double) cost.total()) {
            throw new IllegalStateException(
                    peer + ": bound " + bound.getAsLong() + " is above the cost " + cost.total() + " of its own plan");
        }
        return new Solution(plan, cost, OptionalLong.of(Math.min(bound.getAsLong(), cost.total())), proven, note);
    }
}
