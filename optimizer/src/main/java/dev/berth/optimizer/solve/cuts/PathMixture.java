package dev.berth.optimizer.solve.cuts;

import java.util.Arrays;

/** Paths of each model and how much of each is taken; the parts of a model add up to 1. For one thread. */
final class PathMixture {
    /** Paths of a model there is room for at first. */
    private static final int FIRST_ROOM = 16;

    private static final double WHOLE = 1 - 1e-9;

    private final int slots;
    private final byte[][][] paths;
    private final double[][] parts;
    private final double[][] costs;
    private final int[] counts;

    PathMixture(int slots, int models) {
        this.slots = slots;
        paths = new byte[models][FIRST_ROOM][slots];
        parts = new double[models][FIRST_ROOM];
        costs = new double[models][FIRST_ROOM];
        counts = new int[models];
    }

    /** The same mixture; each may move parts on its own. */
    PathMixture(PathMixture other) {
        slots = other.slots;
        int models = other.models();
        paths = new byte[models][][];
        parts = new double[models][];
        costs = new double[models][];
        counts = other.counts.clone();
        for (int model = 0; model < models; model++) {
            paths[model] = new byte[Math.max(FIRST_ROOM, counts[model])][slots];
            for (int i = 0; i < counts[model]; i++) {
                System.arraycopy(other.paths[model][i], 0, paths[model][i], 0, slots);
            }
            parts[model] = Arrays.copyOf(other.parts[model], paths[model].length);
            costs[model] = Arrays.copyOf(other.costs[model], paths[model].length);
        }
    }

    int models() {
        return counts.length;
    }

    /** Number of paths of a model. */
    int count(int model) {
        return counts[model];
    }

    /** Residencies (indices), one a slot. */
    byte[] path(int model, int index) {
        return paths[model][index];
    }

    double part(int model, int index) {
        return parts[model][index];
    }

    /** What a path costs without charges. */
    double cost(int model, int index) {
        return costs[model][index];
    }

    /** Index of a path; it is added, with no part, where it is not there. */
    int indexOf(int model, byte[] path, long cost) {
        for (int i = 0; i < counts[model]; i++) {
            if (Arrays.equals(paths[model][i], path)) {
                return i;
            }
        }
        int index = counts[model]++;
        if (index == paths[model].length) {
            grow(model);
        }
        System.arraycopy(path, 0, paths[model][index], 0, slots);
        parts[model][index] = 0;
        costs[model][index] = (double) cost;
        return index;
    }

    private void grow(int model) {
        int room = 2 * counts[model];
        int before = paths[model].length;
        paths[model] = Arrays.copyOf(paths[model], room);
        for (int i = before; i < room; i++) {
            paths[model][i] = new byte[slots];
        }
        parts[model] = Arrays.copyOf(parts[model], room);
        costs[model] = Arrays.copyOf(costs[model], room);
    }

    /** One path is all of a model. */
    void setOnly(int model, int index) {
        Arrays.fill(parts[model], 0, counts[model], 0);
        parts[model][index] = 1;
    }

    /** Moves a part from one path of a model to another; what is next to nothing moves along. */
    double move(int model, int from, int to, double part) {
        double moved = parts[model][from] - part < 1e-12 ? parts[model][from] : part;
        parts[model][from] -= moved;
        parts[model][to] += moved;
        return moved;
    }

    /** Drops paths of a model that have no part, the oldest first, until {@code most} are left. */
    void dropUnused(int model, int most) {
        int target = 0;
        int needless = counts[model] - most;
        for (int i = 0; i < counts[model]; i++) {
            if (parts[model][i] > 0 || needless-- <= 0) {
                swap(model, i, target++);
            }
        }
        counts[model] = target;
    }

    /** Drops paths that were ruled out; the others' parts grow to 1 together. */
    void dropForbidden(ChargedPaths allowed, int model) {
        int target = 0;
        double sum = 0;
        for (int i = 0; i < counts[model]; i++) {
            if (allowed.cost(model, paths[model][i]) < ChargedPaths.FORBIDDEN) {
                sum += parts[model][i];
                swap(model, i, target++);
            }
        }
        counts[model] = target;
        for (int i = 0; i < target; i++) {
            parts[model][i] = sum > 0 ? parts[model][i] / sum : 0;
        }
    }

    /** Whether every model has one path as a whole. */
    boolean isWhole() {
        for (int model = 0; model < counts.length; model++) {
            if (whole(model) < 0) {
                return false;
            }
        }
        return true;
    }

    private int whole(int model) {
        for (int i = 0; i < counts[model]; i++) {
            if (parts[model][i] >= WHOLE) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The paths of all models where each has one as a whole.
     *
     * @param residencies filled then, models of slot 0 first
     * @return what they cost without charges, in whole nano-cost units; below 0 where a model has several
     */
    long copyWhole(byte[] residencies) {
        double cost = 0;
        for (int model = 0; model < counts.length; model++) {
            int whole = whole(model);
            if (whole < 0) {
                return -1;
            }
            for (int slot = 0; slot < slots; slot++) {
                residencies[slot * counts.length + model] = paths[model][whole][slot];
            }
            cost += costs[model][whole];
        }
        return Math.round(cost);
    }

    /** Whether no path of a model has a part. */
    boolean isEmpty(int model) {
        for (int i = 0; i < counts[model]; i++) {
            if (parts[model][i] > 0) {
                return false;
            }
        }
        return true;
    }

    private void swap(int model, int i, int j) {
        byte[] path = paths[model][i];
        paths[model][i] = paths[model][j];
        paths[model][j] = path;
        double part = parts[model][i];
        parts[model][i] = parts[model][j];
        parts[model][j] = part;
        double cost = costs[model][i];
        costs[model][i] = costs[model][j];
        costs[model][j] = cost;
    }

    /** What the mixture costs without charges. */
    double cost() {
        double cost = 0;
        for (int model = 0; model < counts.length; model++) {
            for (int i = 0; i < counts[model]; i++) {
                cost += parts[model][i] * costs[model][i];
            }
        }
        return cost;
    }

    /** How much of each model is stored and loaded: {@code shares[group * models + model]}, filled. */
    void fill(double[] shares) {
        Arrays.fill(shares, 0);
        for (int model = 0; model < counts.length; model++) {
            for (int i = 0; i < counts[model]; i++) {
                if (parts[model][i] > 0) {
                    fill(shares, model, paths[model][i], parts[model][i]);
                }
            }
        }
    }

    private void fill(double[] shares, int model, byte[] path, double part) {
        for (int slot = 0; slot < slots; slot++) {
            for (int residency = 1; residency <= path[slot]; residency++) {
                shares[SlotRows.group(slot, residency) * counts.length + model] += part;
            }
        }
    }
}
