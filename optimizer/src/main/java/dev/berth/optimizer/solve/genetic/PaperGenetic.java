package dev.berth.optimizer.solve.genetic;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.ground.SlotCosts;

/**
 * Slot by slot by a genetic algorithm, switching from the slot before included: the model-level decision selection of
 * "Resource-Efficient Generative AI Model Deployment in Mobile Edge Networks" (arXiv 2409.05303) as far as its abstract
 * tells, with the repair of Chu and Beasley.
 */
public final class PaperGenetic implements CountingSolver {
    private final GeneticSearch search;

    public PaperGenetic(GeneticSearch search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "paper-ga";
    }

    @Override
    public String description() {
        return "a genetic algorithm slot by slot with Chu–Beasley repair and local improvement";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        int models = problem.models();
        int slots = problem.slots();
        byte[] residencies = new byte[slots * models];
        GeneticDecision decision =
                new GeneticDecision(problem, search, effort.limits().seed());
        SlotCosts costs = new SlotCosts(problem);
        int decided = 0;
        int cut = 0;
        for (; decided < slots && (decided == 0 || !effort.isUsedUp()); decided++) {
            effort.tell("slot " + (decided + 1) + " of " + slots);
            decision.decide(costs.after(residencies, decided), decided, effort.share(slots - decided));
            decision.copyTo(residencies, decided * models);
            effort.spend(decision.steps());
            cut += decision.isCut() ? 1 : 0;
        }
        String note = "population " + search.population() + ", at most " + search.generations() + " generations a slot"
                + (cut == 0 ? "" : ", fewer in " + cut + " of " + slots + " for the time limit");
        String held = SlotCosts.held(problem, note, residencies, decided);
        return Solution.heuristic(problem, new Plan(models, residencies), held);
    }
}
