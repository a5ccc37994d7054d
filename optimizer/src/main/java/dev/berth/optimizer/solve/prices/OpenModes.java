package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Moves;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * Which modes of which cells a plan may have that is cheaper than one that is known: all others are ruled out, because
 * a bound for plans that have them is not below its cost (reduced-cost fixing; H. Crowder, E. Johnson, M. Padberg,
 * 1983). In whole nano-cost units. For one thread.
 */
public final class OpenModes {
    private final Problem problem;
    private final Moves moves;
    private final int choices;

    /** A bit a mode; the models of slot 0 first. */
    private final long[] open;

    private final long[] toGo;
    private final long[] onward;
    private final long[] spent;
    private final long[] arrived;

    /** What a cell is charged for a mode in the place of what the limits forbid. */
    @FunctionalInterface
    public interface Charges {
        /** In nano-cost units. */
        long of(int slot, int model, int mode);
    }

    /** Every mode within its bounds that fits the empty server is open. */
    public OpenModes(Problem problem) {
        this.problem = problem;
        choices = problem.choices();
        moves = new Moves(problem);
        open = new long[problem.slots() * problem.models()];
        toGo = new long[problem.slots() * choices];
        onward = new long[choices];
        spent = new long[choices];
        arrived = new long[choices];
        Room room = new Room(problem);
        for (int model = 0; model < problem.models(); model++) {
            long allowed = 0;
            for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                allowed |= room.fits(model, mode) ? 1L << mode : 0;
            }
            for (int slot = 0; slot < problem.slots(); slot++) {
                open[slot * problem.models() + model] = allowed;
            }
        }
    }

    /** Open modes of a cell, a bit each. */
    public long mask(int slot, int model) {
        return open[slot * problem.models() + model];
    }

    /** Whether a cell has no mode left: no plan is cheaper than the one that is known. */
    public boolean isEmpty() {
        for (long mask : open) {
            if (mask == 0) {
                return true;
            }
        }
        return false;
    }

    /** Most joint modes of a slot, whether they fit the server or not; the largest value where there are more. */
    public long states() {
        long most = 1;
        for (int slot = 0; slot < problem.slots(); slot++) {
            long states = 1;
            for (int model = 0; model < problem.models() && states > 0; model++) {
                long high = Math.multiplyHigh(states, Long.bitCount(mask(slot, model)));
                states = high != 0 ? 0 : states * Long.bitCount(mask(slot, model));
            }
            most = states <= 0 ? Long.MAX_VALUE : Math.max(most, states);
        }
        return most;
    }

    /**
     * Rules out what a bound allows to.
     *
     * @param charges of modes; the cheapest paths of all models under them, and {@code rest}, cost no more than any
     *     plan
     * @param rest in nano-cost units, most often below 0
     * @param cost of the plan that is known
     */
    public void close(Charges charges, long rest, long cost) {
        long bound = rest;
        for (int model = 0; model < problem.models(); model++) {
            bound += cheapest(charges, model);
        }
        for (int model = 0; model < problem.models(); model++) {
            long least = cheapest(charges, model);
            closeFrom(charges, model, cost - bound + least);
        }
    }

    private long cheapest(Charges charges, int model) {
        Arrays.fill(onward, 0);
        for (int slot = problem.slots() - 1; slot >= 0; slot--) {
            int at = slot * choices;
            for (int mode = 0; mode < problem.modes(model); mode++) {
                toGo[at + mode] = isOpen(slot, model, mode)
                        ? Math.min(
                                Problem.NEVER,
                                onward[mode] + problem.slotCost(slot, model, mode) + charges.of(slot, model, mode))
                        : Problem.NEVER;
            }
            moves.onward(slot, model, toGo, at, onward);
        }
        return onward[problem.initialMode(model)];
    }

    private boolean isOpen(int slot, int model, int mode) {
        return (mask(slot, model) >>> mode & 1) != 0;
    }

    /** Closes all modes that paths of this cost or more go through. */
    private void closeFrom(Charges charges, int model, long tooDear) {
        Arrays.fill(spent, Problem.NEVER);
        spent[problem.initialMode(model)] = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            moves.arrive(slot, model, spent, arrived);
            for (int mode = 0; mode < problem.modes(model); mode++) {
                boolean isOpen = isOpen(slot, model, mode);
                spent[mode] = isOpen
                        ? Math.min(
                                Problem.NEVER,
                                arrived[mode] + problem.slotCost(slot, model, mode) + charges.of(slot, model, mode))
                        : Problem.NEVER;
                if (isOpen && arrived[mode] + toGo[slot * choices + mode] >= tooDear) {
                    open[slot * problem.models() + model] &= ~(1L << mode);
                }
            }
        }
    }
}
