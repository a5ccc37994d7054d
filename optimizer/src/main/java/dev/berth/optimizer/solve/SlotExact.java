package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/**
 * The optimum of each slot by itself, switching from the slot before included: looks back and never ahead. Optimal over
 * the horizon only where there is one slot, or where switching costs nothing.
 */
final class SlotExact implements Solver {
    @Override
    public String name() {
        return "slot-exact";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        SlotCosts costs = new SlotCosts(problem);
        SlotDecision decision = new SlotDecision(problem, limits.maxNodesPerSlot());
        int unproven = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            unproven += decision.decide(costs.after(residencies, slot)) ? 0 : 1;
            decision.copyTo(residencies, slot * models);
        }
        Plan plan = new Plan(models, residencies);
        if (unproven > 0) {
            return Solution.heuristic(
                    problem,
                    plan,
                    unproven + " of " + problem.slots() + " slots cut off at " + limits.maxNodesPerSlot() + " nodes");
        }
        String note = "each slot's optimum proven";
        return problem.slots() == 1 || switchingIsFree(problem)
                ? Solution.optimal(problem, plan, note)
                : Solution.heuristic(problem, plan, note);
    }

    private static boolean switchingIsFree(Problem problem) {
        for (int model = 0; model < problem.models(); model++) {
            if (problem.hasTransferPrices() || problem.transferCost(model) != 0 || problem.preloadCost(model) != 0) {
                return false;
            }
        }
        return true;
    }
}
