package dev.berth.optimizer.solve.slot;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * One slot without its capacities: prices are paid for what is taken of them instead, and every model chooses for
 * itself. No decision that keeps the capacities costs less than these choices less the price of all capacities. Written
 * for speed: flat arrays made once, in shares of the capacities, so that bytes and millijoules have prices of one size.
 */
final class SlotRelaxation {
    private static final int CHAIN = 3;

    final int models;

    /** Whether every model has the three modes that each take what the one below takes. */
    final boolean isChain;

    /** Values there are of each model in arrays of choices. */
    final int choices;

    /** Bounds of the choices; what can never fit is out of them where that is so of all above as well. */
    final byte[] lowest;

    final byte[] highest;

    /** Share of each capacity that a choice takes: a row for each resource, {@link #choices} values a model. */
    final double[][] shares;

    /**
     * Of chains: the share of each capacity that a loaded model takes, a row for each resource; a stored one takes
     * storage.
     */
    private final double[][] ofLoaded;

    /** 1 each, or 0. */
    final double[] capacities;

    /** Costs of the choices with what they pay; infinite out of bounds, and where a choice cannot be. */
    final double[] reduced;

    /** The cheapest of them, one a model. */
    final byte[] favoured;

    /** What the favoured choices take of each capacity beyond all of it. */
    final double[] slopes;

    SlotRelaxation(Problem problem) {
        Room room = new Room(problem);
        models = problem.models();
        isChain = problem.isChain();
        choices = problem.choices();
        lowest = new byte[models];
        highest = new byte[models];
        capacities = new double[room.resources()];
        slopes = new double[capacities.length];
        shares = new double[capacities.length][models * choices];
        ofLoaded = new double[isChain ? capacities.length : 0][models];
        reduced = new double[models * choices];
        favoured = new byte[models];
        Arrays.fill(reduced, Double.POSITIVE_INFINITY);
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
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    shares[resource][model * choices + mode] = (double) room.use(resource, model, mode) / unit;
                }
                if (isChain) {
                    ofLoaded[resource][model] = shares[resource][model * choices + CHAIN - 1];
                }
            }
        }
    }

    /**
     * Lets every model choose.
     *
     * @param costs of the choices, {@link #choices} a model, in nano-cost units
     * @param prices of the whole capacities, >= 0
     * @return what no decision that keeps the capacities costs less than, but for rounding
     */
    double choose(long[] costs, double[] prices) {
        return isChain ? chooseInChain(costs, prices) : chooseAny(costs, prices);
    }

    /** The same as of any modes, for three that each take what the one below takes: a third of the products. */
    private double chooseInChain(long[] costs, double[] prices) {
        double[] storages = ofLoaded[STORAGE];
        double[] memories = ofLoaded[MEMORY];
        double[] energies = ofLoaded[ENERGY];
        double bound = -credit(prices, capacities);
        double storage = 0;
        double memory = 0;
        double energy = 0;
        for (int model = 0; model < models; model++) {
            int absent = model * CHAIN;
            double storing = prices[STORAGE] * storages[model];
            double loading = storing + prices[MEMORY] * memories[model] + prices[ENERGY] * energies[model];
            double none = lowest[model] == 0 ? (double) costs[absent] : Double.POSITIVE_INFINITY;
            double kept = lowest[model] <= 1 && highest[model] >= 1
                    ? (double) costs[absent + 1] + storing
                    : Double.POSITIVE_INFINITY;
            double all = highest[model] == 2 ? (double) costs[absent + 2] + loading : Double.POSITIVE_INFINITY;
            reduced[absent] = none;
            reduced[absent + 1] = kept;
            reduced[absent + 2] = all;
            double least = Math.min(none, Math.min(kept, all));
            int best = least == none ? 0 : least == kept ? 1 : 2;
            favoured[model] = (byte) best;
            bound += least;
            storage += best > 0 ? storages[model] : 0;
            memory += best == 2 ? memories[model] : 0;
            energy += best == 2 ? energies[model] : 0;
        }
        slopes[STORAGE] = storage - capacities[STORAGE];
        slopes[MEMORY] = memory - capacities[MEMORY];
        slopes[ENERGY] = energy - capacities[ENERGY];
        return bound;
    }

    private double chooseAny(long[] costs, double[] prices) {
        double bound = -credit(prices, capacities);
        Arrays.fill(slopes, 0);
        for (int model = 0; model < models; model++) {
            int row = model * choices;
            int best = lowest[model];
            double least = Double.POSITIVE_INFINITY;
            for (int choice = best; choice <= highest[model]; choice++) {
                double cost = reduced(costs, row + choice, prices);
                reduced[row + choice] = cost;
                best = cost < least ? choice : best;
                least = Math.min(least, cost);
            }
            favoured[model] = (byte) best;
            bound += least;
            for (int resource = 0; resource < slopes.length; resource++) {
                slopes[resource] += shares[resource][row + best];
            }
        }
        for (int resource = 0; resource < slopes.length; resource++) {
            slopes[resource] -= capacities[resource];
        }
        return bound;
    }

    private double reduced(long[] costs, int choice, double[] prices) {
        return costs[choice] >= Problem.NEVER
                ? Double.POSITIVE_INFINITY
                : (double) costs[choice] + charge(prices, choice);
    }

    private double charge(double[] prices, int choice) {
        double charge = prices[0] * shares[0][choice] + prices[1] * shares[1][choice] + prices[2] * shares[2][choice];
        for (int more = 3; more < shares.length; more++) {
            charge += prices[more] * shares[more][choice];
        }
        return charge;
    }

    /** What so much of the capacities is worth. */
    static double credit(double[] prices, double[] capacities) {
        double credit = prices[0] * capacities[0] + prices[1] * capacities[1] + prices[2] * capacities[2];
        for (int more = 3; more < capacities.length; more++) {
            credit += prices[more] * capacities[more];
        }
        return credit;
    }

    /** What a model pays at most. */
    double use(int model, double[] prices) {
        if (isChain) {
            return prices[STORAGE] * ofLoaded[STORAGE][model]
                    + prices[MEMORY] * ofLoaded[MEMORY][model]
                    + prices[ENERGY] * ofLoaded[ENERGY][model];
        }
        double most = 0;
        for (int choice = model * choices; choice < (model + 1) * choices; choice++) {
            most = Math.max(most, charge(prices, choice));
        }
        return most;
    }

    /** Cheapest choice of one model under other prices. */
    double least(long[] costs, int model, double[] prices) {
        return isChain ? leastInChain(costs, model, prices) : leastOfAny(costs, model, prices);
    }

    private double leastInChain(long[] costs, int model, double[] prices) {
        int absent = model * CHAIN;
        double storing = prices[STORAGE] * ofLoaded[STORAGE][model];
        double least = lowest[model] == 0 ? (double) costs[absent] : Double.POSITIVE_INFINITY;
        if (lowest[model] <= 1 && highest[model] >= 1) {
            least = Math.min(least, (double) costs[absent + 1] + storing);
        }
        double loading = storing + prices[MEMORY] * ofLoaded[MEMORY][model] + prices[ENERGY] * ofLoaded[ENERGY][model];
        return highest[model] == 2 ? Math.min(least, (double) costs[absent + 2] + loading) : least;
    }

    private double leastOfAny(long[] costs, int model, double[] prices) {
        double least = Double.POSITIVE_INFINITY;
        for (int choice = lowest[model]; choice <= highest[model]; choice++) {
            least = Math.min(least, reduced(costs, model * choices + choice, prices));
        }
        return least;
    }

    /** By how much a choice of a model is dearer than its cheapest one. */
    double dearer(int model, int choice) {
        return reduced[model * choices + choice] - reduced[model * choices + favoured[model]];
    }

    /** By how much the second-best choice of a model is dearer; infinite where there is none. */
    double loss(int model) {
        int choice = model * choices;
        if (isChain) {
            int best = favoured[model];
            double second = Math.min(reduced[choice + (best == 0 ? 1 : 0)], reduced[choice + (best == 2 ? 1 : 2)]);
            return second - reduced[choice + best];
        }
        double second = Double.POSITIVE_INFINITY;
        for (int other = 0; other < choices; other++) {
            second = other == favoured[model] ? second : Math.min(second, reduced[choice + other]);
        }
        return second - reduced[choice + favoured[model]];
    }
}
