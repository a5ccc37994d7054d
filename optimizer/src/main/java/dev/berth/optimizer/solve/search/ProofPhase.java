package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.corridors.OpenPlans;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.OpenModes;
import dev.berth.optimizer.solve.prices.PriceBound;

/**
 * Proves a plan the cheapest, or finds the one that is: bounds rule out modes that no cheaper plan has, and where few
 * enough are left, all plans that have them are gone through.
 */
final class ProofPhase {
    /** Joint modes of a slot that there is an index for. */
    private static final long MAX_STATES = 1L << 27;

    private final SearchScope scope;
    private final PathImprovement paths;
    private final double maxBytes;
    private final OpenModes open;
    private long states;
    private boolean isProven;

    /** @param maxBytes memory that a programme may take beside the search */
    ProofPhase(SearchScope scope, PathImprovement paths, long maxBytes) {
        this.scope = scope;
        this.paths = paths;
        this.maxBytes = (double) maxBytes;
        open = new OpenModes(scope.problem());
        states = open.states();
    }

    /** Tries with the best prices of capacities. */
    boolean run(long maxSteps) {
        PriceBound.close(scope.problem(), scope.prices(), open, scope.cost());
        return prove(maxSteps);
    }

    /** Tries with a bound that was raised further. */
    boolean run(BoundAscent further, long maxSteps) {
        further.close(open, scope.cost());
        return run(maxSteps);
    }

    private boolean prove(long maxSteps) {
        Problem problem = scope.problem();
        states = open.isEmpty() ? 0 : open.states();
        if (states > MAX_STATES
                || OpenPlans.memoryBytes(problem, states) > maxBytes
                || OpenPlans.steps(problem, states) > (double) maxSteps) {
            return false;
        }
        scope.tell("going through " + states + " joint modes a slot");
        scope.spend((long) OpenPlans.steps(problem, states));
        byte[] cheapest = new byte[scope.plan().length];
        if (states > 0 && OpenPlans.cheapest(problem, open, cheapest)) {
            scope.offer(cheapest, paths.cost(cheapest));
        }
        isProven = true;
        scope.raise((double) scope.cost());
        return true;
    }

    /** Whether the cheapest plan of the search is the cheapest there is. */
    boolean isProven() {
        return isProven;
    }

    /** Joint modes of a slot that are left to go through. */
    long states() {
        return states;
    }

    /** What was done, for people. */
    String note() {
        return isProven ? ", " + states + " joint modes a slot gone through" : "";
    }
}
