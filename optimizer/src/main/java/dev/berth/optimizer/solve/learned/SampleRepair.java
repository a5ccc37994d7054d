package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * Makes a plan that keeps the limits of a sample: in each slot services come in the order of how likely a mode is above
 * their lowest one, and are in it where it fits and can be gone to. For one thread.
 */
final class SampleRepair {
    /** Bits of a mode in an entry of the queue. */
    private static final int MODE_BITS = 6;

    private final Cells cells;
    private final Problem problem;
    private final int models;
    private final Room room;
    private final long[] queue;

    SampleRepair(Cells cells) {
        this.cells = cells;
        problem = cells.problem();
        models = problem.models();
        room = new Room(problem);
        queue = new long[models * problem.choices()];
    }

    /**
     * Fills a plan.
     *
     * @param sample a value for each cell, the larger the likelier
     * @param plan models of slot 0 first
     */
    void run(float[] sample, byte[] plan) {
        for (int slot = 0; slot < problem.slots(); slot++) {
            room.takeLowest();
            for (int model = 0; model < models; model++) {
                plan[slot * models + model] = (byte) problem.lowest(model);
            }
            for (int i = queue(slot, sample) - 1; i >= 0; i--) {
                raise(slot, (int) queue[i] >>> MODE_BITS, (int) queue[i] & (1 << MODE_BITS) - 1, plan);
            }
        }
    }

    /** Modes that are likelier than the lowest, least likely first. */
    private int queue(int slot, float[] sample) {
        int queued = 0;
        for (int model = 0; model < models; model++) {
            float least = sample[cells.at(slot, model, problem.lowest(model))];
            for (int mode = problem.lowest(model) + 1; mode <= problem.highest(model); mode++) {
                float more = sample[cells.at(slot, model, mode)] - least;
                if (more > 0) {
                    queue[queued++] =
                            (long) Float.floatToRawIntBits(more) << Integer.SIZE | (long) model << MODE_BITS | mode;
                }
            }
        }
        Arrays.sort(queue, 0, queued);
        return queued;
    }

    private void raise(int slot, int model, int mode, byte[] plan) {
        int at = slot * models + model;
        int before = slot == 0 ? problem.initialMode(model) : plan[at - models];
        int lowest = problem.lowest(model);
        if (plan[at] != lowest
                || !problem.isLetThrough(slot, model, mode)
                || problem.switchingCost(slot, model, before, mode) >= Problem.NEVER) {
            return;
        }
        room.giveBack(model, lowest);
        boolean fits = room.fits(model, mode);
        room.take(model, fits ? mode : lowest);
        plan[at] = (byte) (fits ? mode : lowest);
    }
}
