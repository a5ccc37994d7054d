package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/**
 * What plans must keep in each slot, and what it costs to break it: capacities and inequalities that follow from them.
 * Each row is a weighted sum over the models that are stored in a slot, or over those that are loaded, with a limit and
 * a price. Rows of a slot and residency stand together; there is room for {@value #WIDTH}. For one thread; allocates
 * nothing after it is made.
 */
final class SlotRows {
    /** Rows of a group, that is of a slot and residency. */
    static final int WIDTH = 16;

    /** More than what rounding prices, shares and sums of them to double precision can add up to. */
    private static final double ROUNDING = 1e-12;

    private final int models;
    private final int groups;
    private final int capacities;
    private final double[] coefficients;
    private final int[] counts;
    private final double[] limits;
    private final double[] centers;
    private final double[] bests;
    private final double[] prices;
    private final double[] excesses;
    private final double[] paces;
    private final int[] idle;
    private double pace;
    private int inequalities;

    /** Rows of capacities at these prices, one row a resource and one value a slot, >= 0. */
    SlotRows(Problem problem, double[][] capacityPrices) {
        models = problem.models();
        groups = 2 * problem.slots();
        capacities = problem.capacity().energyMillijoules().isPresent() ? Room.resources() : Room.resources() - 1;
        coefficients = new double[groups * models * WIDTH];
        counts = new int[groups];
        limits = new double[groups * WIDTH];
        centers = new double[groups * WIDTH];
        bests = new double[groups * WIDTH];
        prices = new double[groups * WIDTH];
        excesses = new double[groups * WIDTH];
        paces = new double[groups * WIDTH];
        idle = new int[groups * WIDTH];
        double[][] shares = PriceSweep.shares(problem);
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int resource = 0; resource < capacities; resource++) {
                int group = group(slot, resource > 0 ? 2 : 1);
                int row = group * WIDTH + counts[group]++;
                limits[row] = 1;
                centers[row] = capacityPrices[resource][slot];
                for (int model = 0; model < models; model++) {
                    coefficients[at(group, model) + row - group * WIDTH] = shares[resource][model];
                }
            }
        }
        System.arraycopy(centers, 0, bests, 0, bests.length);
        System.arraycopy(centers, 0, prices, 0, prices.length);
    }

    /** Group of rows of what is stored (1) or loaded (2) in a slot. */
    static int group(int slot, int residency) {
        return 2 * slot + residency - 1;
    }

    static int slot(int group) {
        return group / 2;
    }

    static int residency(int group) {
        return group % 2 + 1;
    }

    private int at(int group, int model) {
        return (group * models + model) * WIDTH;
    }

    private int capacitiesOf(int group) {
        return group % 2 == 0 ? 1 : capacities - 1;
    }

    /**
     * Adds an inequality, in place of one that has no price where there is no room.
     *
     * @return false where there is none
     */
    boolean add(int group, LiftedCover cover) {
        if (isThere(group, cover)) {
            return false;
        }
        int row = row(group);
        if (row < 0) {
            return false;
        }
        inequalities++;
        for (int model = 0; model < models; model++) {
            coefficients[at(group, model) + row] = cover.coefficient(model);
        }
        int index = group * WIDTH + row;
        limits[index] = cover.limit();
        centers[index] = 0;
        bests[index] = 0;
        prices[index] = 0;
        idle[index] = 0;
        setPace(index);
        return true;
    }

    private int row(int group) {
        if (counts[group] < WIDTH) {
            return counts[group]++;
        }
        for (int row = capacitiesOf(group); row < WIDTH; row++) {
            if (isUnpriced(group * WIDTH + row)) {
                inequalities--;
                return row;
            }
        }
        return -1;
    }

    private boolean isUnpriced(int row) {
        return centers[row] <= 0 && bests[row] <= 0 && prices[row] <= 0;
    }

    private boolean isThere(int group, LiftedCover cover) {
        for (int row = capacitiesOf(group); row < counts[group]; row++) {
            boolean same = limits[group * WIDTH + row] == cover.limit();
            for (int model = 0; same && model < models; model++) {
                same = coefficients[at(group, model) + row] == cover.coefficient(model);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Drops inequalities that had no price whenever it was called, {@code patience} times in a row. */
    void drop(int patience) {
        for (int group = 0; group < groups; group++) {
            for (int row = counts[group] - 1; row >= capacitiesOf(group); row--) {
                int index = group * WIDTH + row;
                idle[index] = isUnpriced(index) ? idle[index] + 1 : 0;
                if (idle[index] >= patience) {
                    copy(group, counts[group] - 1, row);
                    counts[group]--;
                    inequalities--;
                }
            }
        }
    }

    private void copy(int group, int from, int to) {
        for (int model = 0; model < models; model++) {
            coefficients[at(group, model) + to] = coefficients[at(group, model) + from];
        }
        int source = group * WIDTH + from;
        int target = group * WIDTH + to;
        for (double[] values : new double[][] {limits, centers, bests, prices, excesses, paces}) {
            values[target] = values[source];
        }
        idle[target] = idle[source];
    }

    /** Number of inequalities beside capacities. */
    int inequalities() {
        return inequalities;
    }

    /** How fast prices follow what is exceeded: the price of a whole limit for each whole limit, nano-cost units. */
    void setPace(double pace) {
        this.pace = pace;
        for (int row = 0; row < paces.length; row++) {
            setPace(row);
        }
    }

    private void setPace(int row) {
        paces[row] = limits[row] > 0 ? pace / (limits[row] * limits[row]) : 0;
    }

    /** What a model pays for being stored or loaded in a slot, at the prices now. */
    double charge(int group, int model) {
        int at = at(group, model);
        int row = group * WIDTH;
        double charge = 0;
        for (int i = 0; i < counts[group]; i++) {
            charge += prices[row + i] * coefficients[at + i];
        }
        return charge;
    }

    /** All {@link #charge}s of a model, one a group. */
    void charges(int model, double[] charges) {
        for (int group = 0; group < groups; group++) {
            charges[group] = charge(group, model);
        }
    }

    /**
     * What the limits are worth at the prices now, in whole nano-cost units: no less than all charges for what keeps
     * the limits, each rounded down; {@link ChargedPaths#FORBIDDEN} at most.
     */
    long credit() {
        long credit = 0;
        for (int group = 0; group < groups; group++) {
            double sum = 0;
            for (int row = group * WIDTH; row < group * WIDTH + counts[group]; row++) {
                sum += prices[row] * limits[row];
            }
            credit = Math.min(ChargedPaths.FORBIDDEN, credit + whole(sum * (1 + ROUNDING)));
        }
        return credit;
    }

    private static long whole(double credit) {
        return (long) Math.min((double) ChargedPaths.FORBIDDEN, Math.ceil(credit));
    }

    /** What is exceeded, at the prices now. */
    double penalty() {
        double penalty = 0;
        for (int group = 0; group < groups; group++) {
            for (int row = group * WIDTH; row < group * WIDTH + counts[group]; row++) {
                penalty += prices[row] * excesses[row];
            }
        }
        return penalty;
    }

    /** Nothing is taken; {@link #take} what is. */
    void clear() {
        for (int row = 0; row < excesses.length; row++) {
            excesses[row] = -limits[row];
        }
    }

    /** Counts a part of a model as stored or loaded; prices do not follow until {@link #follow}. */
    void take(int group, int model, double part) {
        int at = at(group, model);
        int row = group * WIDTH;
        for (int i = 0; i < counts[group]; i++) {
            excesses[row + i] += part * coefficients[at + i];
        }
    }

    /** Prices follow what is exceeded. */
    void follow(int group) {
        for (int row = group * WIDTH; row < group * WIDTH + counts[group]; row++) {
            prices[row] = Math.max(0, centers[row] + paces[row] * excesses[row]);
        }
    }

    void follow() {
        for (int group = 0; group < groups; group++) {
            follow(group);
        }
    }

    /** What a model would pay for a small part more, were {@code part} of it added. */
    double slope(int group, int model, double part) {
        int at = at(group, model);
        int row = group * WIDTH;
        double slope = 0;
        for (int i = 0; i < counts[group]; i++) {
            double c = coefficients[at + i];
            slope += Math.max(0, centers[row + i] + paces[row + i] * (excesses[row + i] + part * c)) * c;
        }
        return slope;
    }

    /** How fast {@link #slope} rises there. */
    double curvature(int group, int model, double part) {
        int at = at(group, model);
        int row = group * WIDTH;
        double curvature = 0;
        for (int i = 0; i < counts[group]; i++) {
            double c = coefficients[at + i];
            double pace = paces[row + i];
            curvature += centers[row + i] + pace * (excesses[row + i] + part * c) > 0 ? pace * c * c : 0;
        }
        return curvature;
    }

    /** The prices now become those that prices follow from. */
    void center() {
        System.arraycopy(prices, 0, centers, 0, prices.length);
    }

    /** The prices now are the best so far. */
    void keepBest() {
        System.arraycopy(prices, 0, bests, 0, prices.length);
    }

    /** Back to the best prices. */
    void toBest() {
        System.arraycopy(bests, 0, prices, 0, prices.length);
    }
}
