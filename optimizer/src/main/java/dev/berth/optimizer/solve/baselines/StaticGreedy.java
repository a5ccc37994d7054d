package dev.berth.optimizer.solve.baselines;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.ground.Raising;

/**
 * One residency a model for all slots, by {@link Raising} what saves most over the whole horizon. A look at each cell
 * is all it takes, so that no limit of work need end it.
 */
public final class StaticGreedy implements Solver {
    @Override
    public String name() {
        return "static-greedy";
    }

    @Override
    public String description() {
        return "one residency a model for all slots, by worth per share of the limits";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        byte[] residencies = new byte[problem.models()];
        new Raising(problem).run(costsOverHorizon(problem), residencies);
        byte[] all = new byte[problem.slots() * problem.models()];
        for (int slot = 0; slot < problem.slots(); slot++) {
            System.arraycopy(residencies, 0, all, slot * residencies.length, residencies.length);
        }
        return Solution.heuristic(problem, new Plan(problem.models(), all), "one residency a model for all slots");
    }

    private static long[] costsOverHorizon(Problem problem) {
        long[] costs = new long[problem.models() * problem.choices()];
        for (int model = 0; model < problem.models(); model++) {
            int initial = problem.initialMode(model);
            for (int residency = 0; residency < problem.modes(model); residency++) {
                long cost = problem.switchingCost(0, model, initial, residency);
                for (int slot = 0; slot < problem.slots(); slot++) {
                    cost += problem.slotCost(slot, model, residency);
                }
                costs[model * problem.choices() + residency] = cost;
            }
        }
        return costs;
    }
}
