package dev.berth.optimizer.solve.prices;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
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

    /** Above every cost of a path (below 2^61 with charges), and two of them do not overflow. */
    private static final long FORBIDDEN = 1L << 61;

    private PriceBound() {}

    /**
     * The bound.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     */
    public static long of(Problem problem, double[][] prices) {
        Room room = new Room(problem);
        long bound = 0;
        for (double[] row : prices) {
            for (double price : row) {
                bound -= (long) Math.ceil(price * (1 + ROUNDING));
            }
        }
        for (int model = 0; model < problem.models(); model++) {
            bound += cheapestPath(problem, room, prices, model);
        }
        return bound;
    }

    private static long cheapestPath(Problem problem, Room room, double[][] prices, int model) {
        double s = PriceSweep.share(room, STORAGE, model);
        double g = PriceSweep.share(room, MEMORY, model);
        double e = PriceSweep.share(room, ENERGY, model);
        long transfer = problem.transferCost(model);
        long preload = problem.preloadCost(model);
        boolean mayBeAbsent = problem.lowest(model) == 0;
        boolean mayBeStored = problem.lowest(model) <= 1 && problem.highest(model) >= 1 && room.fits(model, 1);
        boolean mayBeLoaded = problem.highest(model) == 2 && room.fits(model, 2);
        long z0 = 0;
        long z1 = 0;
        long z2 = 0;
        for (int slot = problem.slots() - 1; slot >= 0; slot--) {
            long storing = (long) (prices[STORAGE][slot] * s);
            long loading = storing + (long) (prices[MEMORY][slot] * g) + (long) (prices[ENERGY][slot] * e);
            long n = Math.min(z1, z2 + preload);
            long w0 = Math.min(z0, n + transfer) + (mayBeAbsent ? problem.slotCost(slot, model, 0) : FORBIDDEN);
            long w1 = Math.min(z0, n) + (mayBeStored ? problem.slotCost(slot, model, 1) + storing : FORBIDDEN);
            long w2 = Math.min(z0, Math.min(z1, z2))
                    + (mayBeLoaded ? problem.slotCost(slot, model, 2) + loading : FORBIDDEN);
            z0 = Math.min(w0, FORBIDDEN);
            z1 = Math.min(w1, FORBIDDEN);
            z2 = Math.min(w2, FORBIDDEN);
        }
        int initial = problem.initial(model).index();
        return Math.min(
                z0,
                Math.min(z1 + problem.switchingCost(model, initial, 1), z2 + problem.switchingCost(model, initial, 2)));
    }
}
