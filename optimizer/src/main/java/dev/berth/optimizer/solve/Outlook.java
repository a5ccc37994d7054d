package dev.berth.optimizer.solve;

import dev.berth.optimizer.forecast.Forecaster;
import dev.berth.optimizer.problem.Problem;

/**
 * One forecast and one length of window, and what following them from the start would have cost so far. The cost is
 * counted in demand that was seen, never in forecasts.
 */
final class Outlook {
    /** How many times as long as the past the future is trusted to go on like it. */
    private static final double TRUST = 4;

    private final Problem problem;
    private final Forecaster forecaster;
    private final int windowSlots;
    private final WindowSolver solver;
    private final byte[] residencies;
    private final byte[] decided;
    private long spent;

    Outlook(Problem problem, Forecaster forecaster, int windowSlots, WindowSolver solver) {
        this.problem = problem;
        this.forecaster = forecaster;
        this.windowSlots = windowSlots;
        this.solver = solver;
        residencies = new byte[problem.models()];
        decided = new byte[problem.models()];
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = (byte) problem.initial(model).index();
        }
    }

    int windowSlots() {
        return windowSlots;
    }

    /**
     * What it would cost to take over its residencies now and to go on as it did so far, in nano-cost units. As it did:
     * what it spent a slot, less the price of what it still holds; on: to the end, or four times as long as the past.
     *
     * @param slot number of slots it went so far
     * @param now indices of residencies, one a model
     */
    double outlay(int slot, byte[] now) {
        long takeOver = 0;
        long held = 0;
        for (int model = 0; model < residencies.length; model++) {
            takeOver += problem.switchingCost(model, now[model], residencies[model]);
            held += problem.switchingCost(model, 0, residencies[model]);
        }
        double goOn = slot == 0 ? 0 : Math.min(TRUST, (double) (problem.slots() - slot) / slot);
        return (double) takeOver + goOn * (double) (spent - held);
    }

    /**
     * Decides a slot from given residencies; the forecaster has observed the slot.
     *
     * @return indices of residencies, one a model, valid until the next decision
     */
    byte[] decide(int slot, byte[] from) {
        int models = problem.models();
        int length = Math.min(windowSlots, problem.slots() - slot);
        double[] requests = new double[length * models];
        for (int model = 0; model < models; model++) {
            requests[model] = problem.expectedRequests(slot, model);
        }
        for (int ahead = 1; ahead < length; ahead++) {
            forecaster.forecast(ahead, requests, ahead * models);
        }
        solver.decideFirst(problem.with(requests, from.clone()), decided);
        return decided;
    }

    /** Takes the slot on its own way and counts its cost. */
    void advance(int slot) {
        byte[] next = decide(slot, residencies);
        for (int model = 0; model < next.length; model++) {
            spent += problem.slotCost(slot, model, next[model])
                    + problem.switchingCost(model, residencies[model], next[model]);
        }
        System.arraycopy(next, 0, residencies, 0, next.length);
    }
}
