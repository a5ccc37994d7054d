package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.forecast.Forecaster;
import dev.berth.optimizer.problem.Problem;

/** Finds a plan of a window of forecast demand and takes its first slot. */
final class ForecastRule implements SlotRule {
    private final Problem problem;
    private final Forecaster forecaster;
    private final int windowSlots;
    private final WindowSolver solver;

    /**
     * Has decided nothing yet.
     *
     * @param forecaster may be that of other rules too: it observes elsewhere, before the decision
     * @param windowSlots slots that a decision looks at, the present one included, >= 1
     * @param solver of windows of that length
     */
    ForecastRule(Problem problem, Forecaster forecaster, int windowSlots, WindowSolver solver) {
        this.problem = problem;
        this.forecaster = forecaster;
        this.windowSlots = windowSlots;
        this.solver = solver;
    }

    @Override
    public void observe(double[] requests) {
        // The forecaster has.
    }

    @Override
    public void decide(int slot, byte[] from, byte[] to) {
        int models = problem.models();
        int length = Math.min(windowSlots, problem.slots() - slot);
        double[] requests = new double[length * models];
        for (int model = 0; model < models; model++) {
            requests[model] = problem.expectedRequests(slot, model);
        }
        for (int ahead = 1; ahead < length; ahead++) {
            forecaster.forecast(ahead, requests, ahead * models);
        }
        solver.decideFirst(problem.with(slot, requests, from.clone()), to);
    }

    @Override
    public int windowSlots() {
        return windowSlots;
    }
}
