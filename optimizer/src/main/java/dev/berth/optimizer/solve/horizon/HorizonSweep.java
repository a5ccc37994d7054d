package dev.berth.optimizer.solve.horizon;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.function.Consumer;

/** The sweeps of {@link HorizonExact}; flat arrays made once, nothing allocated per slot. For one thread. */
public final class HorizonSweep {
    private final Problem problem;
    private final JointStates states;
    private final int stride;
    private final long[][] kept;
    private final long[][] between;
    private final long[] slotCosts;
    private final long[] stepCosts;

    public HorizonSweep(Problem problem, JointStates states, int stride) {
        this.problem = problem;
        this.states = states;
        this.stride = stride;
        kept = new long[(problem.slots() + stride - 1) / stride][states.count()];
        between = new long[stride - 1][states.count()];
        slotCosts = new long[states.count()];
        stepCosts = new long[2 * problem.models()];
    }

    /** Sweeps for a problem of at most 31 models, all rows kept; for measuring them apart from a whole solve. */
    public static HorizonSweep of(Problem problem) {
        JointStates.Size size = JointStates.size(problem, Integer.MAX_VALUE - 8);
        return new HorizonSweep(problem, new JointStates(problem, size), 1);
    }

    /** Number of feasible joint states: length of a row. */
    public int states() {
        return states.count();
    }

    public Plan plan() {
        return plan(stage -> {});
    }

    /** @param listener told of each slot */
    Plan plan(Consumer<String> listener) {
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        long[] row = forward(listener);
        int state = cheapest(row);
        for (int slot = problem.slots() - 1; slot >= 0; slot--) {
            for (int model = 0; model < models; model++) {
                residencies[slot * models + model] = (byte) states.residency(state, model);
            }
            if (slot > 0) {
                state = predecessor(slot, state);
            }
        }
        return new Plan(models, residencies);
    }

    /** Cost row of the last slot; every row is left in {@link #row}, as far as it is kept. */
    private long[] forward(Consumer<String> listener) {
        first(row(0));
        for (int slot = 1; slot < problem.slots(); slot++) {
            listener.accept("slot " + (slot + 1) + " of " + problem.slots() + ", " + states.count() + " joint states");
            next(row(slot - 1), slot, row(slot));
        }
        return row(problem.slots() - 1);
    }

    private long[] row(int slot) {
        return slot % stride == 0 ? kept[slot / stride] : between[slot % stride - 1];
    }

    private static int cheapest(long[] row) {
        int best = 0;
        for (int state = 1; state < row.length; state++) {
            best = row[state] < row[best] ? state : best;
        }
        return best;
    }

    /**
     * Fills the row of slot 0. The initial residencies need not be feasible, so the first rise is priced model by
     * model.
     */
    public void first(long[] row) {
        long base = 0;
        for (int model = 0; model < problem.models(); model++) {
            base += firstCost(model, problem.lowest(model));
            stepCosts[JointStates.step(model, 1)] = firstCost(model, 1) - firstCost(model, 0);
            stepCosts[JointStates.step(model, 2)] = firstCost(model, 2) - firstCost(model, 1);
        }
        states.sum(base, stepCosts, row);
    }

    private long firstCost(int model, int residency) {
        return problem.slotCost(0, model, residency)
                + problem.switchingCost(0, model, problem.initialMode(model), residency);
    }

    private void sumSlotCosts(int slot) {
        long base = 0;
        for (int model = 0; model < problem.models(); model++) {
            long stored = problem.slotCost(slot, model, 1);
            base += problem.slotCost(slot, model, problem.lowest(model));
            stepCosts[JointStates.step(model, 1)] = stored - problem.slotCost(slot, model, 0);
            stepCosts[JointStates.step(model, 2)] = problem.slotCost(slot, model, 2) - stored;
        }
        states.sum(base, stepCosts, slotCosts);
    }

    /**
     * From the least costs of being in each state in slot - 1 to those of slot, in nano-cost units.
     *
     * @param before row of slot - 1, one value a state
     * @param slot from 1
     * @param row filled; another array than {@code before}
     */
    public void next(long[] before, int slot, long[] row) {
        System.arraycopy(before, 0, row, 0, row.length);
        for (int model = 0; model < problem.models(); model++) {
            down(row, states.high(JointStates.step(model, 2)), states.low(JointStates.step(model, 2)));
            down(row, states.high(JointStates.step(model, 1)), states.low(JointStates.step(model, 1)));
        }
        for (int model = 0; model < problem.models(); model++) {
            int stored = JointStates.step(model, 1);
            int loaded = JointStates.step(model, 2);
            up(row, states.low(stored), states.high(stored), problem.switchingCost(slot, model, 0, 1));
            up(row, states.low(loaded), states.high(loaded), problem.switchingCost(slot, model, 1, 2));
        }
        sumSlotCosts(slot);
        for (int state = 0; state < row.length; state++) {
            row[state] += slotCosts[state];
        }
    }

    private static void down(long[] row, int[] high, int[] low) {
        for (int move = 0; move < high.length; move++) {
            row[low[move]] = Math.min(row[low[move]], row[high[move]]);
        }
    }

    private static void up(long[] row, int[] low, int[] high, long cost) {
        for (int move = 0; move < high.length; move++) {
            row[high[move]] = Math.min(row[high[move]], row[low[move]] + cost);
        }
    }

    /**
     * State of slot - 1 from which the cheapest way leads to a state of slot; rows are lost at the start of each
     * stretch.
     */
    private int predecessor(int slot, int state) {
        long wanted = row(slot)[state] - slotCost(slot, state);
        if (slot % stride == 0 && stride > 1) {
            restore(slot - 1);
        }
        long[] before = row(slot - 1);
        for (int candidate = 0; candidate < before.length; candidate++) {
            if (before[candidate] <= wanted && before[candidate] + rise(slot, candidate, state) == wanted) {
                return candidate;
            }
        }
        throw new IllegalStateException("no predecessor of state " + state + " in slot " + slot);
    }

    /** Computes the rows from the last kept one up to a slot again. */
    private void restore(int slot) {
        for (int again = slot - slot % stride + 1; again <= slot; again++) {
            next(row(again - 1), again, row(again));
        }
    }

    private long slotCost(int slot, int state) {
        long cost = 0;
        for (int model = 0; model < problem.models(); model++) {
            cost += problem.slotCost(slot, model, states.residency(state, model));
        }
        return cost;
    }

    private long rise(int slot, int from, int to) {
        long cost = 0;
        for (int model = 0; model < problem.models(); model++) {
            cost += problem.switchingCost(slot, model, states.residency(from, model), states.residency(to, model));
        }
        return cost;
    }
}
