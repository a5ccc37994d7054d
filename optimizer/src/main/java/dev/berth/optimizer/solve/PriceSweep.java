package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * The problem without its capacities: resources have a price in each slot instead, so that every model finds its own
 * cheapest path through the slots. Single precision, blocks of models that fit a processor's cache, flat arrays made
 * once, nothing allocated per sweep. For one thread.
 *
 * <p>Costs are counted from ABSENT. With W the cost-to-go from a slot on, own cost included, and z the one of the slot
 * after, a step back is
 *
 * <pre>
 * n  = min(z1, io + z2)                    from STORED upwards
 * W0 = min(z0, tr + n)
 * W1 = min(z0, n)            + stored cost + price of storage · s
 * W2 = min(z0, z1, z2)       + loaded cost + price of storage · s + price of memory · g + price of energy · e
 * </pre>
 */
public final class PriceSweep {
    /** Models of a block: three rows of cost-to-go of 100 slots take 300 KiB. */
    private static final int BLOCK_MODELS = 256;

    /** Beyond every real cost, and far enough below the largest float that a path of such costs is one. */
    private static final float FORBIDDEN = 1e28f;

    private static final int STORAGE = 0;
    private static final int MEMORY = 1;
    private static final int ENERGY = 2;

    private final int slots;
    private final int models;
    private final boolean energyLimited;
    private final double base;
    private final Block[] blocks;
    private final float[][] scratch;

    /** What a block of models costs and takes; costs in nano-cost units, sizes as shares of the capacity. */
    private static final class Block {
        final int first;
        final int count;
        final float[][] stored;
        final float[][] loaded;
        final float[] absent;
        final float[] transfer;
        final float[] preload;
        final float[][] share;
        final float[] loadedPrice;
        final byte[] initial;
        final byte[] state;

        Block(int first, int count, int slots) {
            this.first = first;
            this.count = count;
            stored = new float[slots][count];
            loaded = new float[slots][count];
            absent = new float[count];
            transfer = new float[count];
            preload = new float[count];
            share = new float[Room.resources()][count];
            loadedPrice = new float[count];
            initial = new byte[count];
            state = new byte[count];
        }
    }

    /** Copies a problem's costs. */
    public PriceSweep(Problem problem) {
        slots = problem.slots();
        models = problem.models();
        energyLimited = problem.capacity().energyMillijoules().isPresent();
        blocks = new Block[(models + BLOCK_MODELS - 1) / BLOCK_MODELS];
        Room room = new Room(problem);
        double absent = 0;
        for (int b = 0; b < blocks.length; b++) {
            int first = b * BLOCK_MODELS;
            blocks[b] = new Block(first, Math.min(BLOCK_MODELS, models - first), slots);
            for (int i = 0; i < blocks[b].count; i++) {
                absent += fill(problem, room, blocks[b], i);
            }
        }
        base = absent;
        scratch = new float[Residency.COUNT * (slots + 1)][Math.min(BLOCK_MODELS, models)];
    }

    private static double fill(Problem problem, Room room, Block block, int i) {
        int model = block.first + i;
        boolean storable = problem.highest(model) > 0 && room.fits(model, 1);
        boolean loadable = problem.highest(model) > 1 && room.fits(model, 2);
        block.absent[i] = problem.lowest(model) > 0 ? FORBIDDEN : 0;
        block.transfer[i] = (float) problem.transferCost(model);
        block.preload[i] = (float) problem.preloadCost(model);
        block.initial[i] = (byte) problem.initial(model).index();
        for (int resource = 0; resource < Room.resources(); resource++) {
            block.share[resource][i] = (float) share(room, resource, model);
        }
        double absent = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            long own = problem.slotCost(slot, model, 0);
            absent += (double) own;
            block.stored[slot][i] = storable && problem.lowest(model) <= 1
                    ? (float) (problem.slotCost(slot, model, 1) - own)
                    : FORBIDDEN;
            block.loaded[slot][i] = loadable ? (float) (problem.slotCost(slot, model, 2) - own) : FORBIDDEN;
        }
        return absent;
    }

    /** Part of a capacity that a loaded model takes; 0 where it cannot fit at all. */
    static double share(Room room, int resource, int model) {
        long use = room.use(resource, model, 2);
        return use == 0 || use > room.left(resource) ? 0 : (double) use / (double) room.left(resource);
    }

    /** What {@link #share} gives, a row for each resource. */
    static double[][] shares(Problem problem) {
        Room room = new Room(problem);
        double[][] shares = new double[Room.resources()][problem.models()];
        for (int resource = 0; resource < shares.length; resource++) {
            for (int model = 0; model < problem.models(); model++) {
                shares[resource][model] = share(room, resource, model);
            }
        }
        return shares;
    }

    /** Number of resources that {@code prices} and {@code used} have rows for. */
    public static int resources() {
        return Room.resources();
    }

    /**
     * Finds the cheapest path of every model.
     *
     * @param prices of the whole capacity of each resource in each slot, nano-cost units, >= 0
     * @param used filled with the share of each capacity that these paths take in each slot
     * @param residencies filled with the paths, models of slot 0 first
     * @return what the paths cost, prices of what they take included, less the prices of the capacities: no plan costs
     *     less, but for rounding
     */
    public double run(double[][] prices, double[][] used, byte[] residencies) {
        for (double[] row : used) {
            Arrays.fill(row, 0);
        }
        double value = base;
        for (double[] row : prices) {
            for (double price : row) {
                value -= price;
            }
        }
        for (Block block : blocks) {
            back(block, prices, scratch);
            value += forth(block, scratch, used, residencies);
        }
        return value;
    }

    /**
     * Cost-to-go of every model at these prices.
     *
     * @param toGo filled: three values a model, the models of slot 0 first
     */
    void costToGo(double[][] prices, float[] toGo) {
        for (Block block : blocks) {
            back(block, prices, scratch);
            for (int slot = 0; slot < slots; slot++) {
                for (int residency = 0; residency < Residency.COUNT; residency++) {
                    float[] row = scratch[Residency.COUNT * slot + residency];
                    int target = (slot * models + block.first) * Residency.COUNT + residency;
                    for (int i = 0; i < block.count; i++) {
                        toGo[target + i * Residency.COUNT] = row[i];
                    }
                }
            }
        }
    }

    private void back(Block block, double[][] prices, float[][] rows) {
        for (int residency = 0; residency < Residency.COUNT; residency++) {
            Arrays.fill(rows[Residency.COUNT * slots + residency], 0);
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            int row = Residency.COUNT * slot;
            float[] loadedPrice = block.share[MEMORY];
            float memory = (float) prices[MEMORY][slot];
            if (energyLimited) {
                price(block, memory, (float) prices[ENERGY][slot]);
                loadedPrice = block.loadedPrice;
                memory = 1;
            }
            step(
                    block,
                    block.stored[slot],
                    block.loaded[slot],
                    loadedPrice,
                    (float) prices[STORAGE][slot],
                    memory,
                    rows,
                    row);
        }
    }

    private static void price(Block block, float memory, float energy) {
        float[] sum = block.loadedPrice;
        float[] g = block.share[MEMORY];
        float[] e = block.share[ENERGY];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = memory * g[i] + energy * e[i];
        }
    }

    private static void step(
            Block block,
            float[] stored,
            float[] loaded,
            float[] loadedPrice,
            float storage,
            float memory,
            float[][] rows,
            int row) {
        float[] w0 = rows[row];
        float[] w1 = rows[row + 1];
        float[] w2 = rows[row + 2];
        float[] z0 = rows[row + 3];
        float[] z1 = rows[row + 4];
        float[] z2 = rows[row + 5];
        float[] absent = block.absent;
        float[] transfer = block.transfer;
        float[] preload = block.preload;
        float[] s = block.share[STORAGE];
        for (int i = 0; i < stored.length; i++) {
            float a = z0[i];
            float b = z1[i];
            float c = z2[i];
            float up = c + preload[i];
            float n = b < up ? b : up;
            float t = n + transfer[i];
            float price = storage * s[i];
            float low = b < c ? b : c;
            w0[i] = (a < t ? a : t) + absent[i];
            w1[i] = (a < n ? a : n) + (stored[i] + price);
            w2[i] = (a < low ? a : low) + (loaded[i] + (price + memory * loadedPrice[i]));
        }
    }

    private double forth(Block block, float[][] rows, double[][] used, byte[] residencies) {
        int count = block.count;
        byte[] state = block.state;
        System.arraycopy(block.initial, 0, state, 0, count);
        double value = 0;
        for (int i = 0; i < count; i++) {
            float w0 = rows[0][i];
            float up = state[i] < 2 ? block.preload[i] : 0;
            float w1 = rows[1][i];
            float w2 = rows[2][i] + up;
            float n = Math.min(w1, w2) + (state[i] == 0 ? block.transfer[i] : 0);
            value += Math.min(w0, n);
        }
        for (int slot = 0; slot < slots; slot++) {
            walk(block, rows, Residency.COUNT * slot, slot, used);
            System.arraycopy(state, 0, residencies, slot * models + block.first, count);
        }
        return value;
    }

    private void walk(Block block, float[][] rows, int row, int slot, double[][] used) {
        float[] w0 = rows[row];
        float[] w1 = rows[row + 1];
        float[] w2 = rows[row + 2];
        byte[] state = block.state;
        float[] transfer = block.transfer;
        float[] preload = block.preload;
        float[] s = block.share[STORAGE];
        float[] g = block.share[MEMORY];
        float storage = 0;
        float memory = 0;
        for (int i = 0; i < state.length; i++) {
            int from = state[i];
            float rise = from == 0 ? transfer[i] : 0;
            float stored = w1[i] + rise;
            float loaded = w2[i] + (from < 2 ? rise + preload[i] : 0);
            float best = w0[i];
            int to = 0;
            if (stored < best) {
                best = stored;
                to = 1;
            }
            if (loaded < best) {
                to = 2;
            }
            storage += to > 0 ? s[i] : 0;
            memory += to == 2 ? g[i] : 0;
            state[i] = (byte) to;
        }
        used[STORAGE][slot] += storage;
        used[MEMORY][slot] += memory;
        if (energyLimited) {
            float energy = 0;
            for (int i = 0; i < state.length; i++) {
                energy += state[i] == 2 ? block.share[ENERGY][i] : 0;
            }
            used[ENERGY][slot] += energy;
        }
    }
}
