package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * A plan that is improved a few models at a time: they are taken out, and go back on the cheapest joint path through
 * what the others leave free, over all slots at once; exact, in nano-cost units. Joint states of k models are numbers
 * of k digits to the base 3. For one thread; allocates nothing per block.
 */
final class BlockImprovement {
    /** Above every cost of a path, and far enough below the largest value to be added to. */
    private static final long FORBIDDEN = 1L << 61;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final byte[] residencies;
    private final Room use;
    private final long[][] left;

    private final int[] powers;
    private final long[][] taken;
    private final long[][] toGo;
    private final long[] costs;

    /**
     * Starts at a plan.
     *
     * @param residencies keeps the limits; models of slot 0 first; changed in place
     * @param maxModels most models of a block, 1 to 8
     */
    BlockImprovement(Problem problem, byte[] residencies, int maxModels) {
        this.problem = problem;
        models = problem.models();
        slots = problem.slots();
        this.residencies = residencies;
        use = new Room(problem);
        left = new long[Room.resources()][slots];
        powers = new int[maxModels + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = Residency.COUNT * powers[i - 1];
        }
        int states = powers[maxModels];
        taken = new long[Room.resources()][states];
        toGo = new long[slots + 1][states];
        costs = new long[states];
        reset();
    }

    /** Counts anew what the plan leaves free, after it was changed from outside. */
    void reset() {
        for (int resource = 0; resource < left.length; resource++) {
            Arrays.fill(left[resource], use.left(resource));
        }
        for (int model = 0; model < models; model++) {
            give(model, -1);
        }
    }

    /**
     * Improves the paths of a block.
     *
     * @param block different models
     * @param size how many of them, from 1 to the most
     * @return by how much the plan became cheaper, >= 0
     */
    long improve(int[] block, int size) {
        long before = 0;
        for (int i = 0; i < size; i++) {
            before += cost(block[i]);
            give(block[i], 1);
        }
        for (int resource = 0; resource < taken.length; resource++) {
            sumUse(resource, block, size);
        }
        back(block, size);
        long after = forth(block, size);
        for (int i = 0; i < size; i++) {
            give(block[i], -1);
        }
        return before - after;
    }

    private void give(int model, int sign) {
        for (int slot = 0; slot < slots; slot++) {
            int residency = residencies[slot * models + model];
            for (int resource = 0; resource < left.length && residency > 0; resource++) {
                left[resource][slot] += sign * use.use(resource, model, residency);
            }
        }
    }

    /** What the plan costs now. */
    long cost() {
        long cost = 0;
        for (int model = 0; model < models; model++) {
            cost += cost(model);
        }
        return cost;
    }

    /** What a model's path costs now. */
    private long cost(int model) {
        long cost = 0;
        int before = problem.initial(model).index();
        for (int slot = 0; slot < slots; slot++) {
            int now = residencies[slot * models + model];
            cost += problem.slotCost(slot, model, now) + problem.switchingCost(model, before, now);
            before = now;
        }
        return cost;
    }

    private void sumUse(int resource, int[] block, int size) {
        long[] sums = taken[resource];
        sums[0] = 0;
        for (int i = 0; i < size; i++) {
            for (int digit = 1; digit < Residency.COUNT; digit++) {
                long more = use.use(resource, block[i], digit);
                int from = digit * powers[i];
                for (int state = 0; state < powers[i]; state++) {
                    sums[from + state] = sums[state] + more;
                }
            }
        }
    }

    private void back(int[] block, int size) {
        int states = powers[size];
        Arrays.fill(toGo[slots], 0, states, 0);
        for (int slot = slots - 1; slot >= 0; slot--) {
            long[] row = toGo[slot];
            System.arraycopy(toGo[slot + 1], 0, row, 0, states);
            if (slot < slots - 1) {
                for (int i = 0; i < size; i++) {
                    move(row, states, powers[i], problem.transferCost(block[i]), problem.preloadCost(block[i]));
                }
            }
            sumCosts(slot, block, size);
            addFeasible(row, slot, states);
        }
    }

    /** From the least cost-to-go at a state to the one before a move of one model from it. */
    private static void move(long[] row, int states, int power, long transfer, long preload) {
        for (int high = 0; high < states; high += Residency.COUNT * power) {
            for (int state = high; state < high + power; state++) {
                long absent = row[state];
                long stored = row[state + power];
                long loaded = row[state + 2 * power];
                long up = Math.min(stored, loaded + preload);
                row[state] = Math.min(absent, up + transfer);
                row[state + power] = Math.min(absent, up);
                row[state + 2 * power] = Math.min(absent, Math.min(stored, loaded));
            }
        }
    }

    private void sumCosts(int slot, int[] block, int size) {
        costs[0] = 0;
        for (int i = 0; i < size; i++) {
            int model = block[i];
            for (int digit = Residency.COUNT - 1; digit >= 0; digit--) {
                boolean allowed = digit >= problem.lowest(model) && digit <= problem.highest(model);
                long more = allowed ? problem.slotCost(slot, model, digit) : FORBIDDEN;
                int from = digit * powers[i];
                for (int state = 0; state < powers[i]; state++) {
                    costs[from + state] = Math.min(FORBIDDEN, costs[state] + more);
                }
            }
        }
    }

    private void addFeasible(long[] row, int slot, int states) {
        long storage = left[0][slot];
        long memory = left[1][slot];
        long energy = left[2][slot];
        for (int state = 0; state < states; state++) {
            boolean fits = taken[0][state] <= storage && taken[1][state] <= memory && taken[2][state] <= energy;
            row[state] = fits ? Math.min(FORBIDDEN, row[state] + costs[state]) : FORBIDDEN;
        }
    }

    private long forth(int[] block, int size) {
        long total = 0;
        for (int slot = 0; slot < slots; slot++) {
            long[] row = toGo[slot];
            costs[0] = 0;
            for (int i = 0; i < size; i++) {
                int before =
                        slot == 0 ? problem.initial(block[i]).index() : residencies[(slot - 1) * models + block[i]];
                for (int digit = Residency.COUNT - 1; digit >= 0; digit--) {
                    long rise = problem.switchingCost(block[i], before, digit);
                    int from = digit * powers[i];
                    for (int state = 0; state < powers[i]; state++) {
                        costs[from + state] = costs[state] + rise;
                    }
                }
            }
            int best = 0;
            for (int state = 1; state < powers[size]; state++) {
                if (row[state] + costs[state] < row[best] + costs[best]) {
                    best = state;
                }
            }
            total = slot == 0 ? row[best] + costs[best] : total;
            for (int i = 0; i < size; i++) {
                residencies[slot * models + block[i]] = (byte) (best / powers[i] % Residency.COUNT);
            }
        }
        return total;
    }
}
