package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * A rule, and what following it from the start would have cost so far. The cost is counted in demand that was seen,
 * never in forecasts.
 */
final class Outlook {
    /**
     * Of the price of what is held, the share taken off what was spent: a load made is spent only in part, since it
     * serves on; yet whether it will be wanted as long as it takes to pay is not known.
     */
    private static final double WORTH_OF_HELD = 0.5;

    private final Problem problem;
    private final SlotRule rule;
    private final double mistrust;
    private final byte[] residencies;
    private final byte[] decided;

    /** What moves of a service cost where they cost least: a matrix a service. */
    private final long[] moves;

    private long spent;
    private long held;

    /** What the last slot cost, less what it added to the worth of what is held. */
    private double step;

    /** Sum of the squared differences of steps from those of the outlook that it is compared to. */
    private double squares;

    /**
     * Has decided nothing yet.
     *
     * @param mistrust what it spent counts for as much more, as a share, >= 0
     */
    Outlook(Problem problem, SlotRule rule, double mistrust) {
        this.problem = problem;
        this.rule = rule;
        this.mistrust = mistrust;
        residencies = new byte[problem.models()];
        decided = new byte[problem.models()];
        moves = moves(problem);
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = (byte) problem.initialMode(model);
        }
        held = priceOfHeld();
    }

    private static long[] moves(Problem problem) {
        int choices = problem.choices();
        long[] moves = new long[problem.models() * choices * choices];
        Arrays.fill(moves, Problem.NEVER);
        boolean[] seen = new boolean[problem.switchingKinds()];
        for (int slot = 0; slot < problem.slots(); slot++) {
            if (!seen[problem.switchingKind(slot)]) {
                seen[problem.switchingKind(slot)] = true;
                for (int move = 0; move < moves.length; move++) {
                    int model = move / choices / choices;
                    moves[move] = Math.min(
                            moves[move], problem.switchingCost(slot, model, move / choices % choices, move % choices));
                }
            }
        }
        return moves;
    }

    private long move(int model, int from, int to) {
        return moves[(model * problem.choices() + from) * problem.choices() + to];
    }

    private long priceOfHeld() {
        long price = 0;
        for (int model = 0; model < residencies.length; model++) {
            price += move(model, 0, residencies[model]);
        }
        return price;
    }

    int windowSlots() {
        return rule.windowSlots();
    }

    /** Takes the requests of the next slot; the decision about it comes after. */
    void observe(double[] requests) {
        rule.observe(requests);
    }

    /**
     * What it would cost to exchange residencies for its own, back included since what is given up may be wanted again,
     * and to go on as it did so far, in nano-cost units. As it did: what it spent, less the worth of what it still
     * holds, and more by what may be chance; on: to the end, but no longer than the past, which vouches for no more.
     *
     * @param slot number of slots it went so far
     * @param now indices of residencies, one a model
     * @param doubt by how many standard deviations it must be ahead of the outlook that it is compared to, >= 0
     */
    double outlay(int slot, byte[] now, double doubt) {
        double exchange = 0;
        for (int model = 0; model < residencies.length; model++) {
            exchange += (double) move(model, now[model], residencies[model]);
            exchange += (double) move(model, residencies[model], now[model]);
        }
        double goOn = slot == 0 ? 0 : Math.min(1, (double) (problem.slots() - slot) / slot);
        double soFar = (1 + mistrust) * (double) spent - WORTH_OF_HELD * (double) held + doubt * Math.sqrt(squares);
        return exchange + goOn * soFar;
    }

    /**
     * Decides a slot from given residencies; the slot was observed.
     *
     * @return indices of residencies, one a model, valid until the next decision
     */
    byte[] decide(int slot, byte[] from) {
        rule.decide(slot, from, decided);
        return decided;
    }

    /** Takes the slot on its own way and counts its cost. */
    void advance(int slot) {
        byte[] next = decide(slot, residencies);
        long cost = 0;
        for (int model = 0; model < next.length; model++) {
            cost += problem.slotCost(slot, model, next[model])
                    + problem.switchingCost(slot, model, residencies[model], next[model]);
        }
        System.arraycopy(next, 0, residencies, 0, next.length);
        long before = held;
        held = priceOfHeld();
        spent += cost;
        step = (double) cost - WORTH_OF_HELD * (double) (held - before);
    }

    /** Compares the slot that both have just taken; always to the same outlook. */
    void compareTo(Outlook other) {
        double difference = step - other.step;
        squares += difference * difference;
    }
}
