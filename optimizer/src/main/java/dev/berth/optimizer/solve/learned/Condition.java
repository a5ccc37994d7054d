package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;

/**
 * What the network is told of a problem, for each of its {@link Cells}: figures from -1 to 1 that do not depend on how
 * many services, modes and slots there are, nor on the unit of costs or sizes. A mode is held against the lowest one of
 * its service: what it saves in this slot and in those around it against what going there and back costs, what it takes
 * of the server, and how far the server is full once the services that save more for their size are there.
 */
final class Condition {
    /** Figures of a cell. */
    static final int FEATURES = 21;

    /** Work of a cell, in steps. */
    static final long STEPS = 50 + 2 * RoughPrices.SWEEPS;

    // Where each figure stands. Savings are against the lowest mode, over this slot alone where nothing else is said.
    private static final int IS_LOWEST = 0;
    private static final int SAVING_TO_MOVES = 1;
    private static final int NEXT_SAVINGS_TO_MOVES = 2;
    private static final int LATER_SAVINGS_TO_MOVES = 3;
    private static final int PAST_SAVINGS_TO_MOVES = 4;
    private static final int SAVING_TO_MEAN = 5;
    private static final int BEHIND_BEST_SAVING = 6;
    private static final int BEHIND_BEST_SAVINGS_AROUND = 7;
    private static final int STORAGE = 8;
    private static final int MEMORY = 9;
    private static final int LARGEST_SHARE = 10;

    /** How full the server is once those are there that save more for their size; until then, saving for its size. */
    private static final int FULL_BY_SAVING = 11;

    private static final int FULL_BY_SAVINGS_AROUND = 12;
    private static final int FULL_OF_ALL = 13;
    private static final int IS_CLOSED = 14;
    private static final int IS_INITIAL = 15;
    private static final int BEHIND_FREE_PATH = 16;
    private static final int BEHIND_PRICED_PATH = 17;
    private static final int LEAD = 18;
    private static final int FULL_AT_PRICES = 19;
    private static final int LEAD_AROUND = 20;

    private static final int NEAR = 4;
    private static final int FAR = 16;

    /** Of what a mode saves or costs in a slot in the mean: a lead over the other modes that is small. */
    private static final double SMALL = 0.1;

    private final Cells cells;
    private final Problem problem;
    private final int models;
    private final int slots;
    private final float[] features;

    /** What a mode costs more than the cheapest path of its service, without prices of the capacities and at them. */
    private final float[] free;

    private final float[] priced;
    private final double[] leads;

    Condition(Cells cells) {
        this.cells = cells;
        problem = cells.problem();
        models = problem.models();
        slots = problem.slots();
        features = new float[cells.count() * FEATURES];
        RoughPrices prices = new RoughPrices(problem);
        free = new float[cells.count()];
        priced = new float[cells.count()];
        prices.freeMarginals(free);
        prices.marginals(priced);
        leads = new double[cells.count()];
        for (int model = 0; model < models; model++) {
            describe(model);
        }
        Filling filling = new Filling();
        for (int slot = 0; slot < slots; slot++) {
            filling.atPrices(slot);
            filling.run(slot, FULL_BY_SAVING);
            filling.run(slot, FULL_BY_SAVINGS_AROUND);
        }
    }

    /** Memory it takes, in bytes. */
    static long memoryBytes(Problem problem) {
        return (long) problem.slots() * problem.models() * problem.choices() * (FEATURES + 4) * Float.BYTES;
    }

    /** The figures of a cell, from {@code to[0]} on. */
    void copy(int cell, double[] to) {
        int at = cell * FEATURES;
        for (int feature = 0; feature < FEATURES; feature++) {
            to[feature] = features[at + feature];
        }
    }

    private void describe(int model) {
        int lowest = problem.lowest(model);
        int modes = problem.highest(model) + 1;
        double[][] sums = new double[modes][];
        double scale = Double.MIN_NORMAL;
        for (int mode = lowest; mode < modes; mode++) {
            sums[mode] = sums(model, lowest, mode);
            scale = Math.max(scale, spread(sums[mode]));
        }
        for (int slot = 0; slot < slots; slot++) {
            fillLeads(slot, model);
        }
        for (int slot = 0; slot < slots; slot++) {
            double best = mostSaved(sums, lowest, slot, 0);
            double bestAround = mostSaved(sums, lowest, slot, NEAR);
            for (int mode = lowest; mode < modes; mode++) {
                describe(model, mode, slot, sums[mode], scale);
                int at = cells.at(slot, model, mode) * FEATURES;
                features[at + BEHIND_BEST_SAVING] = (float) ratio(saved(sums[mode], slot, 0, 0) - best, scale);
                features[at + BEHIND_BEST_SAVINGS_AROUND] =
                        (float) ratio(saved(sums[mode], slot, NEAR, NEAR) - bestAround, scale * (2 * NEAR + 1));
                int cell = cells.at(slot, model, mode);
                features[at + BEHIND_FREE_PATH] = (float) ratio(free[cell], scale);
                features[at + BEHIND_PRICED_PATH] = (float) ratio(priced[cell], scale);
                features[at + LEAD] = (float) ratio(leads[cell], SMALL * scale);
                features[at + LEAD_AROUND] = (float) ratio(leadAround(slot, model, mode), SMALL * scale);
            }
        }
    }

    /** How much more the best other mode of a service costs at the prices than each; negative where it costs less. */
    private void fillLeads(int slot, int model) {
        float least = PriceSweep.FORBIDDEN;
        float second = PriceSweep.FORBIDDEN;
        for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
            float cost = priced[cells.at(slot, model, mode)];
            second = Math.min(second, Math.max(least, cost));
            least = Math.min(least, cost);
        }
        for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
            int cell = cells.at(slot, model, mode);
            leads[cell] = (double) (priced[cell] == least ? second : least) - priced[cell];
        }
    }

    /** Mean of the leads in this slot and those near it. */
    private double leadAround(int slot, int model, int mode) {
        int first = Math.max(0, slot - NEAR);
        int last = Math.min(slots - 1, slot + NEAR);
        double sum = 0;
        for (int near = first; near <= last; near++) {
            sum += leads[cells.at(near, model, mode)];
        }
        return sum / (last - first + 1);
    }

    private static double mostSaved(double[][] sums, int lowest, int slot, int around) {
        double most = 0;
        for (int mode = lowest; mode < sums.length; mode++) {
            most = Math.max(most, saved(sums[mode], slot, around, around));
        }
        return most;
    }

    private void describe(int model, int mode, int slot, double[] sums, double scale) {
        int lowest = problem.lowest(model);
        long up = problem.switchingCost(slot, model, lowest, mode);
        long down = problem.switchingCost(slot, model, mode, lowest);
        double moves = (double) Math.min(Problem.NEVER, up) + (double) Math.min(Problem.NEVER, down);
        int at = cells.at(slot, model, mode) * FEATURES;
        double now = saved(sums, slot, 0, 0);
        double around = saved(sums, slot, NEAR, NEAR);
        double size = Math.max(1e-9, cells.share(model, mode));
        features[at + IS_LOWEST] = mode == lowest ? 1 : 0;
        features[at + SAVING_TO_MOVES] = (float) against(now, moves);
        features[at + NEXT_SAVINGS_TO_MOVES] = (float) against(saved(sums, slot, 0, NEAR - 1), moves);
        features[at + LATER_SAVINGS_TO_MOVES] = (float) against(saved(sums, slot, 0, FAR - 1), moves);
        features[at + PAST_SAVINGS_TO_MOVES] = (float) against(saved(sums, slot, FAR - 1, 0), moves);
        features[at + SAVING_TO_MEAN] = (float) ratio(now, scale);
        features[at + STORAGE] = (float) squashed(cells.share(Room.STORAGE, model, mode));
        features[at + MEMORY] = (float) squashed(cells.share(Room.MEMORY, model, mode));
        features[at + LARGEST_SHARE] = (float) squashed(size);
        features[at + FULL_BY_SAVING] = (float) (now / size);
        features[at + FULL_BY_SAVINGS_AROUND] = (float) ((around - Math.min(around, moves)) / size);
        features[at + IS_CLOSED] = up >= Problem.NEVER ? 1 : 0;
        features[at + IS_INITIAL] = mode == problem.initialMode(model) ? (float) (1.0 / (1 + slot)) : 0;
    }

    /** What a mode saves up to each slot, that slot not included. */
    private double[] sums(int model, int lowest, int mode) {
        double[] sums = new double[slots + 1];
        for (int slot = 0; slot < slots; slot++) {
            sums[slot + 1] =
                    sums[slot] + (double) (problem.slotCost(slot, model, lowest) - problem.slotCost(slot, model, mode));
        }
        return sums;
    }

    /** Mean size of what a mode saves or costs more in a slot. */
    private static double spread(double[] sums) {
        double spread = 0;
        for (int slot = 1; slot < sums.length; slot++) {
            spread += Math.abs(sums[slot] - sums[slot - 1]);
        }
        return spread / (sums.length - 1);
    }

    private static double saved(double[] sums, int slot, int before, int after) {
        return sums[Math.min(sums.length - 1, slot + after + 1)] - sums[Math.max(0, slot - before)];
    }

    /** A saving against a cost >= 0, -1 to 1: 0 where they are equal. */
    private static double against(double saving, double cost) {
        double both = Math.abs(saving) + cost;
        return both == 0 ? 0 : (saving - cost) / both;
    }

    private static double ratio(double value, double scale) {
        return value / (Math.abs(value) + scale);
    }

    private static double squashed(double value) {
        return value / (1 + value);
    }

    /** How full a slot gets where services come in the order of what they save for their size. */
    private final class Filling {
        private final long[] order = new long[models];
        private final byte[] best = new byte[models];
        private final float[] worth = new float[models];
        private final double[][] taken = new double[cells.resources()][models + 1];

        /** Beside the other services where each is on its cheapest path at the prices. */
        void atPrices(int slot) {
            for (int resource = 0; resource < taken.length; resource++) {
                taken[resource][0] = 0;
                for (int model = 0; model < models; model++) {
                    best[model] = (byte) cheapestAtPrices(slot, model);
                    taken[resource][0] += cells.share(resource, model, best[model]);
                }
            }
            for (int model = 0; model < models; model++) {
                for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                    double full = 0;
                    for (int resource = 0; resource < taken.length; resource++) {
                        double share = cells.share(resource, model, mode);
                        double others = taken[resource][0] - cells.share(resource, model, best[model]);
                        full = Math.max(full, share > 0 ? others + share : 0);
                    }
                    features[cells.at(slot, model, mode) * FEATURES + FULL_AT_PRICES] =
                            (float) squashed(Math.max(0, full));
                }
            }
        }

        private int cheapestAtPrices(int slot, int model) {
            int cheapest = problem.lowest(model);
            for (int mode = cheapest + 1; mode <= problem.highest(model); mode++) {
                boolean isCheaper = priced[cells.at(slot, model, mode)] < priced[cells.at(slot, model, cheapest)];
                cheapest = isCheaper ? mode : cheapest;
            }
            return cheapest;
        }

        void run(int slot, int feature) {
            int wanted = 0;
            for (int model = 0; model < models; model++) {
                choose(slot, model, feature);
                if (worth[model] > 0) {
                    order[wanted++] = (long) Float.floatToRawIntBits(worth[model]) << Integer.SIZE | model;
                }
            }
            Arrays.sort(order, 0, wanted);
            for (int resource = 0; resource < taken.length; resource++) {
                for (int rank = 0; rank < wanted; rank++) {
                    int model = model(wanted - 1 - rank);
                    taken[resource][rank + 1] = taken[resource][rank] + cells.share(resource, model, best[model]);
                }
            }
            for (int model = 0; model < models; model++) {
                fill(slot, model, wanted, feature);
            }
        }

        private int model(int place) {
            return (int) order[place];
        }

        private void choose(int slot, int model, int feature) {
            worth[model] = 0;
            for (int mode = problem.lowest(model) + 1; mode <= problem.highest(model); mode++) {
                float own = features[cells.at(slot, model, mode) * FEATURES + feature];
                if (own > worth[model]) {
                    worth[model] = own;
                    best[model] = (byte) mode;
                }
            }
        }

        private void fill(int slot, int model, int wanted, int feature) {
            for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                int at = cells.at(slot, model, mode) * FEATURES;
                float own = features[at + feature];
                int rank = before(own, wanted);
                double full = own > 0 ? 0 : Double.POSITIVE_INFINITY;
                double all = 0;
                for (int resource = 0; resource < taken.length; resource++) {
                    double share = cells.share(resource, model, mode);
                    double others = taken[resource][rank]
                            - (worth[model] > own ? cells.share(resource, model, best[model]) : 0);
                    full = Math.max(full, share > 0 ? others + share : 0);
                    all = Math.max(all, taken[resource][wanted]);
                }
                features[at + feature] = full == Double.POSITIVE_INFINITY ? 1 : (float) squashed(Math.max(0, full));
                features[at + FULL_OF_ALL] = (float) squashed(all);
            }
        }

        /** Services that save more for their size. */
        private int before(float own, int wanted) {
            int low = 0;
            int high = wanted;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (worth[model(wanted - 1 - middle)] > own) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
