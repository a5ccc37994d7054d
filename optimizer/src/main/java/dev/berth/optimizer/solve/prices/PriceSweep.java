package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;

/**
 * The problem without its capacities: resources have a price in each slot instead, so that every model finds its own
 * cheapest path through the slots. For one thread.
 */
public interface PriceSweep {
    /** Beyond every real cost, and far enough below the largest float that a path of such costs is one. */
    float FORBIDDEN = 1e28f;

    /** The sweep for a problem, whose costs it copies. */
    static PriceSweep of(Problem problem) {
        return problem.isChain() ? new ChainSweep(problem) : new ModeSweep(problem);
    }

    /**
     * Finds what the cheapest paths of all models cost.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param used filled with the share of each capacity that these paths take in each slot
     * @return what the paths cost, prices of what they take included, less the prices of the capacities: no plan costs
     *     less, but for rounding
     */
    double run(double[][] prices, double[][] used);

    /**
     * Cost-to-go of every model at these prices.
     *
     * @param toGo filled: {@link Problem#choices} values a model, the models of slot 0 first
     */
    void costToGo(double[][] prices, float[] toGo);

    /**
     * By how much the cheapest path of a model through a mode in a slot costs more than its cheapest path.
     *
     * @param marginals filled: {@link Problem#choices} values a model, the models of slot 0 first, >= 0 but for
     *     rounding; beyond every real cost where a mode is not allowed
     */
    void marginals(double[][] prices, float[] marginals);

    /** Part of a capacity that a model takes in a mode; 0 where it cannot fit at all. */
    static double share(Room room, int resource, int model, int mode) {
        long use = room.use(resource, model, mode);
        return use == 0 || use > room.left(resource) ? 0 : (double) use / (double) room.left(resource);
    }

    /** What {@link #share} gives: a row for each resource, {@link Problem#choices} values a model. */
    static double[][] shares(Problem problem) {
        Room room = new Room(problem);
        int choices = problem.choices();
        double[][] shares = new double[room.resources()][problem.models() * choices];
        for (int resource = 0; resource < shares.length; resource++) {
            for (int model = 0; model < problem.models(); model++) {
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    shares[resource][model * choices + mode] = share(room, resource, model, mode);
                }
            }
        }
        return shares;
    }

    /** What prices come to in one slot for what a model takes in a mode. */
    static double charge(double[][] prices, int slot, double[][] shares, int choice) {
        double charge = 0;
        for (int resource = 0; resource < shares.length; resource++) {
            charge += prices[resource][slot] * shares[resource][choice];
        }
        return charge;
    }
}
