package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;

/**
 * What the network looks at one by one: each mode that a service may be in, in each slot. Their arrays have
 * {@link Problem#choices} values a service, the services of slot 0 first; those of modes that may not be mean nothing.
 */
public final class Cells {
    /** A mode that takes more of a resource than there is counts as so much of it. */
    private static final double MOST_SHARE = 4;

    private final Problem problem;
    private final int models;
    private final int choices;

    /** What a mode takes beyond the lowest, of what all services at their lowest leave: a row for each resource. */
    private final float[][] shares;

    public Cells(Problem problem) {
        this.problem = problem;
        models = problem.models();
        choices = problem.choices();
        Room room = new Room(problem);
        room.takeLowest();
        shares = new float[room.resources()][models * choices];
        for (int resource = 0; resource < shares.length; resource++) {
            double left = Math.max(1, (double) room.left(resource));
            for (int model = 0; model < models; model++) {
                long least = room.use(resource, model, problem.lowest(model));
                for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                    double more = (double) (room.use(resource, model, mode) - least);
                    shares[resource][model * choices + mode] = (float) Math.min(MOST_SHARE, more / left);
                }
            }
        }
    }

    Problem problem() {
        return problem;
    }

    /** Length of arrays over all slots. */
    public int count() {
        return problem.slots() * models * choices;
    }

    /** Where a mode stands in arrays over all slots. */
    public int at(int slot, int model, int mode) {
        return (slot * models + model) * choices + mode;
    }

    int resources() {
        return shares.length;
    }

    /** Part of what is free of a resource that a mode takes, 0 to 4. */
    float share(int resource, int model, int mode) {
        return shares[resource][model * choices + mode];
    }

    /** The largest of {@link #share}. */
    double share(int model, int mode) {
        double most = 0;
        for (float[] row : shares) {
            most = Math.max(most, row[model * choices + mode]);
        }
        return most;
    }
}
