package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;

/**
 * Makes a plan that keeps the limits out of prices: each slot's optimum after the slot before, where what follows costs
 * what it would at the prices. Better than {@link PriceRepair} with few models, which leave much of a capacity empty
 * unless they are chosen with care; slower with many.
 */
final class PricedSlots {
    private static final int CHOICES = Residency.COUNT;

    private final Problem problem;
    private final SlotDecision decision;
    private final double[][] shares;
    private final double[] start = new double[Room.resources()];
    private final long[] costs;

    PricedSlots(Problem problem, long maxNodesPerSlot) {
        this.problem = problem;
        decision = new SlotDecision(problem, maxNodesPerSlot);
        shares = new double[Room.resources()][problem.models()];
        costs = new long[problem.models() * CHOICES];
        Room room = new Room(problem);
        for (int resource = 0; resource < shares.length; resource++) {
            for (int model = 0; model < problem.models(); model++) {
                shares[resource][model] = PriceSweep.share(room, resource, model);
            }
        }
    }

    /**
     * Fills a plan.
     *
     * @param prices of the whole capacities in each slot, as {@code toGo} was computed with
     * @param toGo cost-to-go, three values a model, the models of slot 0 first
     * @param residencies filled, models of slot 0 first
     */
    void run(double[][] prices, float[] toGo, byte[] residencies) {
        int models = problem.models();
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int resource = 0; resource < start.length; resource++) {
                start[resource] = prices[resource][slot];
            }
            for (int model = 0; model < models; model++) {
                int before = slot == 0 ? problem.initial(model).index() : residencies[(slot - 1) * models + model];
                int cell = (slot * models + model) * CHOICES;
                double storing = start[0] * shares[0][model];
                double loading = storing + start[1] * shares[1][model] + start[2] * shares[2][model];
                // The slot's own limits are kept, so that its prices are not charged.
                set(slot, model, before, 0, (double) toGo[cell]);
                set(slot, model, before, 1, (double) toGo[cell + 1] - storing);
                set(slot, model, before, 2, (double) toGo[cell + 2] - loading);
            }
            decision.decideNear(costs, start, 0);
            decision.copyTo(residencies, slot * models);
        }
    }

    private void set(int slot, int model, int before, int residency, double toGo) {
        boolean allowed = residency >= problem.lowest(model) && toGo < PriceSweep.FORBIDDEN / 2;
        costs[model * CHOICES + residency] =
                allowed ? Math.round(toGo) + problem.switchingCost(slot, model, before, residency) : 0;
    }
}
