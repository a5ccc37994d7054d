package dev.berth.optimizer.solve.cuts;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;

/**
 * What plans must keep in each slot, and what it costs to break it: capacities and inequalities that follow from them.
 * Each row is a weighted sum over the models that are stored in a slot, or over those that are loaded, with a limit and
 * a price. Rows of a slot and residency stand together, {@value #WIDTH} at most. For one thread; allocates only to make
 * room for more rows.
 */
final class SlotRows {
    /** Rows of a group, that is of a slot and residency, at most; there is room for fewer at first. */
    static final int WIDTH = 16;

    private static final int FIRST_WIDTH = 4;

    private static final int LOADED = 2;

    /** More than what rounding prices, shares and sums of them to double precision can add up to. */
    private static final double ROUNDING = 1e-12;

    private final int models;
    private final int groups;
    private final int capacities;
    private final float[][] coefficients;
    /** Rows of each group that there is room for, and that there are. */
    private final int[] widths;

    private final int[] counts;
    private final double[] limits;
    private final double[] centers;
    private final double[] bests;
    private final double[] prices;
    private final double[] excesses;
    private final double[] paces;
    private final int[] idle;
    private double pace;

    /** Rows of capacities at these prices, one row a resource and one value a slot, >= 0. */
    SlotRows(Problem problem, double[][] capacityPrices) {
        models = problem.models();
        groups = 2 * problem.slots();
        capacities = problem.capacity().energyMillijoules().isPresent()
                ? Resource.ENERGY.index() + 1
                : Resource.ENERGY.index();
        coefficients = new float[groups][models * FIRST_WIDTH];
        widths = new int[groups];
        Arrays.fill(widths, FIRST_WIDTH);
        counts = new int[groups];
        limits = new double[groups * WIDTH];
        centers = new double[groups * WIDTH];
        bests = new double[groups * WIDTH];
        prices = new double[groups * WIDTH];
        excesses = new double[groups * WIDTH];
        paces = new double[groups * WIDTH];
        idle = new int[groups * WIDTH];
        double[][] shares = loadedShares(problem);
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int resource = 0; resource < capacities; resource++) {
                int group = group(slot, from(resource));
                int row = group * WIDTH + counts[group]++;
                limits[row] = 1;
                centers[row] = capacityPrices[resource][slot];
                for (int model = 0; model < models; model++) {
                    coefficients[group][model * FIRST_WIDTH + row - group * WIDTH] = below(shares[resource][model]);
                }
            }
        }
        System.arraycopy(centers, 0, bests, 0, bests.length);
        System.arraycopy(centers, 0, prices, 0, prices.length);
    }

    /** Single precision, rounded down, so that what keeps the row keeps it still. */
    private static float below(double share) {
        float nearest = (float) share;
        return (double) nearest > share ? Math.nextDown(nearest) : nearest;
    }

    /** The same rows at the same prices; each may go on on its own. */
    SlotRows(SlotRows other) {
        models = other.models;
        groups = other.groups;
        capacities = other.capacities;
        coefficients = new float[groups][];
        for (int group = 0; group < groups; group++) {
            coefficients[group] = other.coefficients[group].clone();
        }
        widths = other.widths.clone();
        counts = other.counts.clone();
        limits = other.limits.clone();
        centers = other.centers.clone();
        bests = other.bests.clone();
        prices = other.prices.clone();
        excesses = other.excesses.clone();
        paces = other.paces.clone();
        idle = other.idle.clone();
        pace = other.pace;
    }

    /** Part of each capacity that a loaded model takes, a row for each resource. */
    static double[][] loadedShares(Problem problem) {
        Room room = new Room(problem);
        double[][] shares = new double[Resource.ENERGY.index() + 1][problem.models()];
        for (int resource = 0; resource < shares.length; resource++) {
            for (int model = 0; model < problem.models(); model++) {
                shares[resource][model] = PriceSweep.share(room, resource, model, LOADED);
            }
        }
        return shares;
    }

    /** The lowest residency (index) that takes of a resource. */
    static int from(int resource) {
        return resource == Resource.STORAGE.index() ? 1 : 2;
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
        int width = widths[group];
        for (int model = 0; model < models; model++) {
            coefficients[group][model * width + row] = cover.coefficient(model);
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
            widen(group);
            return counts[group]++;
        }
        for (int row = capacitiesOf(group); row < WIDTH; row++) {
            if (isUnpriced(group * WIDTH + row)) {
                return row;
            }
        }
        return -1;
    }

    private void widen(int group) {
        int before = widths[group];
        if (counts[group] < before) {
            return;
        }
        int after = 2 * before;
        float[] wider = new float[models * after];
        for (int model = 0; model < models; model++) {
            System.arraycopy(coefficients[group], model * before, wider, model * after, before);
        }
        coefficients[group] = wider;
        widths[group] = after;
    }

    private boolean isUnpriced(int row) {
        return centers[row] <= 0 && bests[row] <= 0 && prices[row] <= 0;
    }

    private boolean isThere(int group, LiftedCover cover) {
        int width = widths[group];
        for (int row = capacitiesOf(group); row < counts[group]; row++) {
            boolean same = limits[group * WIDTH + row] == cover.limit();
            for (int model = 0; same && model < models; model++) {
                same = coefficients[group][model * width + row] == cover.coefficient(model);
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
                }
            }
        }
    }

    private void copy(int group, int from, int to) {
        int width = widths[group];
        for (int at = 0; at < models * width; at += width) {
            coefficients[group][at + to] = coefficients[group][at + from];
        }
        int source = group * WIDTH + from;
        int target = group * WIDTH + to;
        for (double[] values : new double[][] {limits, centers, bests, prices, excesses, paces}) {
            values[target] = values[source];
        }
        idle[target] = idle[source];
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
        float[] weights = coefficients[group];
        int at = model * widths[group];
        int row = group * WIDTH;
        double charge = 0;
        for (int i = 0; i < counts[group]; i++) {
            charge += prices[row + i] * weights[at + i];
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
        float[] weights = coefficients[group];
        int at = model * widths[group];
        int row = group * WIDTH;
        for (int i = 0; i < counts[group]; i++) {
            excesses[row + i] += part * weights[at + i];
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

    /**
     * What a model pays for each part of it that is stored or loaded from now on, or gets for each that no longer is,
     * as pieces: two values for each row that counts it, what it pays now and by how much that rises with the part (or
     * falls: below 0); it pays nothing where that is below 0.
     *
     * @param change 1, or -1 where it is to be stored or loaded no longer
     * @param pieces filled from {@code first} on
     * @return where they end
     */
    int pieces(int group, int model, int change, double[] pieces, int first) {
        float[] weights = coefficients[group];
        int at = model * widths[group];
        int row = group * WIDTH;
        int end = first;
        for (int i = 0; i < counts[group]; i++) {
            double c = weights[at + i];
            if (c > 0) {
                double pace = paces[row + i] * c;
                pieces[end++] = centers[row + i] * c + pace * excesses[row + i];
                pieces[end++] = pace * c * change;
            }
        }
        return end;
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
