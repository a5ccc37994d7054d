package dev.berth.optimizer.solve.baselines;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;

/**
 * Keeps every model at its lowest residency, which is nothing on the server unless models are pinned. Each request is
 * then served by a download and a load of its own, or by the cloud where that is sooner.
 */
public final class FetchPerRequest implements Solver {
    @Override
    public String name() {
        return Baseline.FETCH_PER_REQUEST;
    }

    @Override
    public String description() {
        return "keeps nothing; each request downloads and loads its model where that is sooner than the " + "cloud";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        byte[] residencies = new byte[problem.slots() * problem.models()];
        boolean pinned = false;
        for (int cell = 0; cell < residencies.length; cell++) {
            residencies[cell] = (byte) problem.lowest(cell % problem.models());
            pinned |= residencies[cell] > 0;
        }
        String note = pinned ? "nothing but pinned models is kept on the server" : "nothing is kept on the server";
        return Solution.heuristic(problem, new Plan(problem.models(), residencies), note);
    }
}
