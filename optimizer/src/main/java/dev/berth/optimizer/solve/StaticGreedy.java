package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;

/**
 * One residency a model for all slots: raises, as long as anything fits, the model whose saving over the whole horizon
 * is largest for the share of the scarcest capacity that it takes.
 */
final class StaticGreedy implements Solver {
    @Override
    public String name() {
        return "static-greedy";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        byte[] residencies = new byte[problem.models()];
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = (byte) problem.lowest(model);
        }
        Room room = new Room(problem);
        double[] whole = new double[Room.resources()];
        for (int resource = 0; resource < whole.length; resource++) {
            whole[resource] = Math.max(1, room.left(resource));
        }
        room.takeLowest();
        long[] costs = costsOverHorizon(problem);
        while (raiseBest(problem, room, whole, costs, residencies)) {
            // Each pass raises one model; there are at most two rises a model.
        }
        byte[] all = new byte[problem.slots() * problem.models()];
        for (int slot = 0; slot < problem.slots(); slot++) {
            System.arraycopy(residencies, 0, all, slot * residencies.length, residencies.length);
        }
        return Solution.heuristic(problem, new Plan(problem.models(), all), "one residency a model for all slots");
    }

    private static long[] costsOverHorizon(Problem problem) {
        long[] costs = new long[problem.models() * Residency.COUNT];
        for (int model = 0; model < problem.models(); model++) {
            int initial = problem.initial(model).index();
            for (int residency = 0; residency < Residency.COUNT; residency++) {
                long cost = problem.switchingCost(model, initial, residency);
                for (int slot = 0; slot < problem.slots(); slot++) {
                    cost += problem.slotCost(slot, model, residency);
                }
                costs[model * Residency.COUNT + residency] = cost;
            }
        }
        return costs;
    }

    private static boolean raiseBest(Problem problem, Room room, double[] whole, long[] costs, byte[] residencies) {
        double best = 0;
        int bestModel = 0;
        int bestResidency = 0;
        for (int model = 0; model < problem.models(); model++) {
            int from = residencies[model];
            room.giveBack(model, from);
            for (int to = from + 1; to <= problem.highest(model); to++) {
                long saving = costs[model * Residency.COUNT + from] - costs[model * Residency.COUNT + to];
                double worth = room.fits(model, to) ? saving / share(room, whole, model, from, to) : 0;
                if (worth > best) {
                    best = worth;
                    bestModel = model;
                    bestResidency = to;
                }
            }
            room.take(model, from);
        }
        if (best > 0) {
            room.giveBack(bestModel, residencies[bestModel]);
            room.take(bestModel, bestResidency);
            residencies[bestModel] = (byte) bestResidency;
        }
        return best > 0;
    }

    /** Largest share of any capacity that the rise takes; not zero, so that a rise that takes nothing comes first. */
    private static double share(Room room, double[] whole, int model, int from, int to) {
        double share = 1e-12;
        for (int resource = 0; resource < whole.length; resource++) {
            double taken = (double) (room.use(resource, model, to) - room.use(resource, model, from));
            share = Math.max(share, taken / whole[resource]);
        }
        return share;
    }
}
