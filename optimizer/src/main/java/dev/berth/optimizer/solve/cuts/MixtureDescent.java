package dev.berth.optimizer.solve.cuts;

/**
 * Moves mixtures of paths towards what is cheapest while prices follow what is exceeded: the dual of a proximal step,
 * block by block (S. Lacoste-Julien and others, 2013) and pairwise. For one thread.
 */
final class MixtureDescent {
    /** Moves of a part from one path of a model to another before the next model has its turn. */
    private static final int MOVES = 5;

    /** Steps to the best part to move, at most. */
    private static final int PART_STEPS = 8;

    private static final double FLAT = 1e-6;
    private static final int FIRST_ROOM = 16;

    private final int slots;
    private final ChargedPaths cheapest;
    private final SlotRows rows;
    private final PathMixture mixture;
    private final double[] charges;
    private final int[] changedGroups;
    private final int[] changes;
    private final double[] pieces;
    private int changed;
    private double[] scores = new double[FIRST_ROOM];

    MixtureDescent(int slots, ChargedPaths cheapest, SlotRows rows, PathMixture mixture) {
        this.slots = slots;
        this.cheapest = cheapest;
        this.rows = rows;
        this.mixture = mixture;
        charges = new double[2 * slots];
        changedGroups = new int[2 * slots];
        changes = new int[2 * slots];
        pieces = new double[2 * 2 * slots * SlotRows.WIDTH];
    }

    /**
     * Gives every model a turn.
     *
     * @param tolerance nano-cost units by which paths of a model may differ, >= 0
     */
    void pass(double tolerance) {
        for (int model = 0; model < mixture.models(); model++) {
            if (cheapest.isDecided(model)) {
                continue;
            }
            rows.charges(model, charges);
            cheapest.run(model, charges);
            mixture.indexOf(model, cheapest.path(), cheapest.cost(model, cheapest.path()));
            score(model);
            int moves = 0;
            while (moves < MOVES && improve(model, tolerance)) {
                moves++;
            }
        }
    }

    private void score(int model) {
        int count = mixture.count(model);
        if (scores.length < count) {
            scores = new double[2 * count];
        }
        for (int i = 0; i < count; i++) {
            byte[] path = mixture.path(model, i);
            double score = mixture.cost(model, i);
            for (int slot = 0; slot < slots; slot++) {
                score += path[slot] > 0 ? charges[2 * slot] : 0;
                score += path[slot] > 1 ? charges[2 * slot + 1] : 0;
            }
            scores[i] = score;
        }
    }

    /** Moves a part from the dearest path to the cheapest; false where they cost the same. */
    private boolean improve(int model, double tolerance) {
        int from = dearest(model);
        int to = cheapest(model);
        double saving = scores[from] - scores[to];
        if (saving <= tolerance) {
            return false;
        }
        compare(mixture.path(model, from), mixture.path(model, to));
        double own = mixture.cost(model, to) - mixture.cost(model, from);
        double part = bestPart(model, own, mixture.part(model, from), FLAT * saving);
        double moved = mixture.move(model, from, to, part);
        for (int i = 0; i < changed; i++) {
            rows.take(changedGroups[i], model, changes[i] * moved);
            rows.follow(changedGroups[i]);
            charge(model, changedGroups[i]);
        }
        return moved > 0;
    }

    private int dearest(int model) {
        int dearest = -1;
        for (int i = 0; i < mixture.count(model); i++) {
            if (mixture.part(model, i) > 0 && (dearest < 0 || scores[i] > scores[dearest])) {
                dearest = i;
            }
        }
        return dearest;
    }

    private int cheapest(int model) {
        int cheapest = 0;
        for (int i = 1; i < mixture.count(model); i++) {
            cheapest = scores[i] < scores[cheapest] ? i : cheapest;
        }
        return cheapest;
    }

    private void compare(byte[] from, byte[] to) {
        changed = 0;
        for (int slot = 0; slot < slots; slot++) {
            change(SlotRows.group(slot, 1), Math.min(1, to[slot]) - Math.min(1, from[slot]));
            change(SlotRows.group(slot, 2), to[slot] / 2 - from[slot] / 2);
        }
    }

    private void change(int group, int change) {
        if (change != 0) {
            changedGroups[changed] = group;
            changes[changed++] = change;
        }
    }

    private void charge(int model, int group) {
        double charge = rows.charge(group, model);
        double rise = charge - charges[group];
        charges[group] = charge;
        int residency = SlotRows.residency(group);
        int slot = SlotRows.slot(group);
        for (int i = 0; i < mixture.count(model); i++) {
            scores[i] += mixture.path(model, i)[slot] >= residency ? rise : 0;
        }
    }

    /**
     * How much to move, so that what is moved last saves nothing: Newton's method on a slope that rises in straight
     * pieces, halving where that leads astray.
     *
     * @param own what the path that is moved to costs more without charges
     */
    private double bestPart(int model, double own, double most, double flat) {
        int count = 0;
        for (int i = 0; i < changed; i++) {
            count = rows.pieces(changedGroups[i], model, changes[i], pieces, count);
        }
        double low = 0;
        double high = most;
        double part = 0;
        for (int step = 0; step < PART_STEPS; step++) {
            double slope = own;
            double curvature = 0;
            for (int i = 0; i < count; i += 2) {
                double rise = pieces[i + 1];
                double value = pieces[i] + part * rise;
                if (value > 0) {
                    slope += Math.copySign(value, rise);
                    curvature += Math.abs(rise);
                }
            }
            if (Math.abs(slope) <= flat || (slope < 0 && part >= most)) {
                return part;
            }
            if (slope < 0) {
                low = part;
            } else {
                high = part;
            }
            double next = curvature > 0 ? part - slope / curvature : slope < 0 ? most : low;
            if (next >= most && high >= most && slope < 0) {
                part = most;
            } else {
                part = next > low && next < high ? next : (low + high) / 2;
            }
        }
        return part;
    }
}
