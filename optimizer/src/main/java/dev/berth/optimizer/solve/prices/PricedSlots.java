package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.slot.SlotDecision;

/**
 * Makes a plan that keeps the limits out of what residencies are worth later: each slot's optimum after the slot
 * before. Better than {@link PriceRepair} with few models, which leave much of a capacity empty unless they are chosen
 * with care; slower with many.
 */
public final class PricedSlots {
    private static final int PRICE_STEPS = 24;

    private final Problem problem;
    private final SlotDecision decision;
    private final double[] slotPrices;
    private final int choices;
    private final long[] costs;

    /** What a slot and all that follow cost, with the capacities of those that follow priced. */
    public interface Ahead {
        /**
         * Cost of a residency in a slot and of what follows it.
         *
         * @param residency index, within the model's bounds
         * @return nano-cost units
         */
        double cost(int slot, int model, int residency);
    }

    public PricedSlots(Problem problem, long maxNodesPerSlot) {
        this.problem = problem;
        decision = new SlotDecision(problem, maxNodesPerSlot);
        choices = problem.choices();
        slotPrices = new double[problem.resources()];
        costs = new long[problem.models() * choices];
    }

    /**
     * Fills a plan.
     *
     * @param prices of the whole capacities in each slot, a row for each resource, that did well for all slots together
     * @param residencies filled, models of slot 0 first
     */
    public void run(Ahead ahead, double[][] prices, byte[] residencies) {
        int models = problem.models();
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < models; model++) {
                int before = slot == 0 ? problem.initialMode(model) : residencies[(slot - 1) * models + model];
                for (int residency = problem.lowest(model); residency <= problem.highest(model); residency++) {
                    costs[model * choices + residency] = Math.round(ahead.cost(slot, model, residency))
                            + problem.switchingCost(slot, model, before, residency);
                }
            }
            for (int resource = 0; resource < slotPrices.length; resource++) {
                slotPrices[resource] = prices[resource][slot];
            }
            decision.decideNear(costs, slotPrices, PRICE_STEPS, 0);
            decision.copyTo(residencies, slot * models);
        }
    }
}
