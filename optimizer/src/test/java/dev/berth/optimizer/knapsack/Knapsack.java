package dev.berth.optimizer.knapsack;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A multi-dimensional knapsack problem: the largest profit of items whose weights keep every row's capacity.
 *
 * @param name for messages
 * @param profits one an item, whole numbers
 * @param weights one row a capacity, one value an item in each
 * @param capacities one a row
 * @param optimum as published
 */
record Knapsack(String name, long[] profits, long[][] weights, long[] capacities, long optimum) {

    int rows() {
        return capacities.length;
    }

    /**
     * One slot, an item a model that costs its profit where it is absent, twice of it where it is stored and nothing
     * where it is loaded. Two or three of the rows are kept: storage, memory, energy.
     */
    Problem problem(int... kept) {
        OptionalLong energy = kept.length > 2 ? OptionalLong.of(capacities[kept[2]]) : OptionalLong.empty();
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(capacities[kept[0]], capacities[kept[1]], energy),
                new Prices(0, 0, 0, 1, 0),
                Charging.PER_REQUEST,
                1);
        double[][] demand = new double[1][profits.length];
        for (int item = 0; item < profits.length; item++) {
            // A request costs one nano-cost unit in the cloud, and there are as many as the item is worth.
            demand[0][item] = (double) profits[item];
            builder.add(new Service(
                    "item-" + item,
                    weights[kept[0]][item],
                    weights[kept[1]][item],
                    kept.length > 2 ? weights[kept[2]][item] : 0,
                    0,
                    2,
                    0,
                    1));
        }
        return builder.demand(demand).build();
    }

    @Override
    public String toString() {
        return name;
    }

    /** What the problem above costs where the profit is the published optimum. */
    long optimumCost() {
        return LongStream.of(profits).sum() - optimum;
    }

    /** Whether a plan keeps all rows, those that its problem was built without included. */
    boolean keepsAllRows(Plan plan) {
        for (int row = 0; row < rows(); row++) {
            long weight = 0;
            for (int item = 0; item < profits.length; item++) {
                weight += plan.at(0, item) == Residency.LOADED ? weights[row][item] : 0;
            }
            if (weight > capacities[row]) {
                return false;
            }
        }
        return true;
    }
}
