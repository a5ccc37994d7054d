package dev.berth.optimizer.solve.slot;

import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * Depth-first branch and bound for one slot. Models come first that have most to lose from a wrong choice or take most;
 * small ones that hardly matter come last and fill what is left. For one thread; allocates nothing per slot.
 */
final class SlotBranching {
    /** Of what a model takes, beside its loss, when models are put in order. */
    private static final double USE_WEIGHT = 0.3;

    /**
     * Prices of storage and of the rest, as multiples of the best ones for the whole slot. Deep in the tree, where what
     * is left of the capacities is out of proportion to the models that are left, they give higher bounds.
     */
    private static final double[][] BENDS = {
        {1, 0}, {0, 1}, {0.5, 0.5}, {0.5, 1}, {1, 0.5}, {0.7, 1.3}, {1.3, 0.7}, {1, 2}, {2, 1}, {2, 2}
    };

    /** Nodes after which those are worth their making. */
    private static final int NODES_BEFORE_BENDS = 50;

    /** Nodes after which a table of the last models is worth its making, where many more may follow. */
    private static final int NODES_BEFORE_TAIL = 5_000;

    private static final long ALL_TRIED = -1;

    private final SlotRelaxation relaxation;
    private final int models;
    private final int resources;
    private final int width;
    private final Room room;
    private final SlotTail tail;
    private final long[] order;
    private final double[] remaining;
    private final double[][] bentPrices;
    private final double[][] bentRemaining;
    private final byte[] choices;
    private final long[] tried;
    private final long[] totals;
    private final double[] reducedTotals;
    private final double[][] left;
    private final byte[] incumbent;

    /** Whether a model, by its position, differs in nothing from the one before it. */
    private final boolean[] twins;

    private long[] costs = {};
    private long incumbentCost;
    private double leastPruned;
    private double cutoff;
    private double slack;
    private double margin;
    private long maxNodes;
    private long nodes;
    private boolean bent;
    private boolean isCut;
    private int tailFirst;

    SlotBranching(Problem problem, SlotRelaxation relaxation) {
        this.relaxation = relaxation;
        models = relaxation.models;
        width = relaxation.choices;
        resources = relaxation.capacities.length;
        room = new Room(problem);
        tail = new SlotTail(new Room(problem), width);
        twins = new boolean[models];
        order = new long[models];
        remaining = new double[models + 1];
        bentPrices = new double[BENDS.length][resources];
        bentRemaining = new double[BENDS.length][models + 1];
        choices = new byte[models];
        tried = new long[models];
        totals = new long[models + 1];
        reducedTotals = new double[models + 1];
        left = new double[models + 1][resources];
        incumbent = new byte[models];
    }

    /** Begins another slot: forgets the incumbent. */
    void begin(long[] slotCosts) {
        costs = slotCosts;
        incumbentCost = Long.MAX_VALUE;
    }

    /** A decision close to what the relaxation, as it is now, favours. */
    void greedy(double[] prices) {
        sort(prices);
        room.takeLowest();
        long total = 0;
        double[] reduced = relaxation.reduced;
        for (long entry : order) {
            int model = (int) entry;
            int row = model * width;
            int lowest = relaxation.lowest[model];
            int highest = relaxation.highest[model];
            int choice = lowest;
            for (int candidate = lowest + 1; candidate <= highest; candidate++) {
                if (reduced[row + candidate] < reduced[row + choice] && room.fitsInstead(model, lowest, candidate)) {
                    choice = candidate;
                }
            }
            if (choice != lowest) {
                room.takeInstead(model, lowest, choice);
            }
            choices[model] = (byte) choice;
            total += costs[row + choice];
        }
        keep(total);
    }

    /**
     * Searches the tree.
     *
     * @param prices that the relaxation has now
     * @param margin more than the rounding errors of the bounds
     * @param enough nano-cost units that the decision may cost more than the cheapest, >= 0
     * @param mostNodes nodes after which it settles for the best seen, >= 1
     */
    void run(double[] prices, double margin, long enough, long mostNodes) {
        this.margin = margin;
        slack = margin - 1 - (double) enough;
        cutoff = (double) incumbentCost + slack;
        nodes = 0;
        bent = false;
        sort(prices);
        remaining[models] = 0;
        for (int position = models - 1; position >= 0; position--) {
            int model = (int) order[position];
            remaining[position] =
                    remaining[position + 1] + relaxation.reduced[model * width + relaxation.favoured[model]];
        }
        boolean mayLookUp = mostNodes > NODES_BEFORE_TAIL + SlotTail.nodesToBuild();
        tailFirst = models;
        search(prices, mayLookUp ? NODES_BEFORE_TAIL : mostNodes);
        if (isCut && mayLookUp) {
            tail.build(order, relaxation, costs);
            nodes += SlotTail.nodesToBuild();
            tailFirst = tail.first();
            search(prices, mostNodes);
        }
    }

    private void search(double[] prices, long mostNodes) {
        maxNodes = mostNodes;
        isCut = false;
        leastPruned = Double.POSITIVE_INFINITY;
        totals[0] = 0;
        reducedTotals[0] = -SlotRelaxation.credit(prices, relaxation.capacities);
        System.arraycopy(relaxation.capacities, 0, left[0], 0, left[0].length);
        room.takeLowest();
        branch(prices);
    }

    /** Of models that differ in nothing none is higher than the one before: it is all the same which is. */
    private void findTwins() {
        for (int position = 1; position < models; position++) {
            twins[position] = isTwin((int) order[position - 1], (int) order[position]);
        }
    }

    private boolean isTwin(int one, int other) {
        boolean same = relaxation.lowest[one] == relaxation.lowest[other]
                && relaxation.highest[one] == relaxation.highest[other];
        for (int choice = relaxation.lowest[one]; choice <= relaxation.highest[one] && same; choice++) {
            same = costs[one * width + choice] == costs[other * width + choice];
            for (int resource = 0; resource < resources && same; resource++) {
                same = room.use(resource, one, choice) == room.use(resource, other, choice);
            }
        }
        return same;
    }

    long cost() {
        return incumbentCost;
    }

    /** Whether nodes ran out before everything was looked at. */
    boolean isCut() {
        return isCut;
    }

    /** Least bound of the branches that were not followed. */
    double leastPruned() {
        return leastPruned;
    }

    long nodes() {
        return nodes;
    }

    void copyTo(byte[] residencies, int offset) {
        System.arraycopy(incumbent, 0, residencies, offset, models);
    }

    private void keep(long total) {
        if (total < incumbentCost) {
            incumbentCost = total;
            cutoff = (double) incumbentCost + slack;
            System.arraycopy(choices, 0, incumbent, 0, models);
        }
    }

    private void sort(double[] prices) {
        for (int model = 0; model < models; model++) {
            double weight = relaxation.loss(model) + USE_WEIGHT * relaxation.use(model, prices);
            // The upper half of a float >= 0 sorts like the number itself; its complement sorts downwards.
            order[model] = ((long) ~Float.floatToIntBits((float) weight) << 32) | model;
        }
        Arrays.sort(order);
    }

    /** Without recursion: its depth is the number of models, and ten thousand frames overflow the stack. */
    private void branch(double[] prices) {
        int position = opens(0, prices) ? 0 : -1;
        while (position >= 0) {
            int model = (int) order[position];
            if (tried[position] == ALL_TRIED) {
                room.take(model, relaxation.lowest[model]);
                position--;
                if (position >= 0) {
                    int above = (int) order[position];
                    room.giveBack(above, choices[above]);
                }
                continue;
            }
            int choice = cheapestLeft(model, tried[position]);
            tried[position] |= 1L << choice;
            if (room.fits(model, choice) && !isDear(position, model, choice)) {
                take(position, model, choice);
                if (opens(position + 1, prices)) {
                    position++;
                } else {
                    room.giveBack(model, choice);
                }
            }
        }
    }

    /** Counts a node that is dear by the prices alone, before anything is worked out for it. */
    private boolean isDear(int position, int model, int choice) {
        double bound = reducedTotals[position] + relaxation.reduced[model * width + choice] + remaining[position + 1];
        if (bound <= cutoff) {
            return false;
        }
        isCut |= ++nodes >= maxNodes;
        leastPruned = Math.min(leastPruned, bound);
        return true;
    }

    private void take(int position, int model, int choice) {
        room.take(model, choice);
        choices[model] = (byte) choice;
        totals[position + 1] = totals[position] + costs[model * width + choice];
        reducedTotals[position + 1] = reducedTotals[position] + relaxation.reduced[model * width + choice];
        double[] above = left[position];
        double[] below = left[position + 1];
        double[][] shares = relaxation.shares;
        int at = model * width + choice;
        below[0] = above[0] - shares[0][at];
        below[1] = above[1] - shares[1][at];
        below[2] = above[2] - shares[2][at];
        for (int more = 3; more < resources; more++) {
            below[more] = above[more] - shares[more][at];
        }
    }

    /** Counts a node; whether choices below it are worth trying. A decision for all models is kept. */
    private boolean opens(int position, double[] prices) {
        double bound = reducedTotals[position] + remaining[position];
        if (nodes > NODES_BEFORE_BENDS && bound <= cutoff) {
            bound = Math.max(bound, bentBound(position, prices));
        }
        isCut |= ++nodes >= maxNodes;
        if (isCut || bound > cutoff) {
            leastPruned = Math.min(leastPruned, bound);
            return false;
        }
        if (position == models) {
            keep(totals[position]);
            return false;
        }
        if (position == tailFirst) {
            lookUp(position, bound);
            return false;
        }
        int model = (int) order[position];
        tried[position] = ALL_TRIED & ~allowed(position, model);
        room.giveBack(model, relaxation.lowest[model]);
        return true;
    }

    private void lookUp(int position, double bound) {
        double total = (double) totals[position];
        // Twice the rounding that the bound itself is trusted within.
        int state = tail.cheapest(room, bound - total - 2 * margin, cutoff - total);
        nodes += tail.nodes();
        if (state < 0) {
            leastPruned = Math.min(leastPruned, total + tail.cost(-1 - state));
            return;
        }
        if (totals[position] + tail.exactCost(state) < incumbentCost) {
            tail.copyTo(state, order, choices);
            keep(totals[position] + tail.exactCost(state));
        }
    }

    private double bentBound(int position, double[] prices) {
        if (!bent) {
            bend(prices);
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < BENDS.length; i++) {
            most = Math.max(most, bentRemaining[i][position] - SlotRelaxation.credit(bentPrices[i], left[position]));
        }
        return (double) totals[position] + most;
    }

    /** Once it turns out that it takes many nodes. */
    private void bend(double[] prices) {
        bent = true;
        findTwins();
        for (int i = 0; i < BENDS.length; i++) {
            for (int resource = 0; resource < resources; resource++) {
                bentPrices[i][resource] = prices[resource] * BENDS[i][resource == STORAGE ? 0 : 1];
            }
            bentRemaining[i][models] = 0;
            for (int position = models - 1; position >= 0; position--) {
                double least = relaxation.least(costs, (int) order[position], bentPrices[i]);
                bentRemaining[i][position] = bentRemaining[i][position + 1] + least;
            }
        }
    }

    /** One bit for each choice that a model may take. */
    private long allowed(int position, int model) {
        int highest = relaxation.highest[model];
        if (bent && position > 0 && twins[position]) {
            highest = Math.min(highest, choices[(int) order[position - 1]]);
        }
        if (relaxation.isChain) {
            return (1L << (highest + 1)) - (1L << relaxation.lowest[model]);
        }
        long allowed = 0;
        for (int choice = relaxation.lowest[model]; choice <= highest; choice++) {
            allowed |= relaxation.reduced[model * width + choice] < Double.POSITIVE_INFINITY ? 1L << choice : 0;
        }
        return allowed;
    }

    private int cheapestLeft(int model, long tried) {
        int best = -1;
        for (int choice = relaxation.lowest[model]; choice <= relaxation.highest[model]; choice++) {
            boolean isLeft = (tried & (1L << choice)) == 0;
            if (isLeft
                    && (best < 0
                            || relaxation.reduced[model * width + choice] < relaxation.reduced[model * width + best])) {
                best = choice;
            }
        }
        return best;
    }
}
