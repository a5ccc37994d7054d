package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;

/**
 * A bound that is stronger than that of prices for capacities: inequalities that every plan keeps and mixtures of plans
 * break get prices as well (relax and cut).
 *
 * <p>Prices move by the proximal point method (R. T. Rockafellar, 1976): from a centre, each follows what the mixture
 * of paths exceeds of its row, while every model in turn moves parts of its mixture from dear paths to its cheapest;
 * once that has brought about a good part of what it promises, the prices become the new centre. Mixture and prices
 * come close to an optimum of the linear relaxation with all rows so far, so that it is worth looking for inequalities
 * that the mixture breaks. In between, whatever cannot be part of a plan that is cheaper than the best known is ruled
 * out, which makes the inequalities stronger. Charges, costs and bounds are whole nano-cost units, so that the bound
 * holds to the unit: no plan costs less than the bound, or than the cheapest plan it was told of. For one thread.
 */
final class CutAscent implements BoundAscent {
    /** With more cells than these a round takes most of a second. */
    private static final int MAX_CELLS = 200_000;

    /** Of what the best plan costs in a slot: how prices follow a whole capacity that is exceeded. */
    private static final double PACE = 1;

    private static final int PHASES = 3;
    private static final int PASSES = 4;
    private static final double SERIOUS = 0.3;

    /** Of the gap: what is promised below it is next to nothing. */
    private static final double NOTHING = 1e-6;

    /** Of the gap: by how much paths of a model may differ, all models together. */
    private static final double TOLERANCE = 1e-5;

    /** Of the gap: a round that brings less is idle. */
    private static final double LEAST_RISE = 2e-3;

    private static final int PATIENCE = 20;
    private static final int ROUNDS_TO_DROP = 4;
    private static final int MOST_PATHS = 20;

    /** What a model in a slot costs a pass, in steps. */
    private static final int STEPS_PER_CELL = 15;

    private final int models;
    private final int slots;
    private final ChargedPaths cheapest;
    private final SlotRows rows;
    private final PathMixture mixture;
    private final MixtureDescent descent;
    private final CoverSearch search;
    private final double[] charges;
    private final double[] shares;
    private final long[] ahead;
    private long centerValue;
    private long bound;
    private int idle;
    private int done;
    private long steps;

    /**
     * Begins where capacities have prices.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param cost of a plan, nano-cost units
     */
    CutAscent(Problem problem, double[][] prices, long cost) {
        models = problem.models();
        slots = problem.slots();
        cheapest = new ChargedPaths(problem);
        rows = new SlotRows(problem, prices);
        rows.setPace(PACE * (double) cost / slots);
        mixture = new PathMixture(slots, models);
        descent = new MixtureDescent(slots, cheapest, rows, mixture);
        search = new CoverSearch(problem);
        charges = new double[2 * slots];
        shares = new double[2 * slots * models];
        ahead = new long[slots * models * Residency.COUNT];
        bound = evaluate();
        centerValue = bound;
        for (int model = 0; model < models; model++) {
            beginWithCheapest(model);
        }
    }

    /** Whether a problem is of a size that this is for. */
    static boolean suits(Problem problem) {
        return (long) problem.models() * problem.slots() <= MAX_CELLS;
    }

    /** Memory that it takes, in bytes. */
    static long memoryBytes(Problem problem) {
        long cells = (long) problem.models() * problem.slots();
        return cells * (2L * SlotRows.WIDTH * Double.BYTES + (2L * Residency.COUNT + 3) * Long.BYTES + MOST_PATHS);
    }

    private void beginWithCheapest(int model) {
        rows.charges(model, charges);
        cheapest.run(model, charges);
        mixture.setOnly(model, mixture.indexOf(model, cheapest.path(), cheapest.cost(model, cheapest.path())));
    }

    /** What no plan costs less than that is left, at the prices now; {@link ChargedPaths#FORBIDDEN} where none is. */
    private long evaluate() {
        long credit = rows.credit();
        if (credit >= ChargedPaths.FORBIDDEN) {
            return -ChargedPaths.FORBIDDEN;
        }
        long value = -credit;
        for (int model = 0; model < models; model++) {
            rows.charges(model, charges);
            long least = cheapest.run(model, charges);
            value += least;
            if (least >= ChargedPaths.FORBIDDEN || value >= ChargedPaths.FORBIDDEN) {
                return ChargedPaths.FORBIDDEN;
            }
        }
        return value;
    }

    @Override
    public boolean run(int rounds, long maxSteps, double targetGap, long cost) {
        for (int round = 0; round < rounds; round++) {
            if (idle >= PATIENCE || steps >= maxSteps || (double) (cost - bound) <= targetGap * (double) cost) {
                return false;
            }
            long before = bound;
            ruleOut(cost);
            mixture.fill(shares);
            rows.drop(ROUNDS_TO_DROP);
            search.run(shares, cheapest, rows);
            settle();
            climb(cost);
            done++;
            idle = (double) (bound - before) < LEAST_RISE * (double) (cost - before) ? idle + 1 : 0;
        }
        return true;
    }

    /** Rules out what no cheaper plan can have, at the best prices. */
    private void ruleOut(long cost) {
        rows.toBest();
        long value = evaluate();
        steps += (long) models * slots * STEPS_PER_CELL;
        bound = Math.max(bound, Math.min(value, cost));
        if (value >= cost) {
            return;
        }
        for (int model = 0; model < models; model++) {
            rows.charges(model, charges);
            long least = cheapest.run(model, charges);
            keepAhead(model, cost - value);
            cheapest.ruleOut(model, charges, Math.min(ChargedPaths.FORBIDDEN - 1, cost - value + least));
            mixture.dropForbidden(cheapest, model);
            if (mixture.isEmpty(model)) {
                beginWithCheapest(model);
            }
        }
    }

    private void keepAhead(int model, long gap) {
        for (int slot = 0; slot < slots; slot++) {
            long least = Math.min(cheapest.toGo(slot, 0), Math.min(cheapest.toGo(slot, 1), cheapest.toGo(slot, 2)));
            double charge = 0;
            for (int residency = 0; residency < Residency.COUNT; residency++) {
                charge += residency == 0 ? 0 : charges[SlotRows.group(slot, residency)];
                // What is ruled out costs the gap more at least.
                long toGo = cheapest.toGo(slot, residency);
                ahead[(slot * models + model) * Residency.COUNT + residency] =
                        toGo < ChargedPaths.FORBIDDEN ? toGo - (long) charge : least + gap;
            }
        }
    }

    /** Counts what the mixture takes; prices follow. */
    private void settle() {
        mixture.fill(shares);
        rows.clear();
        for (int group = 0; group < 2 * slots; group++) {
            for (int model = 0; model < models; model++) {
                double part = shares[group * models + model];
                if (part > 0) {
                    rows.take(group, model, part);
                }
            }
        }
        rows.follow();
    }

    private void climb(long cost) {
        double gap = (double) (cost - bound);
        for (int phase = 0; phase < PHASES && bound < cost; phase++) {
            for (int pass = 0; pass < PASSES; pass++) {
                descent.pass(TOLERANCE * gap / models);
            }
            steps += (long) models * slots * STEPS_PER_CELL * (PASSES + 1);
            long value = evaluate();
            if (value > bound) {
                bound = Math.min(value, cost);
                rows.keepBest();
            }
            double promised = mixture.cost() + rows.penalty() - (double) centerValue;
            if ((double) (value - centerValue) >= SERIOUS * promised || promised <= NOTHING * gap) {
                centerValue = value;
                rows.center();
                rows.follow();
            }
        }
        for (int model = 0; model < models; model++) {
            mixture.dropUnused(model, MOST_PATHS);
        }
    }

    @Override
    public double ahead(int slot, int model, int residency) {
        return (double) ahead[(slot * models + model) * Residency.COUNT + residency];
    }

    @Override
    public long bound() {
        return bound;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public String note() {
        return done + " rounds of cuts, " + rows.inequalities() + " kept";
    }
}
