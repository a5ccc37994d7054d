package dev.berth.optimizer.solve.slot;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * The last models of a branch and bound over one slot, all their decisions together in one table, cheapest first and
 * without those that another one beats: what the models before leave free is looked up instead of searched. Two halves
 * of a knapsack, each listed by itself (E. Horowitz, S. Sahni, 1974); the list is as long as there is room for. For one
 * thread; allocates nothing after the first table.
 */
final class SlotTail {
    /** Decisions of a table at most: a few milliseconds. */
    private static final int MAX_STATES = 1 << 15;

    /** How many of the decisions that are a little cheaper are asked whether they take no more either. */
    private static final int COMPARED = 8;

    /** Decisions looked at in the time that a node of the branch and bound takes. */
    private static final int LOOKS_PER_NODE = 8;

    private final Room room;
    private final int choices;

    /** Bits of a choice in a code. */
    private final int bits;

    private final long[][] uses;
    private final long[][] longerUses;
    private final int[] next;
    private long[] costs = {};
    private long[] codes = {};
    private long[] longerCosts = {};
    private long[] longerCodes = {};
    private int size;
    private int longer;
    private int first;

    /** Whether each decision takes no more of anything than a cheaper one. */
    private boolean isChain;

    private long looks;

    /** @param choices values there are of each model in arrays of choices */
    SlotTail(Room room, int choices) {
        this.room = room;
        this.choices = choices;
        bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(choices - 1));
        uses = new long[room.resources()][0];
        longerUses = new long[room.resources()][0];
        next = new int[choices];
    }

    /**
     * Makes the table.
     *
     * @param order models in the lower halves; the last ones are taken
     * @param slotCosts as many a model as there are choices
     */
    void build(long[] order, SlotRelaxation relaxation, long[] slotCosts) {
        if (costs.length == 0) {
            allocate();
        }
        size = 1;
        costs[0] = 0;
        codes[0] = 0;
        for (long[] use : uses) {
            use[0] = 0;
        }
        isChain = true;
        first = order.length;
        int least = Math.max(0, order.length - (Long.SIZE - 1) / bits);
        while (first > least && add((int) order[first - 1], relaxation, slotCosts)) {
            first--;
        }
    }

    /** Few slots are so hard that they need a table. */
    private void allocate() {
        for (int resource = 0; resource < uses.length; resource++) {
            uses[resource] = new long[MAX_STATES];
            longerUses[resource] = new long[MAX_STATES];
        }
        costs = new long[MAX_STATES];
        codes = new long[MAX_STATES];
        longerCosts = new long[MAX_STATES];
        longerCodes = new long[MAX_STATES];
    }

    /** Adds one model to every decision; false, and nothing is changed, where there is no room for them. */
    private boolean add(int model, SlotRelaxation relaxation, long[] slotCosts) {
        int lowest = relaxation.lowest[model];
        int highest = relaxation.highest[model];
        Arrays.fill(next, 0);
        longer = 0;
        boolean chain = true;
        while (true) {
            int choice = -1;
            long cost = Long.MAX_VALUE;
            for (int candidate = lowest; candidate <= highest; candidate++) {
                boolean isLeft = next[candidate] < size && slotCosts[model * choices + candidate] < Problem.NEVER;
                if (isLeft && costs[next[candidate]] + slotCosts[model * choices + candidate] < cost) {
                    choice = candidate;
                    cost = costs[next[candidate]] + slotCosts[model * choices + candidate];
                }
            }
            if (choice < 0) {
                break;
            }
            if (longer == MAX_STATES) {
                return false;
            }
            int from = next[choice]++;
            for (int resource = 0; resource < uses.length; resource++) {
                longerUses[resource][longer] =
                        uses[resource][from] + room.use(resource, model, choice) - room.use(resource, model, lowest);
            }
            if (!isBeaten()) {
                chain &= longer == 0 || takesNoMore(longer, longer - 1);
                longerCosts[longer] = cost;
                longerCodes[longer] = codes[from] << bits | choice;
                longer++;
            }
        }
        isChain = chain;
        exchange();
        return true;
    }

    private boolean isBeaten() {
        for (int cheaper = longer - 1; cheaper >= Math.max(0, longer - COMPARED); cheaper--) {
            if (takesNoMore(cheaper, longer)) {
                return true;
            }
        }
        return false;
    }

    private boolean takesNoMore(int one, int other) {
        for (long[] use : longerUses) {
            if (use[one] > use[other]) {
                return false;
            }
        }
        return true;
    }

    private void exchange() {
        long[] before = costs;
        costs = longerCosts;
        longerCosts = before;
        before = codes;
        codes = longerCodes;
        longerCodes = before;
        for (int resource = 0; resource < uses.length; resource++) {
            before = uses[resource];
            uses[resource] = longerUses[resource];
            longerUses[resource] = before;
        }
        size = longer;
    }

    /** Position in the order of the first model of the table. */
    int first() {
        return first;
    }

    /**
     * Looks for the cheapest decision that fits.
     *
     * @param left has the lowest residencies of the table's models taken
     * @param least no decision that fits costs less, nano-cost units
     * @return index of it; {@code -1 - index} of the first that costs more than {@code most} where none before fits
     */
    int cheapest(Room left, double least, double most) {
        int at = atLeast(least);
        looks = 1;
        if (isChain) {
            int end = size;
            while (at < end) {
                int middle = (at + end) >>> 1;
                looks++;
                if (fits(left, middle)) {
                    end = middle;
                } else {
                    at = middle + 1;
                }
            }
            return at < size && (double) costs[at] <= most ? at : -1 - at;
        }
        for (; at < size && (double) costs[at] <= most; at++, looks++) {
            if (fits(left, at)) {
                return at;
            }
        }
        return -1 - at;
    }

    private int atLeast(double cost) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((double) costs[middle] < cost) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean fits(Room left, int state) {
        boolean fits =
                uses[0][state] <= left.left(0) && uses[1][state] <= left.left(1) && uses[2][state] <= left.left(2);
        for (int more = 3; more < uses.length; more++) {
            fits &= uses[more][state] <= left.left(more);
        }
        return fits;
    }

    /** Work of the last look-up, in nodes. */
    long nodes() {
        return looks / LOOKS_PER_NODE;
    }

    /** Work of making the last table, in nodes. */
    static long nodesToBuild() {
        return MAX_STATES;
    }

    /** Cost of a decision in nano-cost units; infinite beyond the last one. */
    double cost(int state) {
        return state < size ? (double) costs[state] : Double.POSITIVE_INFINITY;
    }

    /** Cost of a decision in nano-cost units. */
    long exactCost(int state) {
        return costs[state];
    }

    /** Takes a decision over, for the models in their order. */
    void copyTo(int state, long[] order, byte[] chosen) {
        long code = codes[state];
        for (int position = first; position < order.length; position++) {
            chosen[(int) order[position]] = (byte) (code & ((1L << bits) - 1));
            code >>>= bits;
        }
    }
}
