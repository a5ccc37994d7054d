package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.problem.Problem;

/** In how many slots loads pay, by the requests seen so far and rent apart. */
final class Payback {
    private final Problem problem;
    private final double rises;
    private double saved;
    private int observed;

    Payback(Problem problem) {
        this.problem = problem;
        double sum = 0;
        for (int model = 0; model < problem.models(); model++) {
            sum += problem.switchingCost(model, 0, problem.highest(model));
        }
        rises = sum;
    }

    /** Takes the requests of the next slot, one value a model. */
    void observe(double[] requests) {
        for (int model = 0; model < requests.length; model++) {
            saved += requests[model] * Math.max(0, MeanRule.saved(problem, model));
        }
        observed++;
    }

    /**
     * Slots after which all models together, had they been loaded, would have saved what that costs; may be infinite.
     */
    double slots() {
        return rises == 0 ? 0 : rises * observed / saved;
    }
}
