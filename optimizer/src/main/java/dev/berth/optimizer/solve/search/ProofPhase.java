package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.BoundedPlans;
import dev.berth.optimizer.solve.prices.PriceBound;
import dev.berth.optimizer.solve.prices.SlotBound;

/** Proves a plan the cheapest, or finds the one that is, by going through all plans that bounds do not rule out. */
final class ProofPhase {
    /** Of what the search has taken so far, what a try may take that might come too early. */
    private static final double EARLY = 0.5;

    private final SearchScope scope;
    private final PathImprovement paths;
    private final long maxStates;
    private SlotBound best;
    private long states;
    private boolean isProven;

    /** @param maxBytes memory that going through plans may take beside the search */
    ProofPhase(SearchScope scope, PathImprovement paths, long maxBytes) {
        this.scope = scope;
        this.paths = paths;
        maxStates = maxBytes / BoundedPlans.bytesPerState(scope.problem());
        best = SlotBound.none();
    }

    /** Tries with the best prices of capacities. */
    boolean run() {
        best = PriceBound.bySlots(scope.problem(), scope.prices());
        return prove(early());
    }

    /** Tries with a bound that was raised further. */
    boolean run(BoundAscent further) {
        best = further.bySlots().orElse(best);
        isProven = further.bound() >= scope.cost();
        return isProven || prove(early());
    }

    /** Tries with all the steps that are left. */
    boolean finish() {
        return isProven || prove(left());
    }

    private long early() {
        return (long) Math.min(EARLY * (double) scope.steps(), (double) left());
    }

    private long left() {
        return scope.maxSteps() - scope.steps();
    }

    private boolean prove(long maxSteps) {
        Problem problem = scope.problem();
        scope.tell("going through what bounds leave");
        BoundedPlans plans = new BoundedPlans(problem, best, scope.cost(), maxStates, maxSteps);
        byte[] cheapest = scope.plan().clone();
        isProven = plans.run(cheapest);
        states = plans.states();
        scope.spend(plans.steps());
        if (isProven) {
            scope.offer(cheapest, paths.cost(cheapest));
            scope.raise((double) scope.cost());
        }
        return isProven;
    }

    /** Whether the cheapest plan of the search is the cheapest there is. */
    boolean isProven() {
        return isProven;
    }

    /** What was done, for people. */
    String note() {
        if (!isProven) {
            return "";
        }
        return states == 0
                ? ", which leave no other plan"
                : ", what is left of plans gone through, up to " + states + " joint modes a slot";
    }
}
