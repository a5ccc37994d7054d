package dev.berth.optimizer.solve.cuts;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Optional;

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
final class CutAscent {
    /** Of what the best plan costs in a slot: how prices follow a whole capacity that is exceeded. */
    private static final double PACE = 1;

    private static final int PHASES = 3;
    private static final int PASSES = 4;
    private static final double SERIOUS = 0.3;

    /** A mixture of whole paths stays the same for long unless prices become faster. */
    private static final double FASTER = 2;

    private static final double FASTEST = 1e6;

    /** Of the gap: what is promised below it is next to nothing. */
    private static final double NOTHING = 1e-6;

    /** Of the gap: by how much paths of a model may differ, all models together. */
    private static final double TOLERANCE = 1e-5;

    /** Of the gap: a round that brings less is idle. */
    private static final double LEAST_RISE = 0.02;

    private static final int ROUNDS_TO_DROP = 4;

    /** Part that a model which is there as a whole, or not at all, counts as undecided with while it may change. */
    private static final double WHOLE = 1e-4;

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
    private final double[][] sizes;
    private final double pace;
    private double hurry = 1;
    private long centerValue;
    private long bound;
    private int idle;
    private boolean isRestricted;
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
        pace = PACE * (double) cost / slots;
        rows.setPace(pace);
        mixture = new PathMixture(slots, models);
        descent = new MixtureDescent(slots, cheapest, rows, mixture);
        search = new CoverSearch(problem);
        sizes = SlotRows.loadedShares(problem);
        charges = new double[2 * slots];
        shares = new double[2 * slots * models];
        bound = evaluate();
        centerValue = bound;
        for (int model = 0; model < models; model++) {
            beginWithCheapest(model);
        }
    }

    /** The same plans; each may be restricted to some of them, and go on, on its own. */
    private CutAscent(CutAscent other) {
        models = other.models;
        slots = other.slots;
        cheapest = new ChargedPaths(other.cheapest);
        rows = new SlotRows(other.rows);
        mixture = new PathMixture(other.mixture);
        descent = new MixtureDescent(slots, cheapest, rows, mixture);
        search = other.search;
        charges = other.charges;
        shares = other.shares;
        sizes = other.sizes;
        bound = other.bound;
        pace = other.pace;
        hurry = other.hurry;
    }

    /** Memory that each part of the plans takes, in bytes. */
    static long memoryBytes(Problem problem) {
        long cells = (long) problem.models() * problem.slots();
        return cells * (2L * SlotRows.WIDTH * Float.BYTES + Residency.COUNT * Long.BYTES + MOST_PATHS);
    }

    /** Memory that all parts take together beside it, in bytes. */
    static long sharedBytes(Problem problem) {
        long cells = (long) problem.models() * problem.slots();
        return cells * (2L * Double.BYTES + Long.BYTES);
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

    /**
     * Raises the bound by one round.
     *
     * @param cost of the cheapest plan known, nano-cost units
     */
    void round(long cost) {
        long before = bound;
        ruleOut(cost);
        if (bound < cost) {
            mixture.fill(shares);
            rows.drop(ROUNDS_TO_DROP);
            search.run(shares, cheapest, rows);
            settle();
            climb(cost);
        }
        idle = (double) (bound - before) < LEAST_RISE * (double) (cost - before) ? idle + 1 : 0;
    }

    /** Rounds in a row that have raised the bound by next to nothing. */
    int idle() {
        return idle;
    }

    /**
     * Splits the plans in two: those in which a model is at a residency or above in a slot stay here, the others are
     * given away. The model is one that the mixture holds in part, and much room depends on it; the slot is one where
     * the part is close to a half.
     *
     * @return nothing where all is decided, so that only the plan of {@link #copyPlan} is left
     */
    Optional<CutAscent> split() {
        int choice = choose();
        if (choice < 0) {
            return Optional.empty();
        }
        int group = choice / models;
        int residency = SlotRows.residency(group);
        CutAscent other = new CutAscent(this);
        restrict(choice % models, SlotRows.slot(group), residency, Residency.COUNT - 1);
        other.restrict(choice % models, SlotRows.slot(group), 0, residency - 1);
        return Optional.of(other);
    }

    private void restrict(int model, int slot, int lowest, int highest) {
        cheapest.restrict(model, slot, lowest, highest);
        isRestricted = true;
        idle = 0;
    }

    /** What to split by, {@code group * models + model}; -1 where all is decided. */
    private int choose() {
        mixture.fill(shares);
        double most = 0;
        int choice = -1;
        for (int model = 0; model < models; model++) {
            double score = 0;
            double nearest = 0;
            int own = -1;
            for (int group = 0; group < 2 * slots; group++) {
                double part = undecided(group, model);
                score += part * sizes[SlotRows.residency(group) - 1][model];
                if (part > nearest) {
                    nearest = part;
                    own = group * models + model;
                }
            }
            if (own >= 0 && (choice < 0 || score > most)) {
                most = score;
                choice = own;
            }
        }
        return choice;
    }

    /** How far a model is from being there or not as a whole, 0 to 1/2; 0 only where that is decided. */
    private double undecided(int group, int model) {
        int slot = SlotRows.slot(group);
        int residency = SlotRows.residency(group);
        if (cheapest.lowest(model, slot) >= residency || cheapest.highest(model, slot) < residency) {
            return 0;
        }
        double part = shares[group * models + model];
        return Math.max(WHOLE, Math.min(part, 1 - part));
    }

    /** Rules out what no cheaper plan can have, at the best prices. */
    private void ruleOut(long cost) {
        rows.toBest();
        long value = search.fits(cheapest) ? evaluate() : ChargedPaths.FORBIDDEN;
        steps += (long) models * slots * STEPS_PER_CELL;
        bound = Math.max(bound, Math.min(value, cost));
        if (value >= cost) {
            return;
        }
        if (isRestricted) {
            rows.center();
            centerValue = value;
            isRestricted = false;
        }
        for (int model = 0; model < models; model++) {
            rows.charges(model, charges);
            long least = cheapest.run(model, charges);
            cheapest.runThrough(model, charges);
            long tooDear = cost - value + least;
            if (tooDear < ChargedPaths.FORBIDDEN) {
                cheapest.ruleOut(model, tooDear);
            }
            mixture.dropForbidden(cheapest, model);
            if (mixture.isEmpty(model)) {
                beginWithCheapest(model);
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
                hurry = mixture.isWhole() ? Math.min(FASTEST, FASTER * hurry) : 1;
                rows.setPace(hurry * pace);
                rows.follow();
            }
        }
        for (int model = 0; model < models; model++) {
            mixture.dropUnused(model, MOST_PATHS);
        }
    }

    /**
     * The plan that the mixture is, where it is one.
     *
     * @param residencies filled then, models of slot 0 first
     * @return what it costs, nano-cost units; {@link ChargedPaths#FORBIDDEN} or more where it is none
     */
    long copyPlan(byte[] residencies) {
        long cost = mixture.copyWhole(residencies);
        return cost >= 0 && search.fits(residencies) ? cost : ChargedPaths.FORBIDDEN;
    }

    /**
     * What residencies are worth at the best prices.
     *
     * @param ahead filled with the cost of each residency of a cell, its own charge apart, and of the cheapest path
     *     that follows it: three values a model, the models of slot 0 first
     * @param marginals filled in the same order with what the cheapest path through it costs beyond the cheapest one,
     *     {@link PriceSweep#FORBIDDEN} where it is ruled out
     * @param gap what is ruled out costs more at least, nano-cost units
     */
    void value(long[] ahead, float[] marginals, long gap) {
        rows.toBest();
        for (int model = 0; model < models; model++) {
            rows.charges(model, charges);
            long least = cheapest.run(model, charges);
            cheapest.runThrough(model, charges);
            for (int slot = 0; slot < slots; slot++) {
                long onward =
                        Math.min(cheapest.toGo(slot, 0), Math.min(cheapest.toGo(slot, 1), cheapest.toGo(slot, 2)));
                double charge = 0;
                for (int residency = 0; residency < Residency.COUNT; residency++) {
                    charge += residency == 0 ? 0 : charges[SlotRows.group(slot, residency)];
                    int choice = (slot * models + model) * Residency.COUNT + residency;
                    boolean isThere = !cheapest.isForbidden(model, slot, residency);
                    ahead[choice] = isThere ? cheapest.toGo(slot, residency) - (long) charge : onward + gap;
                    marginals[choice] =
                            isThere ? (float) (cheapest.through(slot, residency) - least) : PriceSweep.FORBIDDEN;
                }
            }
        }
    }

    /** What none of its plans costs less than, but for the cheapest one that {@link #round} was told of. */
    long bound() {
        return bound;
    }

    /** Work so far, in steps of {@link SolveLimits#askedSteps}. */
    long steps() {
        return steps;
    }
}
