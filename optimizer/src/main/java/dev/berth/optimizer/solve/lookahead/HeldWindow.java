package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.slot.SlotDecision;
import java.util.Arrays;

/**
 * The cheapest residencies that are taken up in the first slot and held to the end of the window: one knapsack over the
 * window's summed costs. The cheapest plan there is where the forecast is the same in all slots, because moving later
 * saves no switching.
 */
final class HeldWindow implements WindowSolver {
    /** What a model and a node of the branch and bound cost, in steps. */
    private static final int STEPS_PER_MODEL = 200;

    private static final int STEPS_PER_NODE = 10;

    private final SlotDecision decision;
    private final long[] costs;
    private final Effort effort;

    HeldWindow(Problem problem, long maxNodes, Effort effort) {
        this.effort = effort;
        decision = new SlotDecision(problem, maxNodes);
        costs = new long[problem.models() * problem.choices()];
    }

    @Override
    public void decideFirst(Problem window, byte[] to) {
        Arrays.fill(costs, 0);
        for (int model = 0; model < window.models(); model++) {
            int before = window.initialMode(model);
            for (int residency = 0; residency < window.modes(model); residency++) {
                long cost = window.switchingCost(0, model, before, residency);
                for (int slot = 0; slot < window.slots(); slot++) {
                    cost += window.slotCost(slot, model, residency);
                }
                costs[model * window.choices() + residency] = cost;
            }
        }
        decision.decide(costs);
        effort.spend(steps(window.models(), decision));
        decision.copyTo(to, 0);
    }

    /** What making up the costs of models and the decision about them came to, in steps. */
    static long steps(int models, SlotDecision decision) {
        return (long) STEPS_PER_MODEL * models + STEPS_PER_NODE * decision.nodes();
    }

    /** Cost of holding, over the whole of the last window, in nano-cost units. */
    long cost() {
        return decision.cost();
    }

    /** Whether holding is the cheapest plan of a window: its demand and what moves cost are the same in all slots. */
    static boolean optimalFor(Problem window) {
        if (window.switchingKinds() > 1) {
            return false;
        }
        for (int slot = 1; slot < window.slots(); slot++) {
            for (int model = 0; model < window.models(); model++) {
                if (window.expectedRequests(slot, model) != window.expectedRequests(0, model)) {
                    return false;
                }
            }
        }
        return true;
    }
}
