package dev.berth.optimizer.solve.genetic;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * Repair and local improvement of residencies of one slot, after Chu and Beasley, "A Genetic Algorithm for the
 * Multidimensional Knapsack Problem" (Journal of Heuristics 4, 1998): drop by worst pseudo-utility until all limits are
 * kept, then add by best. An item there is in or out; here it is a model at a residency, dropped to its cheapest lower
 * one. Set up once a problem; nothing is allocated per slot or individual.
 */
final class Chromosome {
    private final Problem problem;
    private final int models;
    private final Room room;
    private final int choices;
    private final double[] whole;
    private final double[] scarcity;

    /**
     * An item for each mode of a model but the first, best pseudo-utility first; in the lower half model × choices +
     * mode.
     */
    private final long[] items;

    /** Cheapest residency of each model, limits apart. */
    private final byte[] favourites;

    private long[] costs = {};
    private long saving;
    private long steps;
    private int ownResidency;
    private int other;
    private int otherResidency;

    Chromosome(Problem problem) {
        this.problem = problem;
        this.models = problem.models();
        room = new Room(problem);
        choices = problem.choices();
        whole = new double[room.resources()];
        scarcity = new double[whole.length];
        for (int resource = 0; resource < whole.length; resource++) {
            whole[resource] = Math.max(1, room.left(resource));
        }
        items = new long[(choices - 1) * models];
        favourites = new byte[models];
    }

    /**
     * Starts a slot: weighs the resources by how far the models' cheapest residencies together overrun them, and sorts
     * the items.
     *
     * @param slotCosts {@link Problem#choices} a model, read until the next slot starts
     */
    void slot(long[] slotCosts) {
        costs = slotCosts;
        for (int model = 0; model < models; model++) {
            favourites[model] = (byte) cheapest(model, problem.highest(model));
        }
        for (int resource = 0; resource < whole.length; resource++) {
            double wanted = 0;
            for (int model = 0; model < models; model++) {
                wanted += (double) room.use(resource, model, favourites[model]);
            }
            scarcity[resource] = 0.01 + Math.max(0, wanted / whole[resource] - 1);
        }
        for (int model = 0; model < models; model++) {
            for (int mode = 1; mode < choices; mode++) {
                items[(choices - 1) * model + mode - 1] = entry(model, mode);
            }
        }
        Arrays.sort(items);
    }

    private long entry(int model, int residency) {
        int item = model * choices + residency;
        double utility = Double.NEGATIVE_INFINITY;
        if (residency > problem.lowest(model) && residency <= problem.highest(model)) {
            int lower = cheapest(model, residency - 1);
            double weight = 1e-9;
            for (int resource = 0; resource < whole.length; resource++) {
                double use = (double) (room.use(resource, model, residency) - room.use(resource, model, lower));
                weight += scarcity[resource] * use / whole[resource];
            }
            utility = (double) (cost(model, lower) - costs[item]) / weight;
        }
        // Floats of either sign sort like integers once those below zero have their lower bits turned over.
        int bits = Float.floatToIntBits((float) utility);
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return ((long) ~ascending << 32) | item;
    }

    /** Cheapest residency from the lowest to {@code most}; of equals the lowest. */
    private int cheapest(int model, int most) {
        int best = problem.lowest(model);
        for (int residency = best + 1; residency <= most; residency++) {
            best = cost(model, residency) < cost(model, best) ? residency : best;
        }
        return best;
    }

    private long cost(int model, int residency) {
        return costs[model * choices + residency];
    }

    /**
     * Makes residencies keep every limit, then raises what still fits and saves; time grows with the models.
     *
     * @param genes within the bounds of each model; changed in place
     * @return cost of the result
     */
    long repair(byte[] genes) {
        room.clear();
        for (int model = 0; model < models; model++) {
            if (cost(model, genes[model]) >= Problem.NEVER) {
                genes[model] = (byte) problem.lowest(model);
            }
            room.take(model, genes[model]);
        }
        // A model dropped from LOADED to STORED may have to be dropped again: a second pass always ends it.
        drop(genes);
        drop(genes);
        dropToLowest(genes);
        add(genes);
        long total = 0;
        for (int model = 0; model < models; model++) {
            total += cost(model, genes[model]);
        }
        return total;
    }

    private void drop(byte[] genes) {
        for (int position = items.length - 1; position >= 0 && !room.keepsLimits(); position--) {
            int item = (int) items[position];
            int model = item / choices;
            int residency = item % choices;
            if (genes[model] == residency && residency > problem.lowest(model) && relieves(model, residency)) {
                move(genes, model, cheapest(model, residency - 1));
            }
        }
    }

    /** Modes that free one resource may take more of another: then nothing but the lowest is sure to end it. */
    private void dropToLowest(byte[] genes) {
        for (int model = models - 1; model >= 0 && !room.keepsLimits(); model--) {
            move(genes, model, problem.lowest(model));
        }
    }

    /** Whether a model takes any of a resource that is overrun, beyond what its lowest residency takes. */
    private boolean relieves(int model, int residency) {
        for (int resource = 0; resource < whole.length; resource++) {
            if (room.left(resource) < 0
                    && room.use(resource, model, residency) > room.use(resource, model, problem.lowest(model))) {
                return true;
            }
        }
        return false;
    }

    private void add(byte[] genes) {
        for (long entry : items) {
            int item = (int) entry;
            int model = item / choices;
            int residency = item % choices;
            if (residency <= problem.highest(model) && costs[item] < cost(model, genes[model])) {
                tryMove(genes, model, residency);
            }
        }
    }

    private void move(byte[] genes, int model, int residency) {
        room.giveBack(model, genes[model]);
        room.take(model, residency);
        genes[model] = (byte) residency;
    }

    private boolean tryMove(byte[] genes, int model, int residency) {
        room.giveBack(model, genes[model]);
        boolean fits = residency >= problem.lowest(model) && room.fits(model, residency);
        if (fits) {
            genes[model] = (byte) residency;
        }
        room.take(model, genes[model]);
        return fits;
    }

    /**
     * Improves residencies that keep the limits by the best change of one model or of two at once, until none saves;
     * time grows with the square of the models.
     *
     * @param total their cost
     * @param maxSteps ends it early
     * @return cost of the result
     */
    long improve(byte[] genes, long total, long maxSteps) {
        steps = 0;
        room.clear();
        for (int model = 0; model < models; model++) {
            room.take(model, genes[model]);
        }
        long cost = total;
        boolean better = true;
        while (better) {
            long before = cost;
            for (int model = 0; model < models && steps < maxSteps; model++) {
                cost += bestChange(genes, model);
                steps += models;
            }
            better = cost < before && steps < maxSteps;
        }
        return cost;
    }

    /** Work of the last improvement, in steps. */
    long steps() {
        return steps;
    }

    /**
     * Applies the change to a cheaper residency of one model, alone or with a change of one other that makes room for
     * it, that saves most; returns what it adds, at most 0. One of any two changes that save together saves by itself.
     */
    private long bestChange(byte[] genes, int model) {
        int own = genes[model];
        saving = 0;
        room.giveBack(model, own);
        for (int residency = problem.lowest(model); residency <= problem.highest(model); residency++) {
            long change = cost(model, residency) - cost(model, own);
            if (change < 0) {
                if (change < saving && room.fits(model, residency)) {
                    remember(change, residency, model, residency);
                }
                bestSwap(genes, model, residency, change);
            }
        }
        room.take(model, own);
        if (saving < 0) {
            move(genes, model, ownResidency);
            move(genes, other, otherResidency);
        }
        return saving;
    }

    /** Looks for the other model; the first one's room is given back. */
    private void bestSwap(byte[] genes, int model, int residency, long change) {
        for (int candidate = 0; candidate < models; candidate++) {
            long best = cost(candidate, favourites[candidate]) - cost(candidate, genes[candidate]);
            if (candidate == model || change + best >= saving) {
                continue;
            }
            for (int to = problem.lowest(candidate); to <= problem.highest(candidate); to++) {
                long both = change + cost(candidate, to) - cost(candidate, genes[candidate]);
                if (both < saving && to != genes[candidate] && fitsWith(genes, model, residency, candidate, to)) {
                    remember(both, residency, candidate, to);
                }
            }
        }
    }

    private void remember(long change, int residency, int otherModel, int to) {
        saving = change;
        ownResidency = residency;
        other = otherModel;
        otherResidency = to;
    }

    /** Whether two models fit together; the first one's room is already given back. */
    private boolean fitsWith(byte[] genes, int model, int residency, int candidate, int to) {
        room.giveBack(candidate, genes[candidate]);
        room.take(candidate, to);
        boolean fits = room.keepsLimits() && room.fits(model, residency);
        room.giveBack(candidate, to);
        room.take(candidate, genes[candidate]);
        return fits;
    }
}
