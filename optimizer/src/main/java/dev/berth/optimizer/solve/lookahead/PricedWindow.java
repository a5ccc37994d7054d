package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.search.PriceSearch;

/**
 * The cheaper of two plans of a window: the best that is held throughout, and one made under prices of the capacities
 * of each slot, which may move with the forecast.
 */
final class PricedWindow implements WindowSolver {
    /** Sweeps of the prices a window: a forecast is not worth the last tenth of a per cent. */
    private static final long SWEEPS = 60;

    private static final double TARGET_GAP = 1e-3;

    /** Of corridors around the plan of a window; the same for all. */
    private static final long SEED = 1;

    private final HeldWindow held;
    private final Effort effort;

    PricedWindow(HeldWindow held, Effort effort) {
        this.held = held;
        this.effort = effort;
    }

    @Override
    public void decideFirst(Problem window, byte[] to) {
        held.decideFirst(window, to);
        if (HeldWindow.optimalFor(window)) {
            return;
        }
        Effort part = effort.part(SWEEPS * window.slots() * window.models(), TARGET_GAP);
        PriceSearch search = new PriceSearch(window, 0, SEED, part);
        search.run();
        effort.spend(part.steps());
        Plan plan = new Plan(window.models(), search.plan());
        if (PlanCost.of(window, plan).total() < held.cost()) {
            for (int model = 0; model < to.length; model++) {
                to[model] = (byte) plan.indexAt(0, model);
            }
        }
    }
}
