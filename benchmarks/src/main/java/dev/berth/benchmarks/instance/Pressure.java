package dev.berth.benchmarks.instance;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;

/**
 * What the cheapest plan without limits would take of a server, over what the server has; the mean of the slots, the
 * largest of storage, memory and energy. Where no slot wants more than there is, limits have no price and every method
 * that looks at each model alone is optimal: such an instance compares nothing.
 */
public final class Pressure {
    private static final int LOADED = 2;

    private Pressure() {}

    /** Demand over capacity, >= 0; infinite where something is wanted of which there is nothing. */
    public static double of(Problem problem) {
        double storage = 0;
        double memory = 0;
        double energy = 0;
        for (int model = 0; model < problem.models(); model++) {
            for (int residency : cheapestPath(problem, model)) {
                storage += residency > 0 ? (double) problem.storageBytes(model) : 0;
                memory += residency == LOADED ? (double) problem.memoryBytes(model) : 0;
                energy += residency == LOADED ? (double) problem.energyMillijoules(model) : 0;
            }
        }
        double most = Math.max(
                over(storage, problem.capacity().storageBytes(), problem),
                over(memory, problem.capacity().memoryBytes(), problem));
        return problem.capacity().energyMillijoules().isEmpty()
                ? most
                : Math.max(
                        most,
                        over(energy, problem.capacity().energyMillijoules().getAsLong(), problem));
    }

    private static double over(double wanted, long capacity, Problem problem) {
        return wanted == 0 ? 0 : wanted / ((double) capacity * problem.slots());
    }

    /** Residencies (indices) of one model over all slots, as if it were alone on a server without limits. */
    private static int[] cheapestPath(Problem problem, int model) {
        int slots = problem.slots();
        long[][] toGo = new long[slots + 1][Residency.COUNT];
        for (int slot = slots - 1; slot >= 0; slot--) {
            for (int from = 0; from < Residency.COUNT; from++) {
                int to = cheapestStep(problem, model, slot, from, toGo[slot + 1]);
                toGo[slot][from] = stepCost(problem, model, slot, from, to) + toGo[slot + 1][to];
            }
        }
        int[] path = new int[slots];
        int at = problem.initial(model).index();
        for (int slot = 0; slot < slots; slot++) {
            at = cheapestStep(problem, model, slot, at, toGo[slot + 1]);
            path[slot] = at;
        }
        return path;
    }

    private static int cheapestStep(Problem problem, int model, int slot, int from, long[] after) {
        int best = 0;
        for (int to = 1; to < Residency.COUNT; to++) {
            boolean cheaper = stepCost(problem, model, slot, from, to) + after[to]
                    < stepCost(problem, model, slot, from, best) + after[best];
            best = cheaper ? to : best;
        }
        return best;
    }

    private static long stepCost(Problem problem, int model, int slot, int from, int to) {
        return problem.slotCost(slot, model, to) + problem.switchingCost(model, from, to);
    }
}
