package dev.berth.optimizer.solve.cuts;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.ground.Room;

/**
 * Cheapest path of one model at a time, where being stored and being loaded are charged for in each slot; in whole
 * nano-cost units. Residencies of single slots may be ruled out. For one thread; allocates nothing per path.
 */
final class ChargedPaths {
    /** Above every cost of a path, and three of them do not overflow. */
    static final long FORBIDDEN = 1L << 61;

    /** All charges of a path together are cut there, which makes no path dearer, and none forbidden. */
    private static final double DEAREST_CHARGES = 0x1p60;

    private static final int CHOICES = Residency.COUNT;

    private final int slots;
    private final double dearestCharge;
    private final int[] initial;
    private final long[] own;
    private final long[] transfer;
    private final long[] preload;
    private final int[] allowed;
    private final long[] toGo;
    private final long[] through;
    private final byte[] path;

    ChargedPaths(Problem problem) {
        slots = problem.slots();
        dearestCharge = DEAREST_CHARGES / (2 * slots);
        int models = problem.models();
        initial = new int[models];
        own = new long[models * slots * CHOICES];
        transfer = new long[models * slots];
        preload = new long[models];
        allowed = new int[models];
        toGo = new long[(slots + 1) * CHOICES];
        through = new long[slots * CHOICES];
        path = new byte[slots];
        Room room = new Room(problem);
        for (int model = 0; model < models; model++) {
            initial[model] = problem.initialMode(model);
            preload[model] = problem.switchingCost(model, 1, 2);
            for (int slot = 0; slot < slots; slot++) {
                transfer[model * slots + slot] = problem.switchingCost(slot, model, 0, 1);
                for (int residency = 0; residency < CHOICES; residency++) {
                    boolean isAllowed = residency >= problem.lowest(model)
                            && residency <= problem.highest(model)
                            && room.fits(model, residency);
                    allowed[model] += isAllowed ? 1 : 0;
                    own[cell(model, slot) + residency] =
                            isAllowed ? problem.slotCost(slot, model, residency) : FORBIDDEN;
                }
            }
        }
    }

    /** The same residencies are ruled out; each may rule out more on its own. */
    ChargedPaths(ChargedPaths other) {
        slots = other.slots;
        dearestCharge = other.dearestCharge;
        initial = other.initial;
        own = other.own.clone();
        transfer = other.transfer;
        preload = other.preload;
        allowed = other.allowed.clone();
        toGo = new long[other.toGo.length];
        through = new long[slots * CHOICES];
        path = new byte[slots];
    }

    private int cell(int model, int slot) {
        return (model * slots + slot) * CHOICES;
    }

    /** What all charges that are rounded down may come to, in nano-cost units. */
    static double rounding(Problem problem) {
        return 2.0 * problem.slots() * problem.models();
    }

    /**
     * Finds the cheapest path, and what it costs from each slot on.
     *
     * @param charges for being stored and for being loaded beside it, two a slot, nano-cost units, >= 0; each is
     *     rounded down
     * @return what it costs, or {@link #FORBIDDEN} where none is left
     */
    long run(int model, double[] charges) {
        back(model, charges);
        long rise = preload[model];
        int at = initial[model];
        long cost = FORBIDDEN;
        for (int slot = 0; slot < slots; slot++) {
            int row = slot * CHOICES;
            long present = at > 0 ? 0 : transfer[model * slots + slot];
            long absent = toGo[row];
            long stored = toGo[row + 1] + present;
            long loaded = toGo[row + 2] + present + (at == 2 ? 0 : rise);
            at = absent <= stored ? (absent <= loaded ? 0 : 2) : (stored <= loaded ? 1 : 2);
            path[slot] = (byte) at;
            if (slot == 0) {
                cost = Math.min(absent, Math.min(stored, loaded));
            }
        }
        return Math.min(FORBIDDEN, cost);
    }

    private void back(int model, double[] charges) {
        long z0 = 0;
        long z1 = 0;
        long z2 = 0;
        long rise = preload[model];
        long bring = 0;
        for (int slot = slots - 1; slot >= 0; slot--) {
            int cell = cell(model, slot);
            long storing = whole(charges[2 * slot]);
            long loading = storing + whole(charges[2 * slot + 1]);
            long n = Math.min(z1, z2 + rise);
            long w0 = Math.min(z0, n + bring) + own[cell];
            long w1 = Math.min(z0, n) + own[cell + 1] + storing;
            long w2 = Math.min(z0, Math.min(z1, z2)) + own[cell + 2] + loading;
            z0 = Math.min(FORBIDDEN, w0);
            z1 = Math.min(FORBIDDEN, w1);
            z2 = Math.min(FORBIDDEN, w2);
            int row = slot * CHOICES;
            toGo[row] = z0;
            toGo[row + 1] = z1;
            toGo[row + 2] = z2;
            bring = transfer[model * slots + slot];
        }
    }

    private long whole(double charge) {
        return (long) Math.min(charge, dearestCharge);
    }

    /**
     * Finds what the cheapest path through each residency of each slot costs; right after {@link #run} with the same
     * charges.
     */
    void runThrough(int model, double[] charges) {
        int at = initial[model];
        long g0 = at == 0 ? 0 : FORBIDDEN;
        long g1 = at == 1 ? 0 : FORBIDDEN;
        long g2 = at == 2 ? 0 : FORBIDDEN;
        for (int slot = 0; slot < slots; slot++) {
            int row = slot * CHOICES;
            int cell = cell(model, slot);
            long present = Math.min(g1, g2);
            long x0 = Math.min(g0, present);
            long x1 = Math.min(present, x0 + transfer[model * slots + slot]);
            long x2 = Math.min(g2, x1 + preload[model]);
            through[row] = x0 + toGo[row];
            through[row + 1] = x1 + toGo[row + 1];
            through[row + 2] = x2 + toGo[row + 2];
            long storing = whole(charges[2 * slot]);
            g0 = Math.min(FORBIDDEN, x0 + own[cell]);
            g1 = Math.min(FORBIDDEN, x1 + own[cell + 1] + storing);
            g2 = Math.min(FORBIDDEN, x2 + own[cell + 2] + storing + whole(charges[2 * slot + 1]));
        }
    }

    /** Cost of the cheapest path through a residency in a slot, as last found; {@link #FORBIDDEN} or more: none. */
    long through(int slot, int residency) {
        return through[slot * CHOICES + residency];
    }

    /**
     * Rules out what makes the model's cheapest path too dear; right after {@link #runThrough}.
     *
     * @param tooDear cost of a path, >= 0, < {@link #FORBIDDEN}
     */
    void ruleOut(int model, long tooDear) {
        int first = cell(model, 0);
        for (int choice = 0; choice < through.length; choice++) {
            ruleOut(model, first + choice, through[choice] >= tooDear);
        }
    }

    private void ruleOut(int model, int choice, boolean isTooDear) {
        if (isTooDear && own[choice] != FORBIDDEN) {
            own[choice] = FORBIDDEN;
            allowed[model]--;
        }
    }

    /** Rules out all residencies of a model in a slot that are not between two (indices), these included. */
    void restrict(int model, int slot, int lowest, int highest) {
        for (int residency = 0; residency < CHOICES; residency++) {
            ruleOut(model, cell(model, slot) + residency, residency < lowest || residency > highest);
        }
    }

    /** Whether a model has no more than one path left. */
    boolean isDecided(int model) {
        return allowed[model] <= slots;
    }

    /** Cost of the cheapest path from a slot on, that slot's own cost and charge included, as last found. */
    long toGo(int slot, int residency) {
        return toGo[slot * CHOICES + residency];
    }

    /** The path last found, one residency (index) a slot; the next one is written over it. */
    byte[] path() {
        return path;
    }

    /** Cost of a path without charges, in nano-cost units; {@link #FORBIDDEN} or more where it is not allowed. */
    long cost(int model, byte[] residencies) {
        long cost = 0;
        int at = initial[model];
        for (int slot = 0; slot < slots && cost < FORBIDDEN; slot++) {
            int to = residencies[slot];
            cost += own[cell(model, slot) + to];
            cost += at == 0 && to > 0 ? transfer[model * slots + slot] : 0;
            cost += at < 2 && to == 2 ? preload[model] : 0;
            at = to;
        }
        return cost;
    }

    /** Whether a residency is ruled out or was never allowed. */
    boolean isForbidden(int model, int slot, int residency) {
        return own[cell(model, slot) + residency] == FORBIDDEN;
    }

    /** The least residency (index) that is left to a model in a slot; 3 where none is. */
    int lowest(int model, int slot) {
        int residency = 0;
        while (residency < CHOICES && isForbidden(model, slot, residency)) {
            residency++;
        }
        return residency;
    }

    /** The greatest residency (index) that is left to a model in a slot; -1 where none is. */
    int highest(int model, int slot) {
        int residency = CHOICES - 1;
        while (residency >= 0 && isForbidden(model, slot, residency)) {
            residency--;
        }
        return residency;
    }
}
