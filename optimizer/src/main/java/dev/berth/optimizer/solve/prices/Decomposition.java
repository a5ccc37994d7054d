package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Moves;
import dev.berth.optimizer.solve.slot.SlotDecision;
import java.util.Arrays;
import java.util.Optional;

/**
 * A bound that is stronger than that of prices for capacities: a Lagrangian decomposition (M. Guignard, S. Kim, 1987).
 *
 * <p>Every cell, that is a model in a slot, is decided twice: by the model, which finds its cheapest path through the
 * slots and knows no limits, and by the slot, which chooses what keeps its limits, whole models only. A charge for each
 * residency of each cell is paid by the path and earned by the slot; for any charges, cheapest paths and best choices
 * together cost no more than any plan. Charges follow the subgradient, up where only the path wants the residency and
 * down where only the slot does, with Polyak's step. Charges that price capacities give the bound of the linear
 * relaxation, which is where it begins. Charges, costs and bounds are whole nano-cost units, so that the bound holds to
 * the unit. For one thread.
 */
public final class Decomposition implements BoundAscent {
    private static final double MOMENTUM = 0.8;
    private static final double FIRST_STEP = 1;
    private static final double SHORTER = 0.9;
    private static final double LAST_STEP = 2e-3;
    private static final int PATIENCE = 5;

    /** Of the gap per slot: slots are decided no closer. */
    private static final double SLOT_TOLERANCE = 0.3;

    /** Charges are far from it, so that what costs more cannot be. */
    private static final long NO_WAY = Problem.NEVER / 2;

    private static final int PRICE_STEPS = 24;
    private static final int NODES_PER_SLOT = 10_000;

    /** What a cell costs an iteration beside the nodes of its slot's decision, in steps, and what a node costs. */
    private static final int STEPS_PER_CELL = 25;

    private static final int STEPS_PER_NODE = 10;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final int choices;
    private final Moves moves;
    private final long[] onward;
    private final SlotDecision decision;
    private final double[][] slotPrices;
    private final long[] charges;
    private final double[] direction;
    private final long[] toGo;
    private final long[] earnings;
    private final long[] pathCosts;
    private final byte[] paths;
    private final byte[] chosen;
    private final long[] bestCharges;
    private long bound;

    /** What the choices of each slot cost at least, now and where the bound was highest. */
    private final long[] rests;

    private final long[] bestRests;

    /**
     * Modes that no cheaper plan than the one that is known is in; null where the bound is to hold for dearer ones too.
     */
    private final boolean[] isOut;

    /** What the choices of a slot with a model in a mode cost at least. */
    private final long[] slotLeast;

    private final long[] spent;
    private final long[] arrived;
    private boolean isEmpty;

    private boolean hasBest;
    private double step = FIRST_STEP;
    private int stalled;
    private int iterations;
    private long steps;

    /**
     * Begins where capacities have prices.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param bound that they give
     * @param leavesOut whether modes are left out once no plan in them is cheaper than the one that is known: the bound
     *     rises further then, and holds for cheaper plans than that alone
     */
    public Decomposition(Problem problem, double[][] prices, long bound, boolean leavesOut) {
        this.problem = problem;
        this.bound = bound;
        models = problem.models();
        slots = problem.slots();
        choices = problem.choices();
        moves = new Moves(problem);
        onward = new long[choices];
        decision = new SlotDecision(problem, NODES_PER_SLOT);
        slotPrices = new double[slots][problem.resources()];
        charges = new long[slots * models * choices];
        bestCharges = new long[charges.length];
        rests = new long[slots];
        bestRests = new long[slots];
        direction = new double[charges.length];
        toGo = new long[charges.length];
        earnings = new long[models * choices];
        pathCosts = new long[models];
        paths = new byte[slots * models];
        chosen = new byte[slots * models];
        isOut = new boolean[leavesOut ? charges.length : 0];
        slotLeast = new long[isOut.length];
        spent = new long[choices];
        arrived = new long[choices];
        setCharges(prices);
    }

    private void setCharges(double[][] prices) {
        double[][] shares = PriceSweep.shares(problem);
        for (int slot = 0; slot < slots; slot++) {
            for (int resource = 0; resource < slotPrices[slot].length; resource++) {
                slotPrices[slot][resource] = prices[resource][slot];
            }
            for (int model = 0; model < models; model++) {
                for (int mode = 1; mode < problem.modes(model); mode++) {
                    charges[cell(slot, model) + mode] =
                            Math.round(PriceSweep.charge(prices, slot, shares, model * choices + mode));
                }
            }
        }
    }

    private int cell(int slot, int model) {
        return (slot * models + model) * choices;
    }

    @Override
    public boolean run(int rounds, long maxSteps, double targetGap, long cost) {
        for (int round = 0; round < rounds; round++) {
            if (step <= LAST_STEP || steps >= maxSteps || (double) (cost - bound) <= targetGap * (double) cost) {
                return false;
            }
            long value = evaluate((long) (SLOT_TOLERANCE * (double) (cost - bound) / slots), cost);
            iterations++;
            if (isEmpty) {
                bound = cost;
                return false;
            }
            boolean isHigher = value > bound;
            if (isHigher) {
                bound = value;
                hasBest = true;
                System.arraycopy(rests, 0, bestRests, 0, slots);
                System.arraycopy(charges, 0, bestCharges, 0, charges.length);
                stalled = 0;
                leaveOut(cost - value);
            } else if (++stalled > PATIENCE) {
                stalled = 0;
                step *= SHORTER;
            }
            if (Arrays.equals(paths, chosen)) {
                // A plan, as cheap as the bound but for what slots are decided closer by the next time.
                if (!isHigher) {
                    return false;
                }
            } else if (!move(step * (double) (cost - value))) {
                return false;
            }
        }
        return true;
    }

    private long evaluate(long enough, long cost) {
        long value = 0;
        for (int model = 0; model < models && !isEmpty; model++) {
            pathCosts[model] = cheapestPath(model);
            isEmpty = pathCosts[model] >= NO_WAY;
            value += pathCosts[model];
        }
        if (isEmpty) {
            return cost;
        }
        for (int slot = 0; slot < slots; slot++) {
            int first = slot * models * choices;
            for (int i = 0; i < earnings.length; i++) {
                // Those that are left out cost as much as all that is to be bettered.
                earnings[i] = isOut(first + i) ? cost : -charges[first + i];
            }
            decision.decideNear(earnings, slotPrices[slot], PRICE_STEPS, enough);
            decision.copyTo(chosen, slot * models);
            rests[slot] = decision.bound();
            value += rests[slot];
            steps += STEPS_PER_NODE * decision.nodes();
            for (int i = 0; i < earnings.length && isOut.length > 0; i++) {
                slotLeast[first + i] = decision.bound(i / choices, i % choices);
            }
        }
        steps += (long) STEPS_PER_CELL * slots * models;
        return value;
    }

    private boolean isOut(int at) {
        return isOut.length > 0 && isOut[at];
    }

    /**
     * Leaves out modes in which path and choice together cost too much.
     *
     * @param most by how much they may be dearer than the cheapest
     */
    private void leaveOut(long most) {
        for (int model = 0; model < models && isOut.length > 0; model++) {
            Arrays.fill(spent, Problem.NEVER);
            spent[problem.initialMode(model)] = 0;
            for (int slot = 0; slot < slots; slot++) {
                moves.arrive(slot, model, spent, arrived);
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    int at = cell(slot, model) + mode;
                    boolean isReached = arrived[mode] < NO_WAY && toGo[at] < NO_WAY;
                    long path = arrived[mode] + toGo[at] - pathCosts[model];
                    long choice = Math.max(0, slotLeast[at] - rests[slot]);
                    isOut[at] |= !isReached || path + choice >= most;
                    spent[mode] = isReached
                            ? Math.min(Problem.NEVER, arrived[mode] + problem.slotCost(slot, model, mode) + charges[at])
                            : Problem.NEVER;
                }
            }
        }
        steps += isOut.length > 0 ? (long) STEPS_PER_CELL * slots * models : 0;
    }

    private long cheapestPath(int model) {
        for (int slot = slots - 1; slot >= 0; slot--) {
            int cell = cell(slot, model);
            for (int mode = 0; mode < problem.modes(model); mode++) {
                long cost = problem.slotCost(slot, model, mode) + charges[cell + mode] + onward[mode];
                boolean isAllowed =
                        mode >= problem.lowest(model) && mode <= problem.highest(model) && !isOut(cell + mode);
                toGo[cell + mode] = isAllowed && onward[mode] < NO_WAY ? Math.min(Problem.NEVER, cost) : Problem.NEVER;
            }
            moves.onward(slot, model, toGo, cell, onward);
        }
        int before = problem.initialMode(model);
        long cost = onward[before];
        for (int slot = 0; slot < slots; slot++) {
            before = next(slot, model, before);
            paths[slot * models + model] = (byte) before;
        }
        Arrays.fill(onward, 0);
        return cost;
    }

    private int next(int slot, int model, int from) {
        int cell = cell(slot, model);
        int best = problem.lowest(model);
        long least = toGo[cell + best] + problem.switchingCost(slot, model, from, best);
        for (int to = best + 1; to <= problem.highest(model); to++) {
            long cost = toGo[cell + to] + problem.switchingCost(slot, model, from, to);
            if (cost < least) {
                least = cost;
                best = to;
            }
        }
        return best;
    }

    @Override
    public double ahead(int slot, int model, int mode) {
        int cell = cell(slot, model) + mode;
        return (double) (toGo[cell] - charges[cell]);
    }

    /** Moves the charges; false where no direction is left. */
    private boolean move(double rise) {
        double square = 0;
        for (int cell = 0; cell < paths.length; cell++) {
            int path = paths[cell];
            int choice = chosen[cell];
            for (int mode = 0; mode < choices; mode++) {
                double wanted = path == choice ? 0 : mode == path ? 1 : mode == choice ? -1 : 0;
                int i = cell * choices + mode;
                direction[i] = wanted + MOMENTUM * direction[i];
                square += direction[i] * direction[i];
            }
        }
        if (square == 0) {
            return false;
        }
        double length = Math.max(0, rise) / square;
        for (int i = 0; i < charges.length; i++) {
            charges[i] += Math.round(length * direction[i]);
        }
        return true;
    }

    @Override
    public Optional<SlotBound> bySlots() {
        return hasBest ? Optional.of(new Best()) : Optional.empty();
    }

    private final class Best implements SlotBound {
        @Override
        public long charge(int slot, int model, int mode) {
            return bestCharges[cell(slot, model) + mode];
        }

        @Override
        public long rest(int slot) {
            return bestRests[slot];
        }

        @Override
        public boolean isOut(int slot, int model, int mode) {
            return Decomposition.this.isOut(cell(slot, model) + mode);
        }
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
        return iterations + " rounds of decomposition";
    }
}
