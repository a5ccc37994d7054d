package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Moves;
import dev.berth.optimizer.solve.ground.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sweep of services with any modes. Services side by side that have their modes on the same tree make a block,
 * which goes along the tree, there and back once over each branch; in a block of services without trees each mode is
 * held against each. Single precision, flat arrays made once, nothing allocated per sweep. For one thread.
 */
final class ModeSweep implements PriceSweep {
    /** Services of a block: rows of cost-to-go of 100 slots and 8 modes take 200 KiB. */
    private static final int BLOCK_SERVICES = 64;

    private final Problem problem;
    private final int slots;
    private final int models;
    private final int choices;
    private final double base;
    private final List<Block> blocks = new ArrayList<>();

    /** Cost-to-go of a block: a row a mode, the modes of slot 0 first; those after the last slot are 0. */
    private final float[][] rows;

    private final float[][] onward;
    private final float[][] spent;
    private final byte[] at;

    /** What a block of services costs and takes; costs in nano-cost units, sizes as shares of the capacity. */
    private final class Block {
        final int first;
        final int count;
        final int modes;
        final boolean isTree;
        final int[] parents;

        /** A row a mode, the modes of slot 0 first: what a slot costs beyond the lowest mode. */
        final float[][] own;

        /** A row a resource and mode; empty where no service of the block takes any. */
        final float[][][] share;

        /** A matrix of rows for each kind of slots: from × modes + to. */
        final float[][][] moves;

        Block(int first, int end, Moves trees) {
            this.first = first;
            count = end - first;
            int most = 0;
            for (int model = first; model < end; model++) {
                most = Math.max(most, problem.modes(model));
            }
            modes = most;
            isTree = trees.isTree(first);
            parents = new int[modes];
            for (int mode = 1; mode < modes && isTree; mode++) {
                parents[mode] = problem.parent(first, mode);
            }
            own = new float[slots * modes][count];
            share = new float[problem.resources()][modes][0];
            moves = new float[problem.switchingKinds()][modes * modes][count];
        }

        double fill(Room room) {
            double least = 0;
            for (int i = 0; i < count; i++) {
                int model = first + i;
                for (int resource = 0; resource < share.length; resource++) {
                    fillShare(room, resource, i);
                }
                for (int slot = 0; slot < slots; slot++) {
                    long lowest = problem.slotCost(slot, model, problem.lowest(model));
                    least += (double) lowest;
                    for (int mode = 0; mode < modes; mode++) {
                        own[slot * modes + mode][i] = isAllowed(room, model, mode)
                                ? (float) (problem.slotCost(slot, model, mode) - lowest)
                                : FORBIDDEN;
                    }
                }
                fillMoves(i);
            }
            return least;
        }

        private void fillShare(Room room, int resource, int i) {
            for (int mode = 0; mode < problem.modes(first + i); mode++) {
                double part = PriceSweep.share(room, resource, first + i, mode);
                if (part > 0 && share[resource][mode].length == 0) {
                    share[resource][mode] = new float[count];
                }
                if (part > 0) {
                    share[resource][mode][i] = (float) part;
                }
            }
        }

        private void fillMoves(int i) {
            for (int slot = 0; slot < slots; slot++) {
                float[][] matrix = moves[problem.switchingKind(slot)];
                for (int from = 0; from < modes; from++) {
                    for (int to = 0; to < modes; to++) {
                        boolean isMove = Math.max(from, to) < problem.modes(first + i);
                        long cost = isMove ? problem.switchingCost(slot, first + i, from, to) : Problem.NEVER;
                        matrix[from * modes + to][i] = cost >= Problem.NEVER ? FORBIDDEN : (float) cost;
                    }
                }
            }
        }
    }

    private boolean isAllowed(Room room, int model, int mode) {
        return mode >= problem.lowest(model) && mode <= problem.highest(model) && room.fits(model, mode);
    }

    ModeSweep(Problem problem) {
        this.problem = problem;
        slots = problem.slots();
        models = problem.models();
        choices = problem.choices();
        Room room = new Room(problem);
        Moves trees = new Moves(problem);
        double least = 0;
        for (int first = 0; first < models; ) {
            int end = first + 1;
            while (end < models && end - first < BLOCK_SERVICES && isAlike(trees, first, end)) {
                end++;
            }
            Block block = new Block(first, end, trees);
            least += block.fill(room);
            blocks.add(block);
            first = end;
        }
        base = least;
        int width = Math.min(BLOCK_SERVICES, models);
        rows = new float[choices * (slots + 1)][width];
        onward = new float[choices][width];
        spent = new float[choices][width];
        at = new byte[width];
    }

    private boolean isAlike(Moves trees, int one, int other) {
        boolean alike = trees.isTree(one) == trees.isTree(other) && problem.modes(one) == problem.modes(other);
        for (int mode = 1; mode < problem.modes(one) && alike; mode++) {
            alike = problem.parent(one, mode) == problem.parent(other, mode);
        }
        return alike;
    }

    @Override
    public double run(double[][] prices, double[][] used) {
        double value = base;
        for (double[] row : used) {
            Arrays.fill(row, 0);
        }
        for (double[] row : prices) {
            for (double price : row) {
                value -= price;
            }
        }
        for (Block block : blocks) {
            back(block, prices);
            value += forth(block, used);
        }
        return value;
    }

    @Override
    public void costToGo(double[][] prices, float[] toGo) {
        for (Block block : blocks) {
            back(block, prices);
            for (int slot = 0; slot < slots; slot++) {
                for (int mode = 0; mode < choices; mode++) {
                    int target = (slot * models + block.first) * choices + mode;
                    for (int i = 0; i < block.count; i++) {
                        toGo[target + i * choices] =
                                mode < block.modes ? rows[slot * block.modes + mode][i] : FORBIDDEN;
                    }
                }
            }
        }
    }

    @Override
    public void marginals(double[][] prices, float[] marginals) {
        for (Block block : blocks) {
            back(block, prices);
            float[] least = new float[block.count];
            for (int i = 0; i < block.count; i++) {
                int initial = problem.initialMode(block.first + i);
                for (int mode = 0; mode < block.modes; mode++) {
                    spent[mode][i] = mode == initial ? 0 : FORBIDDEN;
                }
            }
            for (int slot = 0; slot < slots; slot++) {
                arrive(block, block.moves[problem.switchingKind(slot)]);
                mark(block, slot, least, marginals);
                for (int mode = 0; mode < block.modes; mode++) {
                    add(block, slot, mode, prices, onward[mode], spent[mode]);
                }
            }
        }
    }

    /** From what was arrived at, in {@code onward}, and the cost-to-go. */
    private void mark(Block block, int slot, float[] least, float[] marginals) {
        int row = slot * block.modes;
        for (int i = 0; i < block.count; i++) {
            if (slot == 0) {
                least[i] = Float.MAX_VALUE;
                for (int mode = 0; mode < block.modes; mode++) {
                    least[i] = Math.min(least[i], onward[mode][i] + rows[row + mode][i]);
                }
            }
            int cell = (slot * models + block.first + i) * choices;
            for (int mode = 0; mode < choices; mode++) {
                marginals[cell + mode] =
                        mode < block.modes ? onward[mode][i] + rows[row + mode][i] - least[i] : FORBIDDEN;
            }
        }
    }

    private void back(Block block, double[][] prices) {
        for (int mode = 0; mode < block.modes; mode++) {
            Arrays.fill(rows[slots * block.modes + mode], 0);
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            int row = slot * block.modes;
            if (slot == slots - 1) {
                for (int mode = 0; mode < block.modes; mode++) {
                    Arrays.fill(onward[mode], 0);
                }
            } else {
                goOn(block, row + block.modes, block.moves[problem.switchingKind(slot + 1)]);
            }
            for (int mode = 0; mode < block.modes; mode++) {
                add(block, slot, mode, prices, onward[mode], rows[row + mode]);
            }
        }
    }

    /** What a mode of a slot costs, charges included, beside what is given. */
    private static void add(Block block, int slot, int mode, double[][] prices, float[] to, float[] sums) {
        float[] own = block.own[slot * block.modes + mode];
        for (int i = 0; i < own.length; i++) {
            sums[i] = to[i] + own[i];
        }
        for (int resource = 0; resource < block.share.length; resource++) {
            float[] share = block.share[resource][mode];
            float price = (float) prices[resource][slot];
            if (price > 0) {
                for (int i = 0; i < share.length; i++) {
                    sums[i] += price * share[i];
                }
            }
        }
    }

    /** The cheapest ways on from each mode into the modes of the next slot, into {@code onward}. */
    private void goOn(Block block, int next, float[][] moves) {
        int modes = block.modes;
        for (int mode = 0; mode < modes; mode++) {
            System.arraycopy(rows[next + mode], 0, onward[mode], 0, block.count);
        }
        if (!block.isTree) {
            for (int from = 0; from < modes; from++) {
                for (int to = 0; to < modes; to++) {
                    if (from != to) {
                        lower(onward[from], rows[next + to], moves[from * modes + to]);
                    }
                }
            }
            return;
        }
        for (int mode = modes - 1; mode > 0; mode--) {
            lower(onward[block.parents[mode]], onward[mode], moves[block.parents[mode] * modes + mode]);
        }
        for (int mode = 1; mode < modes; mode++) {
            lower(onward[mode], onward[block.parents[mode]], moves[mode * modes + block.parents[mode]]);
        }
    }

    /** The cheapest ways from what was spent up to the slot before, into {@code onward}. */
    private void arrive(Block block, float[][] moves) {
        int modes = block.modes;
        for (int mode = 0; mode < modes; mode++) {
            System.arraycopy(spent[mode], 0, onward[mode], 0, block.count);
        }
        if (!block.isTree) {
            for (int to = 0; to < modes; to++) {
                for (int from = 0; from < modes; from++) {
                    if (from != to) {
                        lower(onward[to], spent[from], moves[from * modes + to]);
                    }
                }
            }
            return;
        }
        for (int mode = modes - 1; mode > 0; mode--) {
            lower(onward[block.parents[mode]], onward[mode], moves[mode * modes + block.parents[mode]]);
        }
        for (int mode = 1; mode < modes; mode++) {
            lower(onward[mode], onward[block.parents[mode]], moves[block.parents[mode] * modes + mode]);
        }
    }

    private static void lower(float[] least, float[] other, float[] move) {
        for (int i = 0; i < move.length; i++) {
            least[i] = Math.min(least[i], other[i] + move[i]);
        }
    }

    private double forth(Block block, double[][] used) {
        int modes = block.modes;
        double value = 0;
        for (int i = 0; i < block.count; i++) {
            at[i] = (byte) problem.initialMode(block.first + i);
        }
        for (int slot = 0; slot < slots; slot++) {
            float[][] moves = block.moves[problem.switchingKind(slot)];
            int row = slot * modes;
            for (int i = 0; i < block.count; i++) {
                int from = at[i] * modes;
                int best = 0;
                float least = rows[row][i] + moves[from][i];
                for (int to = 1; to < modes; to++) {
                    float cost = rows[row + to][i] + moves[from + to][i];
                    best = cost < least ? to : best;
                    least = Math.min(least, cost);
                }
                at[i] = (byte) best;
                value += slot == 0 ? least : 0;
            }
            count(block, slot, used);
        }
        return value;
    }

    private void count(Block block, int slot, double[][] used) {
        for (int resource = 0; resource < block.share.length; resource++) {
            double sum = 0;
            for (int i = 0; i < block.count; i++) {
                float[] share = block.share[resource][at[i]];
                sum += share.length == 0 ? 0 : share[i];
            }
            used[resource][slot] += sum;
        }
    }
}
