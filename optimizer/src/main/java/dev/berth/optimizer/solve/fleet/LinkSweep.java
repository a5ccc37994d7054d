package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;

/**
 * One server without its limits and without that of the link it shares: both have prices instead, so that every model
 * finds its own cheapest path. For one thread at a time.
 */
final class LinkSweep {
    private final Problem problem;
    private final double[][] prices;
    private final double[][] used;
    private final double[] bytes;

    LinkSweep(Problem problem) {
        this.problem = problem;
        prices = new double[problem.resources()][problem.slots()];
        used = new double[problem.resources()][problem.slots()];
        bytes = new double[problem.slots()];
    }

    /** Prices of the server's own capacities, a row a resource and a value a slot, nano-cost units; to be written. */
    double[][] prices() {
        return prices;
    }

    /** The share of each capacity that the paths last found take. */
    double[][] used() {
        return used;
    }

    /** What the paths last found download in each slot, in bytes. */
    double[] bytes() {
        return bytes;
    }

    /**
     * Finds the cheapest paths.
     *
     * @param perByte price of a byte that is downloaded in each slot, nano-cost units, >= 0; kept
     * @param toGo room for {@link Problem#choices} values a model and slot; overwritten
     * @return what no plan of the server costs less than at the price of the link, but for rounding
     */
    double run(double[] perByte, float[] toGo) {
        Problem priced = problem.withTransferPrices(perByte);
        PriceSweep sweep = PriceSweep.of(priced);
        double value = sweep.run(prices, used);
        sweep.costToGo(prices, toGo);
        Arrays.fill(bytes, 0);
        for (int model = 0; model < problem.models(); model++) {
            walk(priced, model, toGo);
        }
        return value;
    }

    private void walk(Problem priced, int model, float[] toGo) {
        int at = problem.initialMode(model);
        for (int slot = 0; slot < problem.slots(); slot++) {
            int row = (slot * problem.models() + model) * problem.choices();
            int best = at;
            double least = toGo[row + at];
            for (int to = 0; to < problem.modes(model); to++) {
                double cost = toGo[row + to] + (double) priced.switchingCost(slot, model, at, to);
                if (cost < least) {
                    least = cost;
                    best = to;
                }
            }
            bytes[slot] += (double) problem.transferBytes(model, at, best);
            at = best;
        }
    }
}
