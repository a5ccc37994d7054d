package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * The cheapest residencies of one slot: a knapsack with three choices a model and up to three capacities.
 *
 * <p>Prices per unit of each capacity come from a subgradient of the Lagrangian relaxation; under them each model has a
 * reduced cost a choice, and no decision is cheaper than the sum of the smallest ones less the price of all capacities.
 * Depth-first branch and bound over the models, those with most to lose from a wrong choice first, with that bound.
 * Bounds are in {@code double} and are trusted only beyond their own rounding error. Nothing is allocated per decision.
 */
public final class SlotDecision {
    private static final int PRICE_STEPS = 200;
    private static final int CHOICES = Residency.COUNT;

    /** Of a sum of the magnitudes involved; far above n·2^-53 for any n that fits memory in practice. */
    private static final double ROUNDING = 1e-11;

    private final int models;
    private final byte[] lowest;
    private final byte[] highest;
    private final long maxNodes;
    private final Room room;
    private final double[] capacities = new double[Room.resources()];
    private final double[] uses;
    private final double[] prices = new double[Room.resources()];
    private final double[] bestPrices = new double[Room.resources()];
    private final double[] slopes = new double[Room.resources()];
    private final double[] reduced;
    private final double[] loss;
    private final double[] remaining;
    private final long[] order;
    private final byte[] choices;
    private final long[] totals;
    private final double[] reducedTotals;
    private final byte[] tried;
    private final byte[] incumbent;
    private long[] costs = {};
    private long incumbentCost;
    private double margin;
    private long nodes;

    /**
     * Sets up for one problem's capacities.
     *
     * @param maxNodes nodes after which {@link #decide} settles for the best seen, >= 1
     */
    public SlotDecision(Problem problem, long maxNodes) {
        this.models = problem.models();
        lowest = new byte[models];
        highest = new byte[models];
        for (int model = 0; model < models; model++) {
            lowest[model] = (byte) problem.lowest(model);
            highest[model] = (byte) problem.highest(model);
        }
        this.maxNodes = maxNodes;
        room = new Room(problem);
        uses = new double[models * CHOICES * Room.resources()];
        for (int resource = 0; resource < capacities.length; resource++) {
            capacities[resource] = (double) room.left(resource);
            // In shares of the capacity, so that bytes and millijoules have prices of one size.
            double unit = Math.max(1, capacities[resource]);
            capacities[resource] /= unit;
            for (int choice = 0; choice < models * CHOICES; choice++) {
                uses[choice * capacities.length + resource] =
                        (double) room.use(resource, choice / CHOICES, choice % CHOICES) / unit;
            }
        }
        reduced = new double[models * CHOICES];
        loss = new double[models];
        remaining = new double[models + 1];
        order = new long[models];
        choices = new byte[models];
        totals = new long[models + 1];
        reducedTotals = new double[models + 1];
        tried = new byte[models];
        incumbent = new byte[models];
    }

    /**
     * Decides one slot.
     *
     * @param slotCosts cost of each choice in nano-cost units, three a model; those out of bounds are never chosen;
     *     kept only during the call
     * @return whether the decision is proven to be the cheapest
     */
    public boolean decide(long[] slotCosts) {
        costs = slotCosts;
        nodes = 0;
        incumbentCost = Long.MAX_VALUE;
        double magnitude = 1;
        for (long cost : costs) {
            magnitude += Math.abs((double) cost);
        }
        searchPrices();
        for (int resource = 0; resource < prices.length; resource++) {
            magnitude += bestPrices[resource] * models;
        }
        margin = magnitude * ROUNDING;
        reduce(bestPrices);
        sortByLoss();
        room.takeLowest();
        branch();
        return nodes < maxNodes;
    }

    /** Cost of the last decision, in nano-cost units. */
    public long cost() {
        return incumbentCost;
    }

    /** Copies the last decision, as indices of {@link Residency}. */
    public void copyTo(byte[] residencies, int offset) {
        System.arraycopy(incumbent, 0, residencies, offset, models);
    }

    /** Subgradient ascent with the target set by a greedy decision at each step. */
    private void searchPrices() {
        Arrays.fill(prices, 0);
        double best = Double.NEGATIVE_INFINITY;
        double scale = 1;
        for (int step = 0; step < PRICE_STEPS; step++) {
            double bound = reduce(prices);
            greedy();
            if (bound > best) {
                best = bound;
                System.arraycopy(prices, 0, bestPrices, 0, prices.length);
            } else {
                scale *= 0.93;
            }
            double square = slopes();
            double gap = (double) incumbentCost - bound;
            if (square == 0 || gap <= 0.5) {
                return;
            }
            double length = scale * gap / square;
            for (int resource = 0; resource < prices.length; resource++) {
                prices[resource] = Math.max(0, prices[resource] + length * slopes[resource]);
            }
        }
    }

    /** Reduced costs under prices; returns the bound. */
    private double reduce(double[] under) {
        double bound = 0;
        for (int resource = 0; resource < under.length; resource++) {
            bound -= under[resource] * capacities[resource];
        }
        for (int model = 0; model < models; model++) {
            double least = Double.POSITIVE_INFINITY;
            int last = model * CHOICES + highest[model];
            for (int choice = model * CHOICES + lowest[model]; choice <= last; choice++) {
                double cost = (double) costs[choice];
                for (int resource = 0; resource < under.length; resource++) {
                    cost += under[resource] * uses[choice * under.length + resource];
                }
                reduced[choice] = cost;
                least = Math.min(least, cost);
            }
            bound += least;
        }
        return bound;
    }

    private int cheapest(int model) {
        int first = model * CHOICES;
        int best = lowest[model];
        for (int choice = best + 1; choice <= highest[model]; choice++) {
            best = reduced[first + choice] < reduced[first + best] ? choice : best;
        }
        return best;
    }

    /** Use beyond capacity of the choices that the reduced costs favour; returns the square of its length. */
    private double slopes() {
        for (int resource = 0; resource < slopes.length; resource++) {
            slopes[resource] = -capacities[resource];
        }
        for (int model = 0; model < models; model++) {
            int choice = model * CHOICES + cheapest(model);
            for (int resource = 0; resource < slopes.length; resource++) {
                slopes[resource] += uses[choice * slopes.length + resource];
            }
        }
        double square = 0;
        for (int resource = 0; resource < slopes.length; resource++) {
            if (slopes[resource] < 0 && prices[resource] == 0) {
                slopes[resource] = 0;
            }
            square += slopes[resource] * slopes[resource];
        }
        return square;
    }

    /** A feasible decision close to what the prices favour. */
    private void greedy() {
        sortByLoss();
        room.takeLowest();
        long total = 0;
        for (long entry : order) {
            int model = (int) entry;
            int choice = lowest[model];
            room.giveBack(model, choice);
            for (int candidate = choice + 1; candidate <= highest[model]; candidate++) {
                boolean cheaper = reduced[model * CHOICES + candidate] < reduced[model * CHOICES + choice];
                choice = cheaper && room.fits(model, candidate) ? candidate : choice;
            }
            room.take(model, choice);
            choices[model] = (byte) choice;
            total += costs[model * CHOICES + choice];
        }
        keep(total);
    }

    private void keep(long total) {
        if (total < incumbentCost) {
            incumbentCost = total;
            System.arraycopy(choices, 0, incumbent, 0, models);
        }
    }

    /** Orders models by what the second-best choice loses, largest first, and sums the least reduced costs. */
    private void sortByLoss() {
        for (int model = 0; model < models; model++) {
            int best = cheapest(model);
            double second = Double.POSITIVE_INFINITY;
            for (int choice = lowest[model]; choice <= highest[model]; choice++) {
                second = choice == best ? second : Math.min(second, reduced[model * CHOICES + choice]);
            }
            loss[model] = second - reduced[model * CHOICES + best];
            // The upper half of a float >= 0 sorts like the number itself; its complement sorts downwards.
            order[model] = ((long) ~Float.floatToIntBits((float) loss[model]) << 32) | model;
        }
        Arrays.sort(order);
        remaining[models] = 0;
        for (int resource = 0; resource < prices.length; resource++) {
            remaining[models] -= bestPrices[resource] * capacities[resource];
        }
        for (int position = models - 1; position >= 0; position--) {
            int model = (int) order[position];
            remaining[position] = remaining[position + 1] + reduced[model * CHOICES + cheapest(model)];
        }
    }

    /** Without recursion: its depth is the number of models, and ten thousand frames overflow the stack. */
    private void branch() {
        totals[0] = 0;
        reducedTotals[0] = 0;
        int position = opens(0) ? 0 : -1;
        while (position >= 0) {
            int model = (int) order[position];
            if (tried[position] == allowed(model)) {
                room.take(model, lowest[model]);
                position--;
                if (position >= 0) {
                    int above = (int) order[position];
                    room.giveBack(above, choices[above]);
                }
                continue;
            }
            int choice = cheapestLeft(model, tried[position]);
            tried[position] |= (byte) (1 << choice);
            if (room.fits(model, choice)) {
                room.take(model, choice);
                choices[model] = (byte) choice;
                totals[position + 1] = totals[position] + costs[model * CHOICES + choice];
                reducedTotals[position + 1] = reducedTotals[position] + reduced[model * CHOICES + choice];
                if (opens(position + 1)) {
                    position++;
                } else {
                    room.giveBack(model, choice);
                }
            }
        }
    }

    /** Counts a node; whether choices below it are worth trying. A decision for all models is kept. */
    private boolean opens(int position) {
        if (++nodes >= maxNodes
                || reducedTotals[position] + remaining[position] > (double) incumbentCost - 1 + margin) {
            return false;
        }
        if (position == models) {
            keep(totals[position]);
            return false;
        }
        tried[position] = 0;
        int model = (int) order[position];
        room.giveBack(model, lowest[model]);
        return true;
    }

    /** One bit for each choice that a model may take. */
    private int allowed(int model) {
        return (1 << (highest[model] + 1)) - (1 << lowest[model]);
    }

    private int cheapestLeft(int model, int tried) {
        int best = -1;
        for (int choice = lowest[model]; choice <= highest[model]; choice++) {
            boolean left = (tried & (1 << choice)) == 0;
            if (left && (best < 0 || reduced[model * CHOICES + choice] < reduced[model * CHOICES + best])) {
                best = choice;
            }
        }
        return best;
    }
}
