package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;

/**
 * The cheapest moves between the modes of a service from one slot to the next: along the tree of its modes, there and
 * back once over each branch, where they make one; else each mode against each. In whole nano-cost units. For one
 * thread; allocates nothing after set-up.
 */
public final class Moves {
    private final Problem problem;
    private final int choices;
    private final boolean[] isTree;

    /** Whether moves cost the same in all slots. */
    private final boolean isSteady;

    /** Of trees, by service and mode: the mode below, and what the branch costs up and down; costs where steady. */
    private final int[] parents;

    private final long[] ups;
    private final long[] downs;

    public Moves(Problem problem) {
        this.problem = problem;
        choices = problem.choices();
        isSteady = problem.switchingKinds() == 1 && !problem.hasTransferPrices();
        isTree = new boolean[problem.models()];
        parents = new int[isTree.length * choices];
        ups = new long[isSteady ? parents.length : 0];
        downs = new long[ups.length];
        for (int model = 0; model < isTree.length; model++) {
            isTree[model] = problem.modes(model) == 1 || problem.parent(model, 1) >= 0;
            for (int mode = 1; mode < problem.modes(model) && isTree[model]; mode++) {
                int parent = problem.parent(model, mode);
                parents[model * choices + mode] = parent;
                if (isSteady) {
                    ups[model * choices + mode] = problem.switchingCost(model, parent, mode);
                    downs[model * choices + mode] = problem.switchingCost(model, mode, parent);
                }
            }
        }
    }

    private long up(int slot, int model, int parent, int mode) {
        return isSteady ? ups[model * choices + mode] : problem.switchingCost(slot, model, parent, mode);
    }

    private long down(int slot, int model, int parent, int mode) {
        return isSteady ? downs[model * choices + mode] : problem.switchingCost(slot, model, mode, parent);
    }

    /** Whether the modes of a service make a tree. */
    public boolean isTree(int model) {
        return isTree[model];
    }

    /**
     * What it costs to go on from each mode: to the slot, and from there.
     *
     * @param slot that is gone to
     * @param toGo what it costs from each mode in the slot on, from {@code at} on; none above {@link Problem#NEVER}
     * @param onward filled from 0 on; {@link Problem#NEVER} or more where there is no way
     */
    public void onward(int slot, int model, long[] toGo, int at, long[] onward) {
        int modes = problem.modes(model);
        if (!isTree[model]) {
            for (int from = 0; from < modes; from++) {
                long least = Long.MAX_VALUE;
                for (int to = 0; to < modes; to++) {
                    least = Math.min(least, toGo[at + to] + problem.switchingCost(slot, model, from, to));
                }
                onward[from] = least;
            }
            return;
        }
        System.arraycopy(toGo, at, onward, 0, modes);
        for (int mode = modes - 1; mode > 0; mode--) {
            int parent = parents[model * choices + mode];
            long over = onward[mode] + up(slot, model, parent, mode);
            onward[parent] = Math.min(onward[parent], over);
        }
        for (int mode = 1; mode < modes; mode++) {
            int parent = parents[model * choices + mode];
            long over = onward[parent] + down(slot, model, parent, mode);
            onward[mode] = Math.min(onward[mode], over);
        }
    }

    /**
     * What it costs to have come to each mode of a slot.
     *
     * @param slot that is gone to
     * @param spent what it costs to have come to each mode of the slot before, that slot included, from 0 on; none
     *     above {@link Problem#NEVER}
     * @param arrived filled from 0 on; {@link Problem#NEVER} or more where there is no way
     */
    public void arrive(int slot, int model, long[] spent, long[] arrived) {
        int modes = problem.modes(model);
        if (!isTree[model]) {
            for (int to = 0; to < modes; to++) {
                long least = Long.MAX_VALUE;
                for (int from = 0; from < modes; from++) {
                    least = Math.min(least, spent[from] + problem.switchingCost(slot, model, from, to));
                }
                arrived[to] = least;
            }
            return;
        }
        System.arraycopy(spent, 0, arrived, 0, modes);
        for (int mode = modes - 1; mode > 0; mode--) {
            int parent = parents[model * choices + mode];
            long over = arrived[mode] + down(slot, model, parent, mode);
            arrived[parent] = Math.min(arrived[parent], over);
        }
        for (int mode = 1; mode < modes; mode++) {
            int parent = parents[model * choices + mode];
            long over = arrived[parent] + up(slot, model, parent, mode);
            arrived[mode] = Math.min(arrived[mode], over);
        }
    }
}
