package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/**
 * A forecast and one length of window, and what following them from the start would have cost so far. The cost is
 * counted in demand that was seen, never in forecasts.
 */
final class Outlook {
    private final Problem problem;
    private final SlotRule rule;
    private final double mistrust;
    private final byte[] residencies;
    private final byte[] decided;
    private long spent;
    private double squares;
    private double lastNet;

    double net() {
        long held = 0;
        for (int model = 0; model < residencies.length; model++) {
            held += problem.switchingCost(model, 0, residencies[model]);
        }
        return (double) (spent - held);
    }

    double step;

    void compare(Outlook first) {
        double d = step - first.step;
        squares += d * d;
    }

    Outlook(Problem problem, SlotRule rule, double mistrust) {
        this.problem = problem;
        this.rule = rule;
        this.mistrust = mistrust;
        residencies = new byte[problem.models()];
        decided = new byte[problem.models()];
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = (byte) problem.initial(model).index();
        }
    }

    int windowSlots() {
        return rule.windowSlots();
    }

    /** Copies what it holds. */
    byte[] residencies() {
        return residencies;
    }

    double outlay(int slot, byte[] now, double doubt) {
        long exchange = 0;
        long held = 0;
        for (int model = 0; model < residencies.length; model++) {
            exchange += problem.switchingCost(model, now[model], residencies[model])
                    + problem.switchingCost(model, residencies[model], now[model]);
            held += problem.switchingCost(model, 0, residencies[model]);
        }
        double goOn = slot == 0 ? 0 : Math.min(1, (double) (problem.slots() - slot) / slot);
        return goOn * doubt * Math.sqrt(squares) + LookAhead.EXCHANGE * (double) exchange + goOn * ((1 + mistrust) * (double) spent - (double) held);
    }

    byte[] decide(int slot, byte[] from) {
        rule.decide(slot, from, decided);
        return decided;
    }

    void observe(int slot) {
        rule.observe(slot);
    }

    void advance(int slot) {
        byte[] next = decide(slot, residencies);
        for (int model = 0; model < next.length; model++) {
            spent += problem.slotCost(slot, model, next[model])
                    + problem.switchingCost(model, residencies[model], next[model]);
        }
        System.arraycopy(next, 0, residencies, 0, next.length);
        double net = net();
        step = net - lastNet;
        lastNet = net;
    }
}
