package dev.berth.optimizer.forecast;

import dev.berth.optimizer.problem.Problem;

/** The demand itself; the last slot's again beyond the end. */
final class Oracle implements Forecaster {
    private final Problem problem;
    private int observed;

    Oracle(Problem problem) {
        this.problem = problem;
    }

    @Override
    public void observe(double[] requests) {
        observed++;
    }

    @Override
    public void forecast(int ahead, double[] into, int offset) {
        int slot = (int) Math.min(problem.slots() - 1L, observed - 1L + ahead);
        for (int model = 0; model < problem.models(); model++) {
            into[offset + model] = problem.expectedRequests(slot, model);
        }
    }
}
