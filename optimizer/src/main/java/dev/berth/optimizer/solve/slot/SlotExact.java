package dev.berth.optimizer.solve.slot;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.genetic.GeneticDecision;
import dev.berth.optimizer.solve.genetic.GeneticSearch;
import dev.berth.optimizer.solve.ground.Raising;
import dev.berth.optimizer.solve.ground.SlotCosts;
import dev.berth.text.Figures;

/**
 * The optimum of each slot by itself, switching from the slot before included: looks back and never ahead. Optimal over
 * the horizon only where there is one slot, or where switching costs nothing.
 *
 * <p>Where a slot's optimum cannot be proven with the work that is left for it, the best that was seen is taken, or
 * what {@link Raising} or the genetic algorithm of {@code paper-ga} decides for that slot where that is cheaper. The
 * latter is the same decision that {@code paper-ga} makes there with the same work: a limit is shared between slots as
 * it does, and the search for the optimum has what that leaves. Where it leaves nothing, a slot is looked at briefly
 * nevertheless, beyond the limit, by less than a quarter of it.
 */
public final class SlotExact implements CountingSolver {
    /** What a node of a branch and bound costs, in steps. */
    private static final int STEPS_PER_NODE = 15;

    /** What a model costs a step to better prices, greedy decisions in between included, in steps. */
    private static final int STEPS_PER_MODEL = 3;

    private static final int MOST_PRICE_STEPS = 200;
    private static final int LEAST_PRICE_STEPS = 8;

    /** Of the work of a search, what prices may use: one in so many parts; nodes have the rest. */
    private static final int PRICES_SHARE = 4;

    @Override
    public String name() {
        return "slot-exact";
    }

    @Override
    public String description() {
        return "the optimum of each slot given the one before, switching included; hundreds of models; a "
                + "slot that it cannot prove it names, with its gap, and is there, from the same "
                + "residencies before it, never dearer than greedy or than `paper-ga` would be with the "
                + "same work, under a `--time-limit` too. It never looks ahead, so over several slots "
                + "another plan may be cheaper";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        return new Run(problem, effort).solution();
    }

    private static final class Run {
        private final Problem problem;
        private final Effort effort;
        private final int models;
        private final int slots;
        private final byte[] residencies;
        private final byte[] other;
        private final SlotDecision decision;
        private final Raising raising;
        private final GeneticDecision genetic;

        /** Of a slot's cost, what the slot may cost more than its optimum: nothing, unless that was asked for. */
        private final double gap;

        /** What the genetic algorithm may still use, in steps. */
        private long geneticLeft;

        private int unproven;
        private double widest;

        Run(Problem problem, Effort effort) {
            this.problem = problem;
            this.effort = effort;
            models = problem.models();
            slots = problem.slots();
            residencies = new byte[slots * models];
            other = new byte[models];
            gap = effort.limits().askedGap().orElse(0);
            decision = new SlotDecision(problem, effort.limits().maxNodesPerSlot());
            raising = new Raising(problem);
            genetic = new GeneticDecision(
                    problem, GeneticSearch.DEFAULT, effort.limits().seed());
            geneticLeft = effort.left();
        }

        Solution solution() {
            SlotCosts costs = new SlotCosts(problem);
            int decided = 0;
            for (; decided < slots && (decided == 0 || geneticLeft > 0); decided++) {
                effort.tell(
                        "slot " + (decided + 1) + " of " + slots + (unproven > 0 ? ", " + unproven + " unproven" : ""));
                decide(decided, costs.after(residencies, decided));
            }
            boolean isOptimum = widest == 0 && decided == slots && (slots == 1 || switchingIsFree(problem));
            String note = SlotCosts.held(problem, note(), residencies, decided);
            Plan plan = new Plan(models, residencies);
            return isOptimum ? Solution.optimal(problem, plan, note) : Solution.heuristic(problem, plan, note);
        }

        private void decide(int slot, long[] costs) {
            long share = effort.share(slots - slot);
            boolean isProven = search(costs, share - Math.min(share, genetic.usualSteps()));
            decision.copyTo(residencies, slot * models);
            long cost = isProven ? decision.cost() : settled(slot, costs);
            long open = cost - Math.min(cost, decision.bound());
            unproven += open > 0 && !isProven ? 1 : 0;
            widest = Math.max(widest, open == 0 ? 0 : (double) open / Math.max(1, Math.abs((double) cost)));
        }

        /** Looks for the optimum of a slot, at least briefly; whether it is proven. */
        private boolean search(long[] costs, long maxSteps) {
            long perPriceStep = (long) STEPS_PER_MODEL * models;
            long priceSteps =
                    Math.max(LEAST_PRICE_STEPS, Math.min(MOST_PRICE_STEPS, maxSteps / PRICES_SHARE / perPriceStep));
            long nodes = Math.max(1, (maxSteps - priceSteps * perPriceStep) / STEPS_PER_NODE);
            boolean isProven = decision.decide(
                    costs, (int) priceSteps, Math.min(nodes, effort.limits().maxNodesPerSlot()), gap);
            effort.spend(decision.nodes() * STEPS_PER_NODE + priceSteps * perPriceStep);
            return isProven;
        }

        /** Takes the cheapest of what else is known to decide a slot; returns its cost. */
        private long settled(int slot, long[] costs) {
            long cost = decision.cost();
            long raised = raising.run(costs, other);
            if (raised < cost) {
                cost = raised;
                System.arraycopy(other, 0, residencies, slot * models, models);
            }
            long bred = genetic.decide(costs, slot, Math.max(1, geneticLeft / (slots - slot)));
            effort.spend(genetic.steps());
            geneticLeft -= genetic.steps();
            if (bred < cost) {
                cost = bred;
                genetic.copyTo(residencies, slot * models);
            }
            return cost;
        }

        private String note() {
            if (widest == 0) {
                return "each slot's optimum proven";
            }
            String within = "within " + Figures.percent(widest, 4) + " of their optimum at most";
            return unproven == 0
                    ? "slots " + within
                    : unproven + " of " + slots + " slots not proven with the work allowed, " + within;
        }
    }

    private static boolean switchingIsFree(Problem problem) {
        for (int model = 0; model < problem.models(); model++) {
            for (int from = 0; from < problem.modes(model); from++) {
                for (int to = 0; to < problem.modes(model); to++) {
                    if (problem.switchingKinds() > 1 || problem.switchingCost(model, from, to) != 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
