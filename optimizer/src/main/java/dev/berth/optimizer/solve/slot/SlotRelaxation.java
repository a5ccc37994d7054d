package dev.berth.optimizer.solve.slot;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.ground.Room;

/**
 * One slot without its capacities: prices are paid for what is taken of them instead, and every model chooses for
 * itself. No decision that keeps the capacities costs less than these choices less the price of all capacities. Written
 * for speed: flat arrays made once, in shares of the capacities, so that bytes and millijoules have prices of one size.
 */
final class SlotRelaxation {
    static final int CHOICES = Residency.COUNT;

    final int models;
    /** Bounds of the choices; what can never fit is out of them. */
    final byte[] lowest;

    final byte[] highest;
    /** Share of each capacity that a loaded model takes; a stored one takes storage alone. */
    final double[][] shares;
    /** 1 each, or 0. */
    final double[] capacities = new double[Resource.COUNT];
    /** Costs of the choices with what they pay, three a model; infinite out of bounds. */
    final double[] reduced;
    /** The cheapest of them, one a model. */
    final byte[] favoured;
    /** What the favoured choices take of each capacity beyond all of it. */
    final double[] slopes = new double[Resource.COUNT];

    SlotRelaxation(Problem problem) {
        models = problem.models();
        lowest = new byte[models];
        highest = new byte[models];
        shares = new double[capacities.length][models];
        reduced = new double[models * CHOICES];
        favoured = new byte[models];
        Room room = new Room(problem);
        for (int model = 0; model < models; model++) {
            lowest[model] = (byte) problem.lowest(model);
            highest[model] = (byte) problem.highest(model);
            while (highest[model] > lowest[model] && !room.fits(model, highest[model])) {
                highest[model]--;
            }
        }
        for (int resource = 0; resource < capacities.length; resource++) {
            double capacity = (double) room.left(resource);
            double unit = Math.max(1, capacity);
            capacities[resource] = capacity / unit;
            for (int model = 0; model < models; model++) {
                shares[resource][model] = (double) room.use(resource, model, CHOICES - 1) / unit;
            }
        }
    }

    /**
     * Lets every model choose.
     *
     * @param costs of the choices, three a model, in nano-cost units
     * @param prices of the whole capacities, >= 0
     * @return what no decision that keeps the capacities costs less than, but for rounding
     */
    double choose(long[] costs, double[] prices) {
        double bound = -credit(prices, capacities);
        double storage = 0;
        double memory = 0;
        double energy = 0;
        for (int model = 0; model < models; model++) {
            int choice = model * CHOICES;
            double storing = prices[STORAGE] * shares[STORAGE][model];
            double loading = storing + prices[MEMORY] * shares[MEMORY][model] + prices[ENERGY] * shares[ENERGY][model];
            double absent = lowest[model] == 0 ? (double) costs[choice] : Double.POSITIVE_INFINITY;
            double stored = lowest[model] <= 1 && highest[model] >= 1
                    ? (double) costs[choice + 1] + storing
                    : Double.POSITIVE_INFINITY;
            double loaded = highest[model] == 2 ? (double) costs[choice + 2] + loading : Double.POSITIVE_INFINITY;
            reduced[choice] = absent;
            reduced[choice + 1] = stored;
            reduced[choice + 2] = loaded;
            double least = Math.min(absent, Math.min(stored, loaded));
            int best = least == absent ? 0 : least == stored ? 1 : 2;
            favoured[model] = (byte) best;
            bound += least;
            storage += best > 0 ? shares[STORAGE][model] : 0;
            memory += best == 2 ? shares[MEMORY][model] : 0;
            energy += best == 2 ? shares[ENERGY][model] : 0;
        }
        slopes[STORAGE] = storage - capacities[STORAGE];
        slopes[MEMORY] = memory - capacities[MEMORY];
        slopes[ENERGY] = energy - capacities[ENERGY];
        return bound;
    }

    /** What so much of the capacities is worth. */
    static double credit(double[] prices, double[] capacities) {
        return prices[STORAGE] * capacities[STORAGE]
                + prices[MEMORY] * capacities[MEMORY]
                + prices[ENERGY] * capacities[ENERGY];
    }

    /** What a model pays when loaded. */
    double use(int model, double[] prices) {
        return prices[STORAGE] * shares[STORAGE][model]
                + prices[MEMORY] * shares[MEMORY][model]
                + prices[ENERGY] * shares[ENERGY][model];
    }

    /** Cheapest choice of one model under other prices. */
    double least(long[] costs, int model, double[] prices) {
        int choice = model * CHOICES;
        double storing = prices[STORAGE] * shares[STORAGE][model];
        double least = lowest[model] == 0 ? (double) costs[choice] : Double.POSITIVE_INFINITY;
        if (lowest[model] <= 1 && highest[model] >= 1) {
            least = Math.min(least, (double) costs[choice + 1] + storing);
        }
        return highest[model] == 2 ? Math.min(least, (double) costs[choice + 2] + use(model, prices)) : least;
    }

    /** By how much the second-best choice of a model is dearer; infinite where there is none. */
    double loss(int model) {
        int choice = model * CHOICES;
        double second = Double.POSITIVE_INFINITY;
        for (int other = 0; other < CHOICES; other++) {
            second = other == favoured[model] ? second : Math.min(second, reduced[choice + other]);
        }
        return second - reduced[choice + favoured[model]];
    }
}
