package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * What the network sees of a cell: the {@link Condition}, what the noisy plan has in it and around it, what the other
 * services would take by it, and how noisy it is. For one thread.
 */
public final class Inputs {
    /** Inputs of the network. */
    public static final int COUNT = Condition.FEATURES + 7;

    private static final int FIRST = Condition.FEATURES;

    private final Cells cells;
    private final Problem problem;
    private final Condition condition;
    private final double[] taken;
    private final double[] values = new double[COUNT];

    public Inputs(Cells cells) {
        this.cells = cells;
        problem = cells.problem();
        condition = new Condition(cells);
        taken = new double[cells.resources()];
    }

    /** Goes to a slot, whose noisy values are final. */
    public void begin(int slot, float[] noisy) {
        Arrays.fill(taken, 0);
        for (int model = 0; model < problem.models(); model++) {
            for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                double part = part(noisy[cells.at(slot, model, mode)]);
                for (int resource = 0; resource < taken.length; resource++) {
                    taken[resource] += part * cells.share(resource, model, mode);
                }
            }
        }
    }

    /** Part of a mode in a plan, 0 to 1. */
    private static double part(float value) {
        return Math.max(0, Math.min(1, (value + 1) / 2));
    }

    /**
     * Inputs of a cell of the slot that was begun.
     *
     * @param noisy a value for each cell
     * @param level of the noise, 0 to 1
     * @return shared, filled anew by the next call
     */
    public double[] of(int slot, int model, int mode, float[] noisy, double level) {
        condition.copy(cells.at(slot, model, mode), values);
        values[FIRST] = noisy[cells.at(slot, model, mode)];
        values[FIRST + 1] = value(slot - 1, model, mode, noisy);
        values[FIRST + 2] = value(slot + 1, model, mode, noisy);
        values[FIRST + 3] = (value(slot - 3, model, mode, noisy)
                        + value(slot - 2, model, mode, noisy)
                        + value(slot + 2, model, mode, noisy)
                        + value(slot + 3, model, mode, noisy))
                / 4;
        values[FIRST + 4] = other(slot, model, mode, noisy);
        values[FIRST + 5] = others(slot, model, mode, noisy);
        values[FIRST + 6] = level;
        return values;
    }

    /** Before the first slot stands what is known of it, after the last one what that has. */
    private double value(int slot, int model, int mode, float[] noisy) {
        if (slot < 0) {
            return problem.initialMode(model) == mode ? 1 : -1;
        }
        return noisy[cells.at(Math.min(slot, problem.slots() - 1), model, mode)];
    }

    /** The largest value of the service's other modes. */
    private double other(int slot, int model, int mode, float[] noisy) {
        double most = -1;
        for (int other = problem.lowest(model); other <= problem.highest(model); other++) {
            most = other == mode ? most : Math.max(most, noisy[cells.at(slot, model, other)]);
        }
        return most;
    }

    /** How full the server is of what the mode takes by the other services. */
    private double others(int slot, int model, int mode, float[] noisy) {
        double most = 0;
        for (int resource = 0; resource < taken.length; resource++) {
            if (cells.share(resource, model, mode) > 0) {
                double own = 0;
                for (int each = problem.lowest(model); each <= problem.highest(model); each++) {
                    own += part(noisy[cells.at(slot, model, each)]) * cells.share(resource, model, each);
                }
                most = Math.max(most, taken[resource] - own);
            }
        }
        return most / (1 + most);
    }
}
