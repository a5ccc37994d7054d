package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/**
 * Slot by slot by a genetic algorithm, switching from the slot before included: the model-level decision selection of
 * "Resource-Efficient Generative AI Model Deployment in Mobile Edge Networks" (arXiv 2409.05303) as far as its abstract
 * tells, with the repair of Chu and Beasley.
 */
final class PaperGenetic implements Solver {
    private final GeneticSearch search;

    PaperGenetic(GeneticSearch search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "paper-ga";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        GeneticDecision decision = new GeneticDecision(problem, search, limits.seed());
        SlotCosts costs = new SlotCosts(problem);
        for (int slot = 0; slot < problem.slots(); slot++) {
            decision.decide(costs.after(residencies, slot));
            decision.copyTo(residencies, slot * models);
        }
        String note = "population " + search.population() + ", at most " + search.generations() + " generations a slot";
        return Solution.heuristic(problem, new Plan(models, residencies), note);
    }
}
