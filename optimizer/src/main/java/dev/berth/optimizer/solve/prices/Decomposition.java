package dev.berth.optimizer.solve.prices;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.slot.SlotDecision;

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
    private static final int CHOICES = Residency.COUNT;
    private static final double MOMENTUM = 0.8;
    private static final double FIRST_STEP = 1;
    private static final double SHORTER = 0.9;
    private static final double LAST_STEP = 2e-3;
    private static final int PATIENCE = 5;

    /** Of the gap per slot: slots are decided no closer. */
    private static final double SLOT_TOLERANCE = 0.3;

    private static final int PRICE_STEPS = 24;
    private static final int NODES_PER_SLOT = 10_000;

    /** What a cell costs an iteration beside the nodes of its slot's decision, in steps, and what a node costs. */
    private static final int STEPS_PER_CELL = 25;

    private static final int STEPS_PER_NODE = 10;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final SlotDecision decision;
    private final double[][] slotPrices;
    private final long[] charges;
    private final double[] direction;
    private final long[] toGo;
    private final long[] earnings;
    private final byte[] paths;
    private final byte[] choices;
    private long bound;
    private double step = FIRST_STEP;
    private int stalled;
    private int iterations;
    private long steps;

    /**
     * Begins where capacities have prices.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param bound that they give
     */
    public Decomposition(Problem problem, double[][] prices, long bound) {
        this.problem = problem;
        this.bound = bound;
        models = problem.models();
        slots = problem.slots();
        decision = new SlotDecision(problem, NODES_PER_SLOT);
        slotPrices = new double[slots][Resource.COUNT];
        charges = new long[slots * models * CHOICES];
        direction = new double[charges.length];
        toGo = new long[charges.length];
        earnings = new long[models * CHOICES];
        paths = new byte[slots * models];
        choices = new byte[slots * models];
        setCharges(prices);
    }

    private void setCharges(double[][] prices) {
        double[][] shares = PriceSweep.shares(problem);
        for (int slot = 0; slot < slots; slot++) {
            for (int resource = 0; resource < Resource.COUNT; resource++) {
                slotPrices[slot][resource] = prices[resource][slot];
            }
            for (int model = 0; model < models; model++) {
                int cell = cell(slot, model);
                double storing = prices[STORAGE][slot] * shares[STORAGE][model];
                charges[cell + 1] = Math.round(storing);
                charges[cell + 2] = Math.round(storing
                        + prices[MEMORY][slot] * shares[MEMORY][model]
                        + prices[ENERGY][slot] * shares[ENERGY][model]);
            }
        }
    }

    private int cell(int slot, int model) {
        return (slot * models + model) * CHOICES;
    }

    @Override
    public boolean run(int rounds, long maxSteps, double targetGap, long cost) {
        for (int round = 0; round < rounds; round++) {
            if (step <= LAST_STEP || steps >= maxSteps || (double) (cost - bound) <= targetGap * (double) cost) {
                return false;
            }
            long value = evaluate((long) (SLOT_TOLERANCE * (double) (cost - bound) / slots));
            iterations++;
            if (value > bound) {
                bound = value;
                stalled = 0;
            } else if (++stalled > PATIENCE) {
                stalled = 0;
                step *= SHORTER;
            }
            if (!move(step * (double) (cost - value))) {
                return false;
            }
        }
        return true;
    }

    private long evaluate(long enough) {
        long value = 0;
        for (int model = 0; model < models; model++) {
            value += cheapestPath(model);
        }
        for (int slot = 0; slot < slots; slot++) {
            int first = slot * models * CHOICES;
            for (int i = 0; i < earnings.length; i++) {
                earnings[i] = -charges[first + i];
            }
            decision.decideNear(earnings, slotPrices[slot], PRICE_STEPS, enough);
            decision.copyTo(choices, slot * models);
            value += decision.bound();
            steps += STEPS_PER_NODE * decision.nodes();
        }
        steps += (long) STEPS_PER_CELL * slots * models;
        return value;
    }

    private long cheapestPath(int model) {
        for (int slot = slots - 1; slot >= 0; slot--) {
            int cell = cell(slot, model);
            for (int from = 0; from < CHOICES; from++) {
                toGo[cell + from] = problem.slotCost(slot, model, from)
                        + charges[cell + from]
                        + (slot == slots - 1 ? 0 : onward(slot + 1, model, from));
            }
        }
        int before = problem.initial(model).index();
        long cost = onward(0, model, before);
        for (int slot = 0; slot < slots; slot++) {
            before = next(slot, model, before);
            paths[slot * models + model] = (byte) before;
        }
        return cost;
    }

    private long onward(int slot, int model, int from) {
        int to = next(slot, model, from);
        return toGo[cell(slot, model) + to] + problem.switchingCost(slot, model, from, to);
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
    public double ahead(int slot, int model, int residency) {
        int cell = cell(slot, model) + residency;
        return (double) (toGo[cell] - charges[cell]);
    }

    /** Moves the charges; false where paths and choices agree and no direction is left. */
    private boolean move(double rise) {
        double square = 0;
        for (int cell = 0; cell < paths.length; cell++) {
            int path = paths[cell];
            int choice = choices[cell];
            for (int residency = 0; residency < CHOICES; residency++) {
                double wanted = path == choice ? 0 : residency == path ? 1 : residency == choice ? -1 : 0;
                int i = cell * CHOICES + residency;
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
