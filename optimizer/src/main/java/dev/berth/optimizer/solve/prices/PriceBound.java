package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Moves;
import dev.berth.optimizer.solve.ground.Room;

/**
 * What no plan costs less than, by prices of the capacities; in whole nano-cost units, so that it holds to the unit.
 *
 * <p>Every model's charge for what it takes is rounded down and the credit for each capacity up. For every plan that
 * keeps the limits, the charges of a slot are then at most the credit, and the plan costs at least the cheapest charged
 * paths less the credits.
 */
public final class PriceBound {
    /** More than what rounding shares and sums of them to double precision can add up to. */
    private static final double ROUNDING = 1e-12;

    private PriceBound() {}

    /**
     * The bound.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     */
    public static long of(Problem problem, double[][] prices) {
        Room room = new Room(problem);
        Moves moves = new Moves(problem);
        long bound = -credit(prices);
        for (int model = 0; model < problem.models(); model++) {
            bound += cheapestPath(problem, room, moves, prices, model);
        }
        return bound;
    }

    private static long credit(double price) {
        return (long) Math.ceil(price * (1 + ROUNDING));
    }

    /** What the capacities come to, rounded up. */
    private static long credit(double[][] prices) {
        long credit = 0;
        for (double[] row : prices) {
            for (double price : row) {
                credit += credit(price);
            }
        }
        return credit;
    }

    /** The bound as a sum over models and slots. */
    public static SlotBound bySlots(Problem problem, double[][] prices) {
        double[][] shares = PriceSweep.shares(problem);
        return new SlotBound() {
            @Override
            public long charge(int slot, int model, int mode) {
                long charge = 0;
                for (int resource = 0; resource < shares.length; resource++) {
                    charge += (long) (prices[resource][slot] * shares[resource][model * problem.choices() + mode]);
                }
                return charge;
            }

            @Override
            public long rest(int slot) {
                long credit = 0;
                for (double[] row : prices) {
                    credit += credit(row[slot]);
                }
                return -credit;
            }
        };
    }

    private static long cheapestPath(Problem problem, Room room, Moves moves, double[][] prices, int model) {
        int modes = problem.modes(model);
        double[][] shares = new double[room.resources()][modes];
        boolean[] isAllowed = new boolean[modes];
        for (int mode = 0; mode < modes; mode++) {
            isAllowed[mode] = mode >= problem.lowest(model) && mode <= problem.highest(model) && room.fits(model, mode);
            for (int resource = 0; resource < shares.length; resource++) {
                shares[resource][mode] = PriceSweep.share(room, resource, model, mode);
            }
        }
        long[] toGo = new long[problem.choices()];
        long[] onward = new long[modes];
        for (int slot = problem.slots() - 1; slot >= 0; slot--) {
            problem.copySlotCosts(slot, model, toGo, 0);
            for (int mode = 0; mode < modes; mode++) {
                toGo[mode] = isAllowed[mode] ? Math.min(Problem.NEVER, toGo[mode] + onward[mode]) : Problem.NEVER;
            }
            for (int resource = 0; resource < shares.length; resource++) {
                double price = prices[resource][slot];
                for (int mode = 0; mode < modes && price > 0; mode++) {
                    toGo[mode] = Math.min(Problem.NEVER, toGo[mode] + (long) (price * shares[resource][mode]));
                }
            }
            moves.onward(slot, model, toGo, 0, onward);
        }
        return onward[problem.initialMode(model)];
    }
}
