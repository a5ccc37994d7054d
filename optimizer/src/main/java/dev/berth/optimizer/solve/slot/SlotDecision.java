package dev.berth.optimizer.solve.slot;

import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * The cheapest modes of one slot: a knapsack with a few choices a model and a few capacities.
 *
 * <p>Prices per unit of each capacity come from a subgradient of the Lagrangian relaxation; under them each model has a
 * reduced cost a choice, and no decision is cheaper than the sum of the smallest ones less the price of all capacities.
 * Branch and bound over the models with that bound. Bounds are in {@code double} and are trusted only beyond their own
 * rounding error. Nothing is allocated per decision.
 */
public final class SlotDecision {
    private static final int PRICE_STEPS = 200;
    private static final double SHORTER = 0.93;

    /** Steps of the prices from one greedy decision to the next, at most; the first ones follow closer. */
    private static final int GREEDY_APART = 8;

    /** Of a sum of the magnitudes involved; far above n·2^-53 for any n that fits memory in practice. */
    private static final double ROUNDING = 1e-11;

    private final long maxNodes;
    private final SlotRelaxation relaxation;
    private final SlotBranching tree;
    private final double[] prices;
    private final double[] bestPrices;
    private double margin;
    private double relaxed;

    /**
     * Sets up for one problem's capacities.
     *
     * @param maxNodes nodes after which {@link #decide} settles for the best seen, >= 1
     */
    public SlotDecision(Problem problem, long maxNodes) {
        this.maxNodes = maxNodes;
        relaxation = new SlotRelaxation(problem);
        prices = new double[relaxation.capacities.length];
        bestPrices = new double[prices.length];
        tree = new SlotBranching(problem, relaxation);
    }

    /**
     * Decides one slot.
     *
     * @param slotCosts cost of each choice in nano-cost units, {@link Problem#choices} a model; those out of bounds,
     *     too large ever to fit, or {@link Problem#NEVER} and more are not looked at; kept only during the call
     * @return whether the decision is proven to be the cheapest
     */
    public boolean decide(long[] slotCosts) {
        return decide(slotCosts, PRICE_STEPS, maxNodes, 0);
    }

    /**
     * Decides one slot with as much work as is given.
     *
     * @param slotCosts as for {@link #decide(long[])}
     * @param priceSteps steps to better prices at most, >= 1
     * @param mostNodes nodes after which it settles for the best seen, >= 1
     * @param gap to the cheapest decision that is small enough, as a share of its cost, >= 0
     * @return whether no decision is cheaper by more than that
     */
    boolean decide(long[] slotCosts, int priceSteps, long mostNodes, double gap) {
        Arrays.fill(prices, 0);
        begin(slotCosts, priceSteps);
        long enough = gap == 0 ? 0 : (long) (gap * Math.max(0, relaxation.choose(slotCosts, bestPrices)));
        branch(slotCosts, enough, mostNodes);
        return !tree.isCut();
    }

    /**
     * Decides one slot nearly as well as can be, for costs that differ little from those of another decision.
     *
     * @param slotCosts as for {@link #decide}
     * @param nearPrices prices of the whole capacities that did well before; replaced by those that did well now
     * @param priceSteps steps to better prices at most, >= 1
     * @param enough nano-cost units that the decision may cost more than the cheapest, >= 0
     */
    public void decideNear(long[] slotCosts, double[] nearPrices, int priceSteps, long enough) {
        System.arraycopy(nearPrices, 0, prices, 0, prices.length);
        begin(slotCosts, priceSteps);
        branch(slotCosts, enough, maxNodes);
        System.arraycopy(bestPrices, 0, nearPrices, 0, prices.length);
    }

    private void begin(long[] costs, int priceSteps) {
        tree.begin(costs);
        searchPrices(costs, priceSteps);
    }

    private void branch(long[] costs, long enough, long mostNodes) {
        relaxed = relaxation.choose(costs, bestPrices);
        margin = ROUNDING * magnitude(costs);
        tree.run(bestPrices, margin, enough, mostNodes);
    }

    private double magnitude(long[] costs) {
        double magnitude = 1;
        for (int model = 0; model < relaxation.models; model++) {
            for (int choice = relaxation.lowest[model]; choice <= relaxation.highest[model]; choice++) {
                long cost = costs[model * relaxation.choices + choice];
                magnitude += cost >= Problem.NEVER ? 0 : Math.abs((double) cost);
            }
        }
        for (double price : bestPrices) {
            magnitude += price * relaxation.models;
        }
        return magnitude;
    }

    /** Cost of the last decision, in nano-cost units. */
    public long cost() {
        return tree.cost();
    }

    /** What no decision costs less than with the last costs, in nano-cost units; at most {@link #cost}. */
    public long bound() {
        double pruned = Math.ceil(tree.leastPruned() - margin);
        return pruned < (double) tree.cost() ? (long) pruned : tree.cost();
    }

    /** What no decision with a model in a mode costs less than with the last costs, in nano-cost units. */
    public long bound(int model, int mode) {
        double with = relaxed + relaxation.dearer(model, mode) - margin;
        return with < (double) Problem.NEVER ? (long) Math.ceil(with) : Problem.NEVER;
    }

    /** Nodes that the last decision looked at. */
    public long nodes() {
        return tree.nodes();
    }

    /** Copies the last decision, as indices of modes. */
    public void copyTo(byte[] residencies, int offset) {
        tree.copyTo(residencies, offset);
    }

    /** Subgradient ascent with the cost of the cheapest greedy decision so far as target. */
    private void searchPrices(long[] costs, int steps) {
        double best = Double.NEGATIVE_INFINITY;
        double scale = 1;
        int nextGreedy = 0;
        for (int step = 0; step < steps; step++) {
            double bound = relaxation.choose(costs, prices);
            if (step == nextGreedy) {
                tree.greedy(prices);
                nextGreedy += Math.min(step + 1, GREEDY_APART);
            }
            if (bound > best) {
                best = bound;
                System.arraycopy(prices, 0, bestPrices, 0, prices.length);
            } else {
                scale *= SHORTER;
            }
            double gap = (double) tree.cost() - bound;
            if (gap <= 0.5 || !move(scale * gap)) {
                tree.greedy(prices);
                return;
            }
        }
    }

    /** Moves the prices; false where there is no direction to go. */
    private boolean move(double rise) {
        double[] slopes = relaxation.slopes;
        double square = 0;
        for (int resource = 0; resource < prices.length; resource++) {
            slopes[resource] = slopes[resource] < 0 && prices[resource] == 0 ? 0 : slopes[resource];
            square += slopes[resource] * slopes[resource];
        }
        if (square == 0) {
            return false;
        }
        for (int resource = 0; resource < prices.length; resource++) {
            prices[resource] = Math.max(0, prices[resource] + rise / square * slopes[resource]);
        }
        return true;
    }
}
