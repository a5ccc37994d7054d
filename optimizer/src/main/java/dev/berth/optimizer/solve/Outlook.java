package dev.berth.optimizer.solve;

import dev.berth.optimizer.forecast.Forecaster;
import dev.berth.optimizer.problem.Problem;

/**
 * A forecast and one length of window, and what following them from the start would have cost so far. The cost is
 * counted in demand that was seen, never in forecasts.
 */
final class Outlook {
    private final Problem problem;
    private final Forecaster forecaster;
    private final Forecaster forecasterOfKept;
    private final int windowSlots;
    private final WindowSolver solver;
    private final double mistrust;
    private final byte[] residencies;
    private final byte[] decided;
    private final double[] ofKept;
    private long spent;

    /**
     * Has decided nothing yet.
     *
     * @param forecaster of models that are absent
     * @param forecasterOfKept of models that are stored or loaded; may be the same
     * @param mistrust what it spent counts for as much more, as a share, >= 0
     */
    Outlook(
            Problem problem,
            Forecaster forecaster,
            Forecaster forecasterOfKept,
            int windowSlots,
            WindowSolver solver,
            double mistrust) {
        this.problem = problem;
        this.forecaster = forecaster;
        this.forecasterOfKept = forecasterOfKept;
        ofKept = new double[problem.models()];
        this.windowSlots = windowSlots;
        this.solver = solver;
        this.mistrust = mistrust;
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
     * What it would cost to exchange residencies for its own, back included since what is given up may be wanted again,
     * and to go on as it did so far, in nano-cost units. As it did: what it spent a slot, less the price of what it
     * still holds; on: to the end, but no longer than the past, which vouches for no more.
     *
     * @param slot number of slots it went so far
     * @param now indices of residencies, one a model
     */
    double outlay(int slot, byte[] now) {
        long exchange = 0;
        long held = 0;
        for (int model = 0; model < residencies.length; model++) {
            exchange += problem.switchingCost(model, now[model], residencies[model])
                    + problem.switchingCost(model, residencies[model], now[model]);
            held += problem.switchingCost(model, 0, residencies[model]);
        }
        double goOn = slot == 0 ? 0 : Math.min(1, (double) (problem.slots() - slot) / slot);
        return (double) exchange + goOn * ((1 + mistrust) * (double) spent - (double) held);
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
            forecasterOfKept.forecast(ahead, ofKept, 0);
            for (int model = 0; model < models; model++) {
                requests[ahead * models + model] = from[model] == 0 ? requests[ahead * models + model] : ofKept[model];
            }
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
